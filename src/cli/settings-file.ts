import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { KlonosError } from "../core/errors";
import { defaultSettings, type SettingValues } from "../core/settings";
import { validateSettings } from "../protocol/validate";

/**
 * Settings of a JSON file over the defaults. The file is `{"name": number, …}`, or a `klonos-result/1` document, whose settings
 * are then used again.
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
  return validateSettings(isDocument(json) ? json.settings : json, defaultSettings);
}

function isDocument(json: unknown): json is { readonly settings: unknown } {
  return typeof json === "object" && json !== null && typeof (json as { schema?: unknown }).schema === "string" && "settings" in json;
}
