import { settingDefinitions, settingNames } from "../settings";
import { RULE_VERSION } from "../settings/rule-version";
import type { ChoiceDefinition, SettingDefinition } from "../settings/definition";
import { LARGEST_MULTIPLE, LARGEST_STEP, LONGEST_PERIOD_SECONDS, PERIOD_STEPS, SHORTEST_PERIOD_SECONDS } from "../trains/rhythm-model";
import { errorSchema, infoSchema } from "./other-schemas";
import { resultSchema } from "./result-schema";
import type { JsonSchema } from "./schema-parts";

/** The three schemas under their names: what `klonos schema` prints. */
export function schemaDocument(): Readonly<Record<"klonos-result/1" | "klonos-info/1" | "klonos-error/1", JsonSchema>> {
  return { "klonos-result/1": resultSchema(), "klonos-info/1": infoSchema(), "klonos-error/1": errorSchema() };
}

/** Everything that a person may change, and the numbers of the rhythm model that are fixed: what `klonos settings` prints. */
export interface SettingsDocument {
  readonly schema: "klonos-settings/1";
  /** Version of the decision rule that these constants are. */
  readonly rule: string;
  readonly settings: readonly ({ readonly name: string } & (SettingDefinition | ChoiceDefinition))[];
  readonly fixed: readonly { readonly name: string; readonly value: unknown; readonly doc: string; readonly source: string }[];
}

/** Every setting with default, unit, limits and source, in the order of declaration. */
export function settingsDocument(): SettingsDocument {
  return {
    schema: "klonos-settings/1",
    rule: RULE_VERSION,
    settings: settingNames.map((name) => ({ name, ...settingDefinitions[name] })),
    fixed: [
      { name: "periodGrid", value: { fromSeconds: SHORTEST_PERIOD_SECONDS, toSeconds: LONGEST_PERIOD_SECONDS, steps: PERIOD_STEPS }, doc: "Grid of ln period in the rhythm likelihood.", source: "science.md 3.8" },
      { name: "largestMultiple", value: LARGEST_MULTIPLE, doc: "Most periods that lie between two detected beats.", source: "science.md 3.8" },
      { name: "largestFalseRun", value: LARGEST_STEP - 1, doc: "Most successive bursts that may be false.", source: "science.md 3.8" },
    ],
  };
}
