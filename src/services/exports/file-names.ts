/** Characters that some file system refuses, and control characters. */
const REFUSED = /[<>:"/\\|?*\u0000-\u001f\u007f]/g;
/** Names that Windows keeps for devices. */
const DEVICE_NAME = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
/** Room for the endings within the 255 bytes that file systems allow. */
const MAX_BASE_BYTES = 180;

/** The source's name without folder and last ending, safe on every file system: `R SOL.edf` → `R SOL`. */
export function baseNameOf(sourceName: string): string {
  const bare = sourceName.replace(/^.*[/\\]/, "").replace(/\.[^.]{1,8}$/, "");
  let safe = bare.replace(REFUSED, "_").replace(/^\.+/, "").replace(/[. ]+$/, "");
  while (new TextEncoder().encode(safe).length > MAX_BASE_BYTES) safe = safe.slice(0, -1);
  if (safe === "" || DEVICE_NAME.test(safe)) return `${safe}_recording`.replace(/^_/, "");
  return safe;
}
