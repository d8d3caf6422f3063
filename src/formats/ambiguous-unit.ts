import { isAmbiguousVoltage } from "../core/units";
import type { Issue } from "../core/errors";

/**
 * The warning `unit-ambiguous` of a channel whose unit could be milli- or megavolt, in the one wording of all readers; undefined for every other unit.
 * @param where The channel as its file has it: `channel 2 (SOL)`, `column 3 (SOL)`
 */
export function ambiguousUnit(unit: string, where: string): Issue | undefined {
  if (!isAmbiguousVoltage(unit)) return undefined;
  return { code: "unit-ambiguous", severity: "warning", where, message: `${where} has the unit "${unit}", which could be milli- or megavolt; its values are shown as they are and not taken for a voltage.` };
}
