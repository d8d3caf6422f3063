import type { Plugin } from "vite";

const SLOPPY = /\bthis\[(name|fallback)\]/g;
/** `this[name]` and `this[fallback]` in `setupTypedArray` of dsp.js 1.0.1. */
const EXPECTED_PLACES = 7;

/**
 * dsp.js 1.0.1 writes globals through a sloppy-mode `this`, which is undefined in every strict bundle: unit tests stay green
 * and the window is blank. Replaces it by `globalThis`, and fails the build when the text is not the one that was read.
 */
export function repairDspJs(): Plugin {
  return {
    name: "klonos-repair-dsp-js",
    enforce: "pre",
    transform(code, id) {
      if (!/[\\/]dsp\.js[\\/]dsp\.js(\?|$)/.test(id)) return undefined;
      const places = code.match(SLOPPY)?.length ?? 0;
      if (places !== EXPECTED_PLACES) {
        throw new Error(`dsp.js has changed: ${places} places with a sloppy \`this\` where ${EXPECTED_PLACES} were expected. Read its setupTypedArray again.`);
      }
      return { code: code.replace(SLOPPY, "globalThis[$1]"), map: null };
    },
  };
}
