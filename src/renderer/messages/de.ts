import { commands } from "./de/commands";
import { copying } from "./de/copying";
import { core } from "./de/core";
import { dialogs } from "./de/dialogs";
import { frame } from "./de/frame";
import { method } from "./de/method";
import { notices } from "./de/notices";
import { panels } from "./de/panels";
import { plots } from "./de/plots";
import { results } from "./de/results";
import { simulation } from "./de/simulation";
import { study } from "./de/study";
import type { Messages } from "./en";

/** Deutsch: jeder Satz des Fensters, in denselben Gruppen wie das Englische. */
export const de: Messages = { ...frame, ...commands, ...panels, ...plots, ...dialogs, ...results, ...notices, ...method, ...study, ...copying, ...core, ...simulation };
