import { describe, expect, it } from "vitest";
import { amount, reading, stepAmount } from "../../src/renderer/layout/format";
import { shortened, withoutSharedStart } from "../../src/renderer/layout/short-names";

describe("names in narrow places", () => {
  it("leaves out the beginning that all labels share, up to a separator", () => {
    expect(withoutSharedStart(["EMG_R_Soleus", "EMG_R_Tibialis", "EMG_L_Soleus"])).toEqual(["R_Soleus", "R_Tibialis", "L_Soleus"]);
    expect(withoutSharedStart(["EMG_R_Soleus", "EMG_R_Tibialis"])).toEqual(["R_Soleus", "R_Tibialis"]);
    expect(withoutSharedStart(["Avanti sensor 1", "Avanti sensor 2"])).toEqual(["1", "2"]);
  });

  it.each([[["EMG 1", "EMG 2"]], [["R soleus", "R tibialis"]], [["SOL", "SOLEUS"]], [["EMG_R"]], [["EMG_", "EMG_R"]], [[]], [["R SOL", "L SOL"]]])("leaves %j as they are", (labels) => {
    expect(withoutSharedStart(labels)).toEqual(labels);
  });

  it("leaves out the group that some of them share, but neither a side nor what tells two apart", () => {
    expect(withoutSharedStart(["Voltage.L Gast", "Voltage.R Gast", "Force.Fx1", "Force.Fy1"])).toEqual(["L Gast", "R Gast", "Fx1", "Fy1"]);
    expect(withoutSharedStart(["Mini sensor 10: EMG 10", "Mini sensor 10: ACC.X 10", "Mini sensor 11: EMG 11", "Mini sensor 11: ACC.X 11"])).toEqual(["EMG 10", "ACC.X 10", "EMG 11", "ACC.X 11"]);
    expect(withoutSharedStart(["Right.Soleus", "Right.Tibialis", "Left.Gastrocnemius"])).toEqual(["Right.Soleus", "Right.Tibialis", "Left.Gastrocnemius"]);
    expect(withoutSharedStart(["Sensor A: EMG", "Sensor A: ACC", "Sensor B: EMG", "Sensor B: ACC"])).toEqual(["A: EMG", "A: ACC", "B: EMG", "B: ACC"]);
  });

  it("keeps both ends of a long name", () => {
    expect(shortened("EMG_R_Gastrocnemius medialis", 14)).toBe("EMG_R_G…dialis");
    expect(shortened("R SOL", 14)).toBe("R SOL");
  });
});

describe("amounts", () => {
  it.each([
    [20, "µV", "20 µV"],
    [0.5, "µV", "0.5 µV"],
    [0.05, "µV", "50 nV"],
    [2000, "µV", "2 mV"],
    [500_000, "µV", "500 mV"],
    [2_000_000, "µV", "2 V"],
    [0.1, "au", "0.1 au"],
    [500_000, "N", "500000 N"],
    [0.002, "au", "0.002 au"],
    [0.0005, "au", "5e−4 au"],
  ])("says a step of %d %s as a person would: %s", (value, unit, said) => {
    expect(stepAmount(value, unit)).toBe(said);
  });

  it("writes a reading in the unit of its scale", () => {
    expect(amount(12, "µV", 500_000)).toBe("0.012 mV");
    expect(amount(0.04, "µV", 20)).toBe("0.040 µV");
    expect(amount(-1234, "µV", 2000)).toBe("−1.23 mV");
  });

  it.each([
    [-0.00048, "µV", 100, "0 µV"],
    [-33.94, "µV", 100, "−34 µV"],
    [12.345, "µV", 20, "12.3 µV"],
    [0, "µV", 5, "0.00 µV"],
    [1234.5, "µV", 2000, "1.23 mV"],
    [0.0123, "µV", 0.05, "12.3 nV"],
    [0.0004, "au", 0.0005, "0.000400 au"],
    [7.25, "deg", 5, "7.25 deg"],
  ])("reads %d %s at a gain of %d a division as %s", (value, unit, gain, said) => {
    expect(reading(value, unit, gain)).toBe(said);
  });
});
