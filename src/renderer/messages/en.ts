import { commands } from "./en/commands";
import { copying } from "./en/copying";
import { core } from "./en/core";
import { dialogs } from "./en/dialogs";
import { frame } from "./en/frame";
import { method } from "./en/method";
import { notices } from "./en/notices";
import { panels } from "./en/panels";
import { plots } from "./en/plots";
import { results } from "./en/results";
import { simulation } from "./en/simulation";
import { study } from "./en/study";

/**
 * Every sentence of the window in English, one section a panel or dialog, one file a group. Where a number or a name stands in a
 * sentence the entry is a function of it. Another language is one object of this shape, made of the same groups, and one line in
 * `languages.ts`; what is not translated does not compile.
 */
export const en = { ...frame, ...commands, ...panels, ...plots, ...dialogs, ...results, ...notices, ...method, ...study, ...copying, ...core, ...simulation };

/** The sentences of one language. */
export type Messages = typeof en;
