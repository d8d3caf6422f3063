import { settingHelp } from "../../../words/de/setting-help";
import { germanBook } from "../../../words/german";
import type { core as english } from "../en/core";

/** Was der Kern in Sätzen sagt, und was seine Einstellungen tun. */
export const core: typeof english = { ofCore: germanBook, settingHelp };
