/**
 * The decision rule that the default settings are: every constant of it is a setting with its source, printed by `klonos settings`. It changes
 * whenever the same evidence could get another label with default settings. v2 is science.md 8 as published; v3 to v7 are described in docs/rule-search.md.
 */
export const RULE_VERSION = "v7";
