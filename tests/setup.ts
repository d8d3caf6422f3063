import fc from "fast-check";

/** In CI the property tests draw the same cases every time, so that a failure is that of the change; elsewhere, and in `npm run fuzz`, they look for new ones. */
const CI_SEED = 20261127;

if (process.env["CI"] === "true") fc.configureGlobal({ seed: CI_SEED });
