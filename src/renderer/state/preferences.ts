import { namedMarkKinds } from "../../core/mark-kinds";
import { errorRecord } from "../../core/errors";
import { validateMontage } from "../../protocol/montage";
import type { MarkWord } from "../../protocol/engine-api";
import { KlonosError } from "../../core/errors";
import { defaultReportTemplate, type ReportTemplate } from "../../core/report-template";
import { validateReportTemplate } from "../../protocol/report-schema";
import { messages } from "../messages/messages";
import { readFigurePresets } from "./exports/figure-wish";
import { defaultPreferences, numberManners, type Preferences } from "./klonos-state";
import { languageTags } from "../messages/languages";
import { resolveLocale, showLocale } from "../messages/locale";
import { readRecipes } from "./recording/import-memory";
import { notify, notifyFailure } from "./notices";
import type { Session } from "./session";

/** Initials or a code, no biography. */
const MOST_WHO = 40;
const THEMES: readonly Preferences["theme"][] = ["system", "light", "dark", "contrast"];

/** Speeds of listening: seconds of the recording in one second. */
export const LISTEN_RATES: readonly number[] = [0.25, 0.5, 1, 2];
/** What a plain drag can do. */
export const DRAGS: readonly Preferences["drag"][] = ["selects", "moves", "zooms"];

/** Reads what the shell kept; unknown or damaged values fall back to the defaults. */
export function readPreferences(values: Readonly<Record<string, unknown>>): Preferences {
  const language = languageTags.find((candidate) => candidate === values["language"]) ?? defaultPreferences.language;
  const theme = THEMES.find((candidate) => candidate === values["theme"]) ?? defaultPreferences.theme;
  return {
    language,
    numbers: numberManners.find((candidate) => candidate === values["numbers"]) ?? defaultPreferences.numbers,
    theme,
    wheel: values["wheel"] === "zooms" ? "zooms" : defaultPreferences.wheel,
    who: typeof values["who"] === "string" ? values["who"].slice(0, MOST_WHO) : defaultPreferences.who,
    drag: DRAGS.find((candidate) => candidate === values["drag"]) ?? defaultPreferences.drag,
    listenRate: LISTEN_RATES.find((candidate) => candidate === values["listenRate"]) ?? defaultPreferences.listenRate,
    montages: readMontages(values["montages"]),
    markWords: readMarkWords(values["markWords"]),
    importRecipes: readRecipes(values["importRecipes"]),
    figurePresets: readFigurePresets(values["figurePresets"]),
    reportTemplate: readReportTemplate(values["reportTemplate"]),
    tourSeen: values["tourSeen"] === true,
    leftPanel: typeof values["leftPanel"] === "boolean" ? values["leftPanel"] : defaultPreferences.leftPanel,
  };
}

/** A montage that cannot be read any more is left out: the others stay. */
function readMontages(value: unknown): Preferences["montages"] {
  if (!Array.isArray(value)) return defaultPreferences.montages;
  return value.flatMap((entry: unknown) => {
    try {
      return [validateMontage(entry)];
    } catch (thrown) {
      if (errorRecord(thrown).code !== "bad-montage") throw thrown;
      return [];
    }
  });
}

/** A damaged template falls back to the default one: a report must always be had. */
function readReportTemplate(value: unknown): ReportTemplate {
  try {
    return validateReportTemplate(value ?? {}, defaultReportTemplate);
  } catch (thrown) {
    if (thrown instanceof KlonosError) return defaultReportTemplate;
    throw thrown;
  }
}

function readMarkWords(value: unknown): readonly MarkWord[] {
  if (!Array.isArray(value)) return defaultPreferences.markWords;
  return value.flatMap((entry: { readonly text?: unknown; readonly kind?: unknown } | null) => {
    const kind = namedMarkKinds.find((candidate) => candidate === entry?.kind);
    return typeof entry?.text === "string" && entry.text !== "" && kind !== undefined ? [{ text: entry.text, kind }] : [];
  });
}

/** Shows text, numbers and dates as the preferences say. */
function followLocale({ language, numbers }: Preferences): void {
  showLocale(resolveLocale({ language, numbers }, typeof navigator === "undefined" ? [] : (navigator.languages ?? []), languageTags));
}

/** Loads preferences and recent files. Returns a stop. */
export function attachPreferences(session: Session): () => void {
  let alive = true;
  // Until the shell has answered: as the system has it.
  followLocale(session.store.getState().preferences);
  session.host
    .loadPreferences()
    .then(({ values, problem }) => {
      if (!alive) return;
      if (problem !== undefined) notify(session, { severity: "warning", title: messages().notices.preferencesUnread, error: problem, outlasts: true });
      const preferences = readPreferences(values);
      followLocale(preferences);
      // A narrow window has folded the panel already.
      session.store.setState((state) => ({ preferences: { ...preferences, leftPanel: preferences.leftPanel && state.preferences.leftPanel } }));
    })
    .catch((thrown: unknown) => notifyFailure(session, messages().notices.preferencesUnread, thrown));
  refreshRecents(session);
  return () => {
    alive = false;
  };
}

/** Changes a preference and has the shell keep it. */
export function setPreferences(session: Session, change: Partial<Preferences>): void {
  const preferences = { ...session.store.getState().preferences, ...change };
  // Before the state changes: whoever is drawn by it reads the language.
  followLocale(preferences);
  session.store.setState({ preferences });
  session.host.savePreferences({ ...preferences }).catch((thrown: unknown) => notifyFailure(session, messages().notices.preferencesNotKept, thrown));
}

/** Asks the shell for the recent files, newest first. */
export function refreshRecents(session: Session): void {
  session.host
    .recentFiles()
    .then((recents) => session.store.setState({ recents }))
    .catch((thrown: unknown) => notifyFailure(session, messages().notices.recentsUnread, thrown));
}
