import { describe, expect, it } from "vitest";
import { KlonosError } from "../../src/core/errors";
import type { ByteSource } from "../../src/formats/byte-source";

/** Opens a source over exactly these bytes; the suite closes it. */
export type OpenSource = (bytes: Uint8Array) => ByteSource | Promise<ByteSource>;

/** Bytes that differ at every offset a wrong answer could come from. */
export function patternBytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, k) => (k * 2654435761) >>> 24);
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
}

/** What every ByteSource must do, whatever the medium. */
export function describeByteSource(title: string, open: OpenSource): void {
  describe(`byte source contract: ${title}`, () => {
    const bytes = patternBytes(10_007);

    async function withSource(test: (source: ByteSource) => Promise<void>): Promise<void> {
      const source = await open(bytes);
      try {
        await test(source);
      } finally {
        await source.close();
      }
    }

    it("states its size", () => withSource(async (source) => expect(source.size).toBe(bytes.length)));

    it("gives exactly the bytes asked for, at both ends, over borders and for no length", () =>
      withSource(async (source) => {
        for (const [offset, length] of [[0, 1], [0, bytes.length], [bytes.length - 1, 1], [4095, 2], [4096, 4096], [17, 5000], [0, 0], [bytes.length, 0]] as const) {
          const got = await source.read(offset, length);
          expect(got.length).toBe(length);
          expect(Buffer.compare(Buffer.from(got), Buffer.from(bytes.subarray(offset, offset + length)))).toBe(0);
        }
      }));

    it("hands over buffers that the caller owns", () =>
      withSource(async (source) => {
        const first = await source.read(100, 600);
        first.fill(0xee);
        const second = await source.read(100, 600);
        const third = await source.read(100, 600);
        expect([...second]).toEqual([...bytes.subarray(100, 700)]);
        second.fill(0);
        expect([...third]).toEqual([...bytes.subarray(100, 700)]);
        await source.read(0, 700);
        expect([...third]).toEqual([...bytes.subarray(100, 700)]);
      }));

    it("fills memory of the caller with the same bytes and no other, where it can", () =>
      withSource(async (source) => {
        if (source.readInto === undefined) return;
        const memory = new Uint8Array(6000).fill(0xee);
        for (const [offset, length] of [[0, 1], [4095, 2], [17, 5000], [bytes.length, 0]] as const) {
          memory.fill(0xee);
          await source.readInto(memory.subarray(10, 10 + length), offset);
          expect(Buffer.compare(Buffer.from(memory.subarray(10, 10 + length)), Buffer.from(bytes.subarray(offset, offset + length)))).toBe(0);
          expect([memory[9], memory[10 + length]]).toEqual([0xee, 0xee]);
        }
        expect(((await rejection(source.readInto(memory, bytes.length - 10))) as KlonosError).record.code).toBe("short-read");
        expect(((await rejection(source.readInto(memory, 0, { cancelled: true }))) as KlonosError).record.code).toBe("cancelled");
      }));

    it("rejects with short-read and the numbers when the range leaves the file", () =>
      withSource(async (source) => {
        const thrown = await rejection(source.read(bytes.length - 10, 30));
        expect(thrown).toBeInstanceOf(KlonosError);
        expect((thrown as KlonosError).record).toMatchObject({ code: "short-read", details: { offset: bytes.length - 10, wanted: 30, got: 10 } });
        const beyond = await rejection(source.read(bytes.length + 5, 1));
        expect((beyond as KlonosError).record).toMatchObject({ code: "short-read", details: { got: 0 } });
        const absurd = await rejection(source.read(0, 2 ** 50));
        expect((absurd as KlonosError).record.code).toBe("short-read");
      }));

    it("answers many reads at once, each with its own bytes", () =>
      withSource(async (source) => {
        const wishes = Array.from({ length: 60 }, (_, k) => [(k * 911) % 9000, 1 + ((k * 37) % 900)] as const);
        const answers = await Promise.all(wishes.map(([offset, length]) => source.read(offset, length)));
        answers.forEach((answer, k) => {
          const [offset, length] = wishes[k]!;
          expect([...answer]).toEqual([...bytes.subarray(offset, offset + length)]);
        });
      }));

    it("does not start a read that is already cancelled", () =>
      withSource(async (source) => {
        const thrown = await rejection(source.read(0, 10, { cancelled: true }));
        expect((thrown as KlonosError).record.code).toBe("cancelled");
      }));
  });
}
