import { describe, expect, it } from "vitest";
import type { ResultDocument } from "../../../src/core/result";
import { defaultSettings } from "../../../src/core/settings";
import { foundPatterns } from "../../../src/services/validation/found-patterns";
import { type MarkedChannel, markedChannels, markedReport } from "../../../src/services/validation/marked-agreement";
import { readMarkedTable } from "../../../src/services/validation/marked-table";
import { reportFiles } from "../../../src/services/validation/report-files";

const edges = (startSeconds: number, endSeconds: number): { startSeconds: number; endSeconds: number } => ({ startSeconds, endSeconds });

describe("a table of marked recordings", () => {
  it("takes the words of clonus as patterns, in any order of the columns", () => {
    const { rows } = readMarkedTable("label;file;start;end;channel\nclonoid;a.edf;1.5;4;R SOL\npseudoclonus-like;a.edf;6;8;R SOL\n;b.edf;;;\n");
    expect(rows.map(({ file, channel, span, label, kind, line }) => ({ file, channel, span, label, kind, line }))).toEqual([
      { file: "a.edf", channel: "R SOL", span: edges(1.5, 4), label: "rhythmic", kind: "train", line: 2 },
      { file: "a.edf", channel: "R SOL", span: edges(6, 8), label: "irregular", kind: "train", line: 3 },
      { file: "b.edf", channel: "", span: undefined, label: "undecided", kind: "train", line: 4 },
    ]);
  });

  it.each([
    ["file,start,end\na.edf,3,2\n", "line 2", "the end must come after the start"],
    ["file,start,end\na.edf,3,\n", "line 2", "start and end belong together"],
    ["file,start,end\na.edf,1,2\na.edf,1;5,2\n", "line 3", "start is “1;5”"],
    ["file,label\na.edf,tremendous\n", "line 2", "label is “tremendous”"],
    ["file,kind\na.edf,spike\n", "line 2", "kind is “spike”"],
    ["file,start,end\na.edf,1,5,2,5\n", "line 2", "it has 5 cells, the header has 3. Write decimal points"],
    ["file;start;end\na.edf;1,5;2;5\n", "line 2", "A cell that holds “;” stands in quotes"],
    ["file,start,end\na.edf,00:01:02,00:01:04\n", "line 2", "start is “00:01:02”; it must be a number of seconds"],
    ["file,unit\na.edf,mikrovolt\n", "line 2", "unit is “mikrovolt”; it is one of uV, mV, V"],
    ["file,sampling\na.edf,0\n", "line 2", "sampling is “0”; it must be a number of samples a second, more than 0"],
    ["name,start\na.edf,1\n", "line 1", "no column “file”. Its columns are file, channel, kind, start, end, label, sampling, unit; it has name, start"],
    ["file,start,Start,end\na.edf,1,1,2\n", "line 1", "two columns “start”"],
    ["file,start\na.edf,1\n", "line 1", "a column “start” and none “end”"],
  ])("says what is wrong in which line: %s", (text, where, message) => {
    expect(() => readMarkedTable(text)).toThrow(expect.objectContaining({ record: expect.objectContaining({ where, message: expect.stringContaining(message) }) }) as Error);
  });

  it("is read as spreadsheets write it: semicolons with decimal commas, Windows' line ends, a byte order mark, blank lines, German words, other columns", () => {
    const { rows, unused } = readMarkedTable("\uFEFF\r\nfile;Patient;channel;start;end;label;unit\r\na.edf;7;R SOL;1,5;4,25;Pseudoklonus;µV\r\n\r\n;;;;;;\r\n");
    expect(rows).toEqual([{ line: 3, file: "a.edf", channel: "R SOL", kind: "train", span: edges(1.5, 4.25), label: "irregular", samplingHz: undefined, unit: "uV" }]);
    expect(unused).toEqual(["patient"]);
  });

  it.each([
    ["a.edf,R SOL,2,4,clonus\na.edf,0,3,5,clonus", "Lines 2 and 3 of the table mark trains of one channel that overlap"],
    ["a.edf,R SOL,2,4,clonus\na.edf,R SOL,2,4,tonic", "Lines 2 and 3 of the table mark the same train of one channel twice"],
    ["a.edf,R SOL,2,4,clonus\na.edf,R SOL,,,", "Line 3 of the table says that the channel has no train, line 2 marks one"],
    ["a.edf,R SOL,8,10.5,clonus", "Line 2 of the table: the train ends at 10.5 s, the recording at 10 s"],
    ["a.edf,,2,4,clonus", "it names no channel, and the recording has several: 0 R SOL, 1 R TA"],
  ])("whose marks contradict the recording or each other is told so: %s", (lines, message) => {
    const found = { durationSeconds: 10, channels: ["R SOL", "R TA"].map((label, index) => ({ index, label, trains: [], bursts: [] })) };
    const { rows } = readMarkedTable(`file,channel,start,end,label\n${lines}\n`);
    expect(() => markedChannels(rows, found)).toThrow(message);
    // One behind the other, in two channels, or up to a rounded end they do not.
    expect(markedChannels(readMarkedTable("file,channel,start,end\na.edf,R SOL,2,4\na.edf,R SOL,4,10.04\na.edf,R TA,3,5\n").rows, found)).toHaveLength(2);
  });

  it("names the channels of the recording where a row names none of them", () => {
    const channels = ["R SOL", "force", "R TA"].map((label, index) => ({ index, label, role: label === "force" ? "other" : "emg", isolatedBursts: [] })) as unknown as ResultDocument["channels"];
    for (const channel of ["L SOL", ""]) expect(() => markedChannels(readMarkedTable(`file,channel\na.edf,${channel}\n`).rows, foundPatterns({ channels, trains: [] }, 10))).toThrow(/line 2.*0 R SOL, 2 R TA/i);
  });
});

