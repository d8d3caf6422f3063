import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { defaultSettings } from "../../src/core/settings";
import { createBatchHost } from "../../src/node/batch-host";
import type { BatchProgress, BatchWish } from "../../src/protocol/batch-api";
import { callBatch } from "../../src/protocol/batch-caller";
import { answerBatchCall } from "../../src/protocol/batch-calls";
import { sineTable } from "../e2e/harness/recordings";
import { scratchFolder } from "./scratch";

const scratch = scratchFolder();
const READY = { timeout: 60_000, interval: 50 };

function bench() {
  const folder = mkdtempSync(join(scratch, "batch-"));
  const out = join(folder, "out");
  mkdirSync(out);
  writeFileSync(join(folder, "a.csv"), sineTable(["time", "SOL", "TA"], 4000, 1000));
  writeFileSync(join(folder, "study.csv"), "participant,condition,file,protocol\nP01,rest,a.csv,\nP01,tap,gone.csv,\nP02,rest,a.csv,jump\n");
  const shown: string[] = [];
  const host = createBatchHost({ chooseTable: async () => join(folder, "study.csv"), chooseFolder: async () => out, showFolder: async (path) => void shown.push(path), folderOfProject: () => "/nowhere" });
  const ask = (call: { readonly method: string; readonly args: unknown }) => answerBatchCall(host, call);
  const ended = async (): Promise<BatchProgress> => {
    await expect.poll(async () => (await callBatch(ask, "batchProgress", {}))?.running, READY).toBe(false);
    return (await callBatch(ask, "batchProgress", {}))!;
  };
  const chosen = async (): Promise<BatchWish> => {
    const study = await callBatch(ask, "chooseBatchStudy", {});
    const place = await callBatch(ask, "chooseBatchFolder", {});
    return { studyId: study!.id, folderId: place!.id, settings: defaultSettings, answers: { unit: "mV" }, formats: ["csv"], withNames: false };
  };
  return { out, shown, ask, ended, chosen };
}

it("analyses a study behind the window, names each row's failure, and keeps what fits for the next run", async () => {
  const { out, shown, ask, ended, chosen } = bench();
  expect((await callBatch(ask, "chooseBatchStudy", {}))?.rows.map(({ line, file, isThere }) => [line, file, isThere])).toEqual([[2, "a.csv", true], [3, "gone.csv", false], [4, "a.csv", true]]);
  const wish = await chosen();
  await callBatch(ask, "startBatch", wish);
  await expect(callBatch(ask, "startBatch", wish)).rejects.toMatchObject({ record: { code: "batch-running" } });
  const first = await ended();
  expect(first.rows.map(({ state, problem }) => [state, problem?.code])).toEqual([["done", undefined], ["failed", "source-missing"], ["failed", "study-row"]]);
  expect([first.written, existsSync(join(out, "trains.csv")), readFileSync(join(out, "failures.tsv"), "utf8").trimEnd().split("\n").length]).toEqual([true, true, 3]);
  await callBatch(ask, "startBatch", { ...wish, folderId: (await callBatch(ask, "chooseBatchFolder", {}))!.id });
  expect((await ended()).rows[0]?.state).toBe("kept");
  await callBatch(ask, "openBatchFolder", { folderId: wish.folderId });
  expect(shown).toEqual([out]);
});

it("writes no table when it is stopped, and goes on afterwards", async () => {
  const { out, ask, ended, chosen } = bench();
  const wish = await chosen();
  await callBatch(ask, "startBatch", wish);
  await callBatch(ask, "stopBatch", {});
  const stopped = await ended();
  expect([stopped.written, stopped.problem, existsSync(join(out, "trains.tsv")), stopped.rows.map(({ state }) => state).includes("running")]).toEqual([false, undefined, false, false]);
  await callBatch(ask, "startBatch", wish);
  expect((await ended()).written).toBe(true);
});

it("refuses what is no call of its own", async () => {
  const { ask } = bench();
  expect(await ask({ method: "constructor", args: {} })).toMatchObject({ kind: "fail", error: { code: "bad-message" } });
  expect(await ask({ method: "openBatchFolder", args: { folderId: "/etc", path: "/etc" } })).toMatchObject({ kind: "fail", error: { code: "bad-argument" } });
  expect(await ask({ method: "openBatchFolder", args: { folderId: "/etc" } })).toMatchObject({ kind: "fail", error: { code: "unknown-study" } });
});
