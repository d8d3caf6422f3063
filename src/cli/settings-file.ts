import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { KlonosError } from "../core/errors";
import { defaultSettings, type SettingValues } from "../core/settings";
import { validateSettings } from "../protocol/validate";

/**
 * Settings of a JSON file over the defaults. The file is `{"name": number, …}`, the list that `klonos settings` prints with other
 * defaults, or a `klonos-result/1` document, whose settings are then used again.
 * @throws KlonosError `settings-file` when it cannot be read, `bad-setting` naming the unknown or impossible setting.
 */
export async function readSettingsFile(path: string): Promise<SettingValues> {
  const name = basename(path);
  let text;
  try {
    text = await readFile(path, "utf8");
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code ?? "";
    throw new KlonosError("settings-file", `The settings file “${name}” cannot be read: ${code === "ENOENT" ? "there is no such file" : code}.`, name);
  }
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (thrown) {
    throw new KlonosError("settings-file", `The settings file “${name}” is not JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}.`, name);
  }
  return validateSettings(valuesOf(json), defaultSettings);
}

function valuesOf(json: unknown): unknown {
  if (typeof json !== "object" || json === null || !("schema" in json) || !("settings" in json)) return json;
  if (!Array.isArray(json.settings)) return json.settings;
  // The list of `klonos settings`, with edited defaults.
  return Object.fromEntries((json.settings as readonly { readonly name: string; readonly default: unknown }[]).map((setting) => [setting.name, setting.default]));
}
