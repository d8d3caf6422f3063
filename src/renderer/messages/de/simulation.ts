import type { simulation as english } from "../en/simulation";

/** Eine simulierte Aufzeichnung, und was von ihr wahr ist. */
export const simulation: typeof english = {
  simulate: {
    title: "Aufzeichnung simulieren",
    intro: "Eine Aufzeichnung mit bekannten Bursts, zum Lernen oder um Einstellungen zu prüfen. Sie öffnet sich wie jede andere; was wahr ist, steht neben dem, was gefunden wird.",
    kind: "Was sie enthält",
    kinds: {
      clonus: "Klonus (rhythmisch, anhaltend)",
      clonoid: "Klonus, der abklingt (rhythmisch)",
      pseudoclonus: "Pseudoklonus (unregelmäßig)",
      tapping: "willkürliches Klopfen (rhythmisch)",
      "semi-regular": "dazwischen (10–20 % Jitter)",
      tonic: "tonische Anspannung",
      rest: "nur Ruhe",
      artefact: "Gliedmaße wackelt, ohne EMG",
    },
    generator: "Die Schläge macht",
    generators: { phenomenological: "ein Takt mit Jitter und Drift", loop: "ein simulierter Dehnungsreflex" },
    seconds: "Dauer der Bewegung, s",
    samplingHz: "Abtastrate, Hz",
    snrDb: "Signal über Rauschen, dB",
    seed: "Startzahl: gleiche Zahl, gleiche Aufzeichnung",
    limits: (low, high) => `Von ${low} bis ${high}.`,
    making: "Simuliert…",
    make: "Simulieren und öffnen",
    job: "Aufzeichnung wird simuliert",
    failed: "Die Aufzeichnung konnte nicht simuliert werden.",
  },
  truth: {
    title: "Was wahr ist",
    what: (kind, seed) => `Simuliert: ${kind}, Startzahl ${seed}.`,
    waiting: "Die Bursts werden mit den wahren verglichen.",
    columns: ["Kanal", "Wahr", "Gefunden", "Verpasst", "Falsch"],
    note: (milliseconds) => `Ein Burst gehört zu einem wahren innerhalb von ${milliseconds} ms. Balken über einer Spur: ihre wahren Bursts.`,
    missed: (channel) => `Verpasst auf ${channel}:`,
    falsely: (channel) => `Falsch auf ${channel}:`,
    more: (places) => `und ${places} weitere`,
    drawn: (bursts) => `Balken: ${bursts} ${bursts === 1 ? "wahrer Burst" : "wahre Bursts"} der Simulation im Bild. `,
  },
};
