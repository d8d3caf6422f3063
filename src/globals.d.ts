/** Version of package.json, put in by every build and by vitest. */
declare const __KLONOS_VERSION__: string;
