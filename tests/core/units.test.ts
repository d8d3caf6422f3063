import { describe, expect, it } from "vitest";
import { isAmbiguousVoltage, voltageSymbol, voltsPerUnit } from "../../src/core/units";

describe("the table of units", () => {
  it.each([
    ["\u00b5V", "uV"], ["\u03bcV", "uV"], ["uV", "uV"], ["uv", "uV"], ["UV", "uV"], [" u V ", "uV"], ["uVolts", "uV"], ["\u00b5Volt", "uV"], ["microvolts", "uV"], ["MicroVolts", "uV"], ["\u33b6", "uV"], ["[uV]", "uV"], ["(\u03bcV)", "uV"],
    ["mV", "mV"], ["mv", "mV"], ["mVolts", "mV"], ["millivolt", "mV"], ["\u33b7", "mV"], ["mV.", "mV"],
    ["V", "V"], ["v", "V"], ["Volt", "V"], ["VOLTS", "V"], ["nV", "nV"], ["nanovolts", "nV"], ["pV", "pV"], ["kV", "kV"],
  ])("%s is %s", (written, symbol) => expect(voltageSymbol(written)).toBe(symbol));

  it("knows what each is worth", () => {
    expect(["pV", "nV", "uV", "mV", "V", "kV"].map(voltsPerUnit)).toEqual([1e-12, 1e-9, 1e-6, 1e-3, 1, 1e3]);
  });

  it.each(["", "counts", "raw", "adc", "a.u.", "deg", "N", "Nm", "g", "m/s2", "mVs", "V/s", "uV/bit", "%", "mA", "volume", "um"])("%s is no voltage", (written) => expect(voltageSymbol(written)).toBeUndefined());

  it("does not choose between milli and mega", () => {
    for (const written of ["MV", "MVolt", "Mvolts", " MV "]) {
      expect(isAmbiguousVoltage(written)).toBe(true);
      expect(voltsPerUnit(written)).toBeUndefined();
    }
    for (const written of ["mV", "Microvolt", "V", "Millivolt"]) expect(isAmbiguousVoltage(written)).toBe(false);
  });
});
