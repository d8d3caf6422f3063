import type { ErrorRecord } from "../core/errors";

/** What a call of the desktop bridge comes back with: an error of the user's (a full disk, a folder that is gone) is an answer and no crash. */
export type HostAnswer = { readonly kind: "ok"; readonly value: unknown } | { readonly kind: "fail"; readonly error: ErrorRecord };
