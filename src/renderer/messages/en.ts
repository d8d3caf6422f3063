import { dialogs } from "./en/dialogs";
import { panels } from "./en/panels";
import { plots } from "./en/plots";
import { results } from "./en/results";
import { window } from "./en/window";

/**
 * Every sentence of the window in English, one section a panel or dialog, one file a group. Where a number or a name stands in a
 * sentence the entry is a function of it. Another language is one file of this shape (`Messages` in messages.ts) with its own groups.
 */
export const en = { ...window, ...panels, ...plots, ...dialogs, ...results };
