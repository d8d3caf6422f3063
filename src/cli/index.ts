import { processIo } from "./io";
import { runKlonos } from "./run";

// The code is set, not forced: what was written to a pipe is still on its way when the last command returns.
void runKlonos(process.argv.slice(2), processIo()).then((code) => {
  process.exitCode = code;
});
