import { afterEach, describe, expect, it } from "vitest";
import type { Endpoint } from "../../src/protocol/endpoint";

/** Two connected ends, and how to end them. */
export interface EndpointPair {
  readonly left: Endpoint<unknown, unknown>;
  readonly right: Endpoint<unknown, unknown>;
  readonly dispose: () => Promise<void> | void;
}

/** The next `count` messages that an end hears. */
function heard(end: Endpoint<unknown, unknown>, count: number): Promise<readonly unknown[]> {
  return new Promise((resolve) => {
    const messages: unknown[] = [];
    const stop = end.onMessage((message) => {
      messages.push(message);
      if (messages.length < count) return;
      stop();
      resolve(messages);
    });
  });
}

const SETTLE_MS = 30;
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, SETTLE_MS));

/** What every endpoint promises, whatever the medium. `copies` is true where the two ends share no memory. */
export function describeEndpoint(name: string, open: () => Promise<EndpointPair>, options: { readonly copies: boolean }): void {
  describe(`endpoint: ${name}`, () => {
    let pair: EndpointPair | undefined;
    const opened = async (): Promise<EndpointPair> => (pair = await open());
    afterEach(async () => {
      await pair?.dispose();
      pair = undefined;
    });

    it("delivers messages whole and in order, both ways", async () => {
      const { left, right } = await opened();
      const sent = Array.from({ length: 200 }, (_, id) => ({ kind: "call", id, args: { text: "µV −0,5", list: [1, null, { deep: [id] }] } }));
      const there = heard(right, sent.length);
      const back = heard(left, 1);
      for (const message of sent) left.post(message);
      right.post({ kind: "ok", value: new Float32Array([1.5, NaN]) });
      expect(await there).toEqual(sent);
      expect(await back).toEqual([{ kind: "ok", value: new Float32Array([1.5, NaN]) }]);
    });

    it("never delivers before post returns", async () => {
      const { left, right } = await opened();
      let delivered = false;
      right.onMessage(() => (delivered = true));
      left.post({ kind: "cancel", id: 1 });
      expect(delivered).toBe(false);
      await settle();
      expect(delivered).toBe(true);
    });

    it("tells every listener, and none that has unsubscribed", async () => {
      const { left, right } = await opened();
      const log: string[] = [];
      const stop = right.onMessage(() => log.push("first"));
      right.onMessage(() => log.push("second"));
      left.post({ number: 1 });
      await expect.poll(() => log).toEqual(["first", "second"]);
      stop();
      left.post({ number: 2 });
      await expect.poll(() => log.length).toBe(3);
      await settle();
      expect(log).toEqual(["first", "second", "second"]);
    });

    it("carries transferred buffers with their contents", async () => {
      const { left, right } = await opened();
      const arrived = heard(right, 1);
      const values = new Float32Array([1, -2, 3]);
      left.post({ values }, [values.buffer]);
      expect(await arrived).toEqual([{ values: new Float32Array([1, -2, 3]) }]);
    });

    it.runIf(options.copies)("does not share memory", async () => {
      const { left, right } = await opened();
      const arrived = heard(right, 1);
      const values = new Float32Array([1, 2]);
      left.post({ values });
      values[0] = 99;
      expect(await arrived).toEqual([{ values: new Float32Array([1, 2]) }]);
    });

    it("is silent after close, at both ends, and close may come twice", async () => {
      const { left, right } = await opened();
      const log: unknown[] = [];
      right.onMessage((message) => log.push(message));
      left.onMessage((message) => log.push(message));
      right.close();
      right.close();
      left.post({ number: 1 });
      right.post({ number: 2 });
      await settle();
      expect(log).toEqual([]);
    });
  });
}
