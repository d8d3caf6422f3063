import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A screen of its own whose pixels the test can read. */
export interface Screen {
  readonly display: string;
  /** Pixels of the whole screen that match. */
  count(match: (red: number, green: number, blue: number) => boolean): number;
  close(): void;
}

/** Places of an XWD header (X11/XWDFile.h), in words of four bytes, most significant first. */
const XWD = { headerSize: 0, width: 4, height: 5, bytesPerLine: 12, colours: 19 } as const;
const XWD_COLOUR_BYTES = 12;

/** Starts an Xvfb that keeps its picture in a file (-fbdir). Undefined without Xvfb. */
export async function startScreen(): Promise<Screen | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "klonos-screen-"));
  const child = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1600x1000x24", "-fbdir", folder, "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const number = await new Promise<string | undefined>((done) => {
    child.once("error", () => done(undefined));
    child.once("exit", () => done(undefined));
    (child.stdio[3] as NodeJS.ReadableStream).once("data", (chunk: Buffer) => done(chunk.toString().trim()));
  });
  if (number === undefined) {
    rmSync(folder, { recursive: true, force: true });
    return undefined;
  }
  return {
    display: `:${number}`,
    count(match) {
      const bytes = readFileSync(join(folder, "Xvfb_screen0"));
      const word = (place: number): number => bytes.readUInt32BE(place * 4);
      const start = word(XWD.headerSize) + word(XWD.colours) * XWD_COLOUR_BYTES;
      let found = 0;
      for (let row = 0; row < word(XWD.height); row++) {
        const line = start + row * word(XWD.bytesPerLine);
        // 24 bits in four bytes, blue first on the machines that Xvfb runs on here.
        for (let at = line; at < line + word(XWD.width) * 4; at += 4) if (match(bytes[at + 2]!, bytes[at + 1]!, bytes[at]!)) found++;
      }
      return found;
    },
    close() {
      child.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
