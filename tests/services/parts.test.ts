import { createHash, randomBytes } from "node:crypto";
import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/formats/memory-source";
import { createBreathe } from "../../src/services/breathe";
import { type Cell, spreadsheetCsv } from "../../src/services/exports/csv";
import { baseNameOf } from "../../src/services/exports/file-names";
import { hashRecording, hashSource } from "../../src/services/hash-source";
import { createLru } from "../../src/services/lru";
import { sharedJob } from "../../src/services/shared-job";

describe("the file's hash", () => {
  it.each([0, 1, 1024 * 1024, 2 * 1024 * 1024 + 17])("of %i bytes is that of Node's own SHA-256", async (length) => {
    const bytes = new Uint8Array(randomBytes(length));
    expect(await hashSource(memorySource("a", bytes), createBreathe())).toBe(createHash("sha256").update(bytes).digest("hex"));
  });

  it("of several files is what sha256sum says of the list that sha256sum prints of them", async () => {
    const files: Readonly<Record<string, Uint8Array>> = { "a.hea": new Uint8Array(randomBytes(50)), "b.dat": new Uint8Array(randomBytes(70)), "c.dat": new Uint8Array(randomBytes(20)) };
    const siblings = async (name: string) => (files[name] === undefined ? undefined : memorySource(name, files[name]));
    const list = Object.entries(files).map(([name, bytes]) => `${createHash("sha256").update(bytes).digest("hex")}  ${name}\n`).join("");
    const source = memorySource("a.hea", files["a.hea"]!);
    expect(await hashRecording(source, ["b.dat", "c.dat"], siblings, createBreathe())).toBe(createHash("sha256").update(list).digest("hex"));
    expect(await hashRecording(source, [], siblings, createBreathe())).toBe(createHash("sha256").update(files["a.hea"]!).digest("hex"));
    await expect(hashRecording(source, ["d.dat"], siblings, createBreathe())).rejects.toMatchObject({ record: { code: "missing-file" } });
  });
});

describe("breathing", () => {
  it("pauses when it is time and looks at the cancel", async () => {
    let at = 0;
    let pauses = 0;
    const breathe = createBreathe(async () => void pauses++, () => at);
    await breathe();
    expect(pauses).toBe(0);
    at = 50;
    await breathe();
    await breathe();
    expect(pauses).toBe(1);
    await expect(breathe({ cancelled: true })).rejects.toMatchObject({ record: { code: "cancelled" } });
  });
});

describe("a shared job", () => {
  /** Work that looks at its token each turn until it is told to end. */
  function work() {
    const state = { runs: 0, end: false };
    const job = sharedJob<number>(async (cancel) => {
      const run = ++state.runs;
      while (!state.end) {
        if (cancel.cancelled) throw new Error("stopped");
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      return run;
    });
    return { job, state };
  }

  it("runs once for all, and keeps its result", async () => {
    const { job, state } = work();
    const both = Promise.all([job(), job()]);
    state.end = true;
    expect(await both).toEqual([1, 1]);
    expect(await job()).toBe(1);
  });

  it("lets one caller go and works on for the other", async () => {
    const { job, state } = work();
    const cancel = { cancelled: false };
    const [gone, stays] = [job(cancel), job()];
    cancel.cancelled = true;
    await expect(gone).rejects.toMatchObject({ record: { code: "cancelled" } });
    state.end = true;
    expect(await stays).toBe(1);
  });

  it("stops when nobody waits, and begins anew for the next", async () => {
    const { job, state } = work();
    const cancel = { cancelled: false };
    const gone = job(cancel);
    cancel.cancelled = true;
    await expect(gone).rejects.toMatchObject({ record: { code: "cancelled" } });
    state.end = true;
    expect(await job()).toBe(2);
  });

  it("does not keep a failure", async () => {
    let runs = 0;
    const job = sharedJob(async () => {
      if (++runs === 1) throw new Error("first");
      return runs;
    });
    await expect(job()).rejects.toThrow("first");
    expect(await job()).toBe(2);
  });
});

describe("the cache of what was used last", () => {
  it("holds its budget, keeps what was used, and always the newest", () => {
    const cache = createLru<string>(10);
    cache.set("r1|a", "a", 4);
    cache.set("r1|b", "b", 4);
    expect(cache.get("r1|a")).toBe("a");
    cache.set("r2|c", "c", 4);
    expect([cache.get("r1|a"), cache.get("r1|b"), cache.get("r2|c"), cache.cost]).toEqual(["a", undefined, "c", 8]);
    cache.set("r2|huge", "h", 99);
    expect([cache.get("r1|a"), cache.get("r2|c"), cache.get("r2|huge")]).toEqual([undefined, undefined, "h"]);
    cache.forget("r2|");
    expect([cache.get("r2|huge"), cache.cost]).toEqual([undefined, 0]);
  });
});

describe("a spreadsheet's CSV", () => {
  it("comes back from another parser as it went in, and no text is a formula", () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('=HYPERLINK("http://x")', "'=", "''-x", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "a,b", 'say "x"', "line\nbreak", "", "µV −0,5"));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        const text = spreadsheetCsv(["a", "b"], rows);
        const { data } = Papa.parse<string[]>(text.slice(1), { delimiter: ",", newline: "\r\n" });
        const back = data.slice(1, -1);
        expect(back.map((row) => row.map((value) => value.replace(/^'(?='*[=+\-@\t\r])/, "")))).toEqual(rows.map((row) => row.map(String)));
        for (const value of back.flat()) expect(value).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });

  it("writes numbers as numbers, truth as TRUE, nothing for nothing, and refuses NaN", () => {
    const row: readonly Cell[] = [-1.5, 0.1 + 0.2, 1e-7, true, null, undefined];
    expect(spreadsheetCsv(["h"], [row])).toBe("\uFEFFh\r\n-1.5,0.30000000000000004,1e-7,TRUE,,\r\n");
    expect(() => spreadsheetCsv(["h"], [[NaN]])).toThrow(RangeError);
  });
});

describe("base names of exported files", () => {
  it.each([
    ["R SOL.edf", "R SOL"],
    ["/home/x/../a.b.edf", "a.b"],
    ["C:\\data\\a.csv", "a"],
    ["..", "recording"],
    [".hidden.edf", "hidden"],
    ["con.edf", "con_recording"],
    ["a:b*c?.edf", "a_b_c_"],
    ["noending", "noending"],
    ["Müller µV.bdf", "Müller µV"],
  ])("%s → %s", (name, base) => {
    expect(baseNameOf(name)).toBe(base);
  });

  it("fit into a file system's 255 bytes", () => {
    expect(new TextEncoder().encode(`${baseNameOf("µ".repeat(400))}.klonos.json`).length).toBeLessThan(255);
  });
});
