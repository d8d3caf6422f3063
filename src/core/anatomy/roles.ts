import type { ChannelRole } from "../recording";

/** Units, in lower case without spaces, that settle the role whatever the label says. */
const ROLE_OF_UNIT: ReadonlyMap<string, ChannelRole> = new Map<string, ChannelRole>([
  ...(["deg", "degree", "degrees", "\u00b0", "rad", "grad", "mrad"] as const).map((unit) => [unit, "angle"] as const),
  ...(["n", "kn", "mn", "nm", "n*m", "n.m", "n\u00b7m", "n-m", "nmm", "newton", "newtons", "kg", "kgf", "lb", "lbs", "lbf"] as const).map((unit) => [unit, "force"] as const),
  ...(["g", "mg", "m/s2", "m/s^2", "m/s\u00b2", "m/s/s", "m.s-2", "gn"] as const).map((unit) => [unit, "acceleration"] as const),
]);

/** Units of converter counts and of nothing: they do not speak against EMG. */
const UNKNOWN_UNITS: ReadonlySet<string> = new Set(["", "*", "-", "a.u.", "au", "arb", "arb.", "arb.unit", "arb.units", "count", "counts", "adc", "raw", "bit", "bits", "lsb", "digital", "n/a", "na", "none", "unit", "units", "?", "int", "int16", "int24"]);

/** Beginnings of words that name a role. */
const ROLE_WORDS: readonly (readonly [ChannelRole, readonly string[]])[] = [
  ["trigger", ["trig", "dtrig", "stim", "status", "ttl", "marker", "mark", "event", "sync", "button", "footswitch", "switch", "digin", "hammer", "sti"]],
  ["acceleration", ["acc", "accel", "beschl"]],
  ["angle", ["angle", "angl", "gonio", "winkel", "angolo", "potentiometer", "poti"]],
  ["force", ["force", "torque", "loadcell", "kraft", "drehmoment", "moment", "forza", "coppia", "couple", "fuerza", "dynamom"]],
  ["other", ["ecg", "ekg", "eeg", "eog", "veog", "heog", "meg", "resp", "respir", "breath", "atem", "flow", "thor", "abdo", "abdomen", "ribcage", "airflow", "pleth", "ppg", "spo2", "sao2", "pulse", "gsr", "eda", "scr", "scl", "temp", "temperat", "gyro", "mag", "pressure", "heart", "snore", "snor", "audio", "sound", "mic", "light", "battery", "position", "time", "date", "nseq", "quat"]],
];
/** German puts the joint before (`Kniewinkel`). */
const ROLE_COMPOUNDS: readonly (readonly [ChannelRole, string])[] = [["angle", "winkel"], ["force", "moment"], ["force", "kraft"], ["acceleration", "beschleunigung"]];
/** Words that must stand alone: their beginnings occur in muscle names. */
const WHOLE_WORDS: ReadonlySet<string> = new Set(["sti", "abdo", "acc", "mark", "mag", "temp", "mic", "scl", "resp", "time", "date", "eda", "scr", "hammer", "couple", "moment", "light", "position"]);
/** Words that begin like a role and are a muscle. */
const NOT_ROLES = /^(temporal|thoraco)/;

/** Electrodes of the 10–20 system and of two-letter 10–10 names; `C1` or `P2` may be a lab's channel numbers. */
const EEG_ELECTRODE = /^(fp[12z]|af(z|\d)|f[3478z]|f[ct](z|\d\d?)|c[34z]|t[3-8]|cp(z|\d)|tp(\d\d?)|p[347z]|p[8]|po(z|\d)|o[12z]|iz)$/;

/** Leads of the electrocardiogram that are nothing else; `V1` or `II` may be a column or an input. */
const ECG_LEAD = /^(ml(i{1,3}|v[1-6])|av[rlf])$/;

/** Force and moment of a numbered force plate (`FP1_FX`), which motion capture exports in volts. */
const PLATE_AXIS = /^(?:fp|(?:force )?plate)[ _.-]?\d[ _.-]*[fm][xyz]$/i;

/** Role that the unit settles, undefined when it leaves it open. */
export function roleOfUnit(unit: string): ChannelRole | undefined {
  const plain = unit.replace(/\s+/g, "");
  // Case matters once: `mN` and `MN` are forces, `mV` is none of these.
  return ROLE_OF_UNIT.get(plain.toLowerCase());
}

/** True where the unit is missing or counts, so that the signal may be anything. */
export function isUnknownUnit(unit: string): boolean {
  return UNKNOWN_UNITS.has(unit.replace(/\s+/g, "").toLowerCase());
}

/** Role that the words of a label name, undefined when they name none. `emg` among them leaves only the unit to speak against it. */
export function roleOfWords(words: readonly string[], label: string): ChannelRole | undefined {
  if (words.includes("emg") || words.includes("semg")) return undefined;
  for (const [role, starts] of ROLE_WORDS) {
    const hit = words.some((word) => !NOT_ROLES.test(word) && starts.some((start) => (WHOLE_WORDS.has(start) ? word === start : word.startsWith(start))));
    if (hit) return role;
  }
  for (const [role, end] of ROLE_COMPOUNDS) if (words.some((word) => word.endsWith(end))) return role;
  if (PLATE_AXIS.test(label.trim())) return "force";
  return electrodeOf(label) === undefined ? undefined : "other";
}

/** Which kind of montage an electrode's name alone proves: a cap of EEG electrodes, or leads of an ECG. */
export function electrodeOf(label: string): "eeg" | "ecg" | undefined {
  const plain = bareElectrode(label);
  return EEG_ELECTRODE.test(plain) ? "eeg" : ECG_LEAD.test(plain) ? "ecg" : undefined;
}

/** An electrode's name in lower case, without its reference. */
export function bareElectrode(label: string): string {
  return label.trim().toLowerCase().replace(/-(ref|le|a1|a2|m1|m2|av|avg)$/, "");
}