describe("the agreement", () => {
  const train = (start: number, end: number, label: "rhythmic" | "irregular" | "undecided", line = 2): MarkedChannel["expertTrains"][number] => ({ ...edges(start, end), label, line });
  const channel = (expertTrains: MarkedChannel["expertTrains"], foundTrains: MarkedChannel["foundTrains"], more: Partial<MarkedChannel> = {}): MarkedChannel => ({ lines: [], expertTrains, foundTrains, expertBursts: undefined, foundBursts: [], ...more });

  it("is κ over whole trains, and counts what is split, joined, missed and beside, never across recordings", () => {
    const same = (k: number, label: "rhythmic" | "irregular"): MarkedChannel => channel([train(1, 5, label, k)], [train(1.02, 4.95, label)]);
    const text = reportFiles(markedReport([
      ...Array.from({ length: 20 }, (_, k) => same(k, "rhythmic")), ...Array.from({ length: 15 }, (_, k) => same(30 + k, "irregular")),
      ...Array.from({ length: 5 }, (_, k) => channel([train(1, 5, "rhythmic", 100 + k)], [train(1, 5, "irregular")])),
      ...Array.from({ length: 10 }, (_, k) => channel([train(1, 5, "irregular", 200 + k)], [train(1, 5, "rhythmic")])),
      channel([train(0, 10, "rhythmic")], [train(0, 4, "rhythmic"), train(5, 10, "rhythmic")]),
      channel([train(0, 4, "rhythmic"), train(5, 9, "rhythmic")], [train(0, 9, "rhythmic")]),
      channel([train(0, 4, "rhythmic")], []),
      channel([], [train(0, 4, "rhythmic")]),
    ], [], "1.2.3", defaultSettings), "agreement").find(({ name }) => name === "agreement.md")!.text;
    // Cohen's textbook table 20, 5, 10, 15: κ = 0.4 (scikit-learn: cohen_kappa_score 0.4).
    expect(text).toContain("Cohen’s κ 0.40 (95 % interval");
    expect(text).toContain("the same word for 70.0 % of 50 trains");
    expect(text).toMatch(/\| split by Klonos \(pieces too many\) \| 1 \(1\) \|/);
    expect(text).toMatch(/\| joined by Klonos \(swallowed\) \| 1 \(1\) \|/);
    expect(text).toMatch(/\| not found \| 1 \|\n\| found beside \| 1 \|/);
    expect(text).toContain("| rhythmic | 20 | 5 | 0 |");
    expect(text).toContain("100: rhythmic, irregular");
    // 35 of 50 starts are 20 ms late, 15 exact: 14 ms on average.
    expect(text).toMatch(/\| start of the train \| 50 \| 14\.0 \|/);
  });

  it("compares bursts where the expert marked some, and only there", () => {
    const bursts = (times: readonly number[], late = 0): readonly { startSeconds: number; endSeconds: number }[] => times.map((t) => edges(t + late, t + 0.08 + late));
    const [one] = reportFiles(markedReport([channel([], [], { expertBursts: bursts([1, 1.2, 1.4, 1.6]), foundBursts: bursts([1, 1.2, 1.4, 2], 0.01) }), channel([], [], { foundBursts: bursts([1, 2, 3]) })], [], "1", defaultSettings), "agreement").filter(({ name }) => name.endsWith(".md"));
    expect(one!.text).toContain("1 channels with marked bursts: 3 found, 1 not found, 1 beside; recall 75.0 %, precision 75.0 %");
    expect(one!.text).toMatch(/\| onset of the burst \| 3 \| 10\.0 \| 0\.0 \|/);
  });

  it("says with which constants, and why a κ has no interval", () => {
    const all = [channel([train(1, 5, "rhythmic", 2)], [train(1, 5, "rhythmic")]), channel([train(1, 5, "irregular", 3)], [train(1, 5, "irregular")])];
    const text = (settings: typeof defaultSettings): string => reportFiles(markedReport(all, [], "1", settings), "agreement").find(({ name }) => name.endsWith(".md"))!.text;
    expect(text(defaultSettings)).toContain("Klonos 1, default settings: 2 channels");
    expect(text(defaultSettings)).toMatch(/Cohen’s κ 1\.00 \(no interval: without a disagreement/);
    expect(text({ ...defaultSettings, rhythmicSnrDb: 5 })).toMatch(/settings that differ: [^:]+ 5 instead of 6/);
  });

  it("has a row for each recording that was left out", () => {
    const text = reportFiles(markedReport([], [{ lines: [2, 5], message: "The file ends early." }], "1", defaultSettings), "agreement").find(({ name }) => name.endsWith(".md"))!.text;
    expect(text).toContain("## Left out");
    expect(text).toContain("| 2, 5 | The file ends early. |");
  });

  it("is written without anything that could run in a page", () => {
    const page = reportFiles(markedReport([], [{ lines: [2], message: '<script>alert("x")</script>' }], "1", defaultSettings), "agreement").find(({ name }) => name.endsWith(".html"))!.text;
    expect(page).not.toContain("<script>");
    expect(page).toContain("&lt;script&gt;");
  });
});
