import type { copying as english } from "../en/copying";

/** Was in die Zwischenablage kommt. */
export const copying: typeof english = {
  copying: {
    button: "Bild kopieren",
    saved: (name) => `${name} gespeichert`,
    image: "Als Bild kopiert",
    making: "Das Bild wird erstellt",
    nothing: "Es gibt nichts zu kopieren: wählen Sie eine Serie, oder einen Reiter mit einer Darstellung.",
    failed: "Nichts wurde kopiert",
  },
};
