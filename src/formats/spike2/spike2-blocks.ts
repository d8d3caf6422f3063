import { type Cancel, type Issue, throwIfCancelled } from "../../core/errors";
import { viewOf } from "../stored-numbers";
import type { ByteSource } from "../byte-source";
import { SON_BLOCK_HEADER_BYTES, type SonChannel, type SonLayout } from "./spike2-header";

/** Header of one data block. Times are clock ticks of its first and last item. */
export interface SonBlock {
  readonly address: number;
  readonly next: number;
  readonly startTick: number;
  readonly endTick: number;
  /** Items that are whole inside the file. */
  readonly items: number;
  /** Items that the block says it has. */
  readonly declared: number;
}

/** The chain of data blocks of one channel, walked only as far as somebody asked. */
export interface SonChain {
  /** Blocks known so far, in the order of the chain. */
  readonly blocks: readonly SonBlock[];
  /** Items before each known block. */
  readonly firstItems: readonly number[];
  itemCount(): number;
  /** True when the end was reached, or the first damaged block. */
  isComplete(): boolean;
  /** Why the chain ended before its end, undefined when it did not. */
  damage(): Issue | undefined;
  /** Walks until `items` items or `blocks` blocks are known, or the end. */
  extend(limit: { readonly items?: number; readonly blocks?: number }, cancel?: Cancel): Promise<void>;
}

/** What stands at an address: a block of this channel, or a sentence saying why not. */
async function readBlock(source: ByteSource, layout: SonLayout, channel: SonChannel, address: number, previous: number, cancel: Cancel | undefined): Promise<SonBlock | string> {
  if (address < layout.dataStart) return `its address lies inside the header (data begin at byte ${layout.dataStart})`;
  if (address + SON_BLOCK_HEADER_BYTES > source.size) return `the file ends before it, at byte ${source.size}`;
  const view = viewOf(await source.read(address, SON_BLOCK_HEADER_BYTES, cancel));
  const little = layout.littleEndian;
  const before = view.getInt32(0, little);
  const next = view.getInt32(4, little);
  const startTick = view.getInt32(8, little);
  const endTick = view.getInt32(12, little);
  const owner = view.getUint16(16, little);
  const items = view.getUint16(18, little);
  if (owner !== channel.slot + 1) return `the block there belongs to channel ${owner}`;
  if (previous >= 0 && before * layout.pointerBytes !== previous) return `the block there follows another block (byte ${before * layout.pointerBytes})`;
  const fitting = Math.floor((channel.blockBytes - SON_BLOCK_HEADER_BYTES) / channel.itemBytes);
  if (items > fitting) return `it declares ${items} items, ${fitting} fit into its ${channel.blockBytes} bytes`;
  if (startTick < 0 || endTick < startTick) return `its times run from ${startTick} to ${endTick} ticks`;
  const present = Math.floor((source.size - address - SON_BLOCK_HEADER_BYTES) / channel.itemBytes);
  return { address, next: next * layout.pointerBytes, startTick, endTick, items: Math.max(0, Math.min(items, present)), declared: items };
}

/** First and last block of a channel, undefined where either is missing or damaged: an O(1) look at its extent. */
export async function readChainEnds(source: ByteSource, layout: SonLayout, channel: SonChannel, cancel?: Cancel): Promise<readonly [SonBlock, SonBlock] | undefined> {
  const first = await readBlock(source, layout, channel, channel.firstBlock, -1, cancel);
  const last = await readBlock(source, layout, channel, channel.lastBlock, -1, cancel);
  return typeof first === "string" || typeof last === "string" ? undefined : [first, last];
}

/** Opens the chain of a channel; nothing is read before `extend`. Each step is shared by all who wait for it. */
export function createSonChain(source: ByteSource, layout: SonLayout, channel: SonChannel): SonChain {
  const blocks: SonBlock[] = [];
  const firstItems: number[] = [];
  // A chain in a circle would visit more blocks than the file can hold.
  const mostBlocks = Math.ceil(source.size / Math.max(1, channel.blockBytes)) + 1;
  let items = 0;
  let address = channel.firstBlock;
  let complete = channel.firstBlock < 0 || channel.blockCount === 0;
  let damage: Issue | undefined;
  let step: Promise<void> | undefined;

  function stop(reason: string): void {
    const where = `byte ${address}, channel ${channel.slot + 1} (${channel.title})`;
    damage = {
      code: "spike2-chain",
      severity: "error",
      where,
      message: `Data block ${blocks.length + 1} of ${channel.blockCount} of ${channel.title} cannot be used: ${reason}. The first ${blocks.length} of ${channel.blockCount} blocks are whole and are shown; a copy of the file from its origin may hold the rest.`,
    };
    complete = true;
  }

  async function takeNext(): Promise<void> {
    const previous = blocks.length === 0 ? -1 : blocks[blocks.length - 1]!.address;
    const block = blocks.length >= mostBlocks ? "the chain of blocks runs in a circle" : await readBlock(source, layout, channel, address, previous, undefined);
    if (typeof block === "string") return stop(block);
    blocks.push(block);
    firstItems.push(items);
    items += block.items;
    if (block.items < block.declared) {
      stop(`the file ends inside the block before it, after ${block.items} of its ${block.declared} items`);
    } else if (block.address === channel.lastBlock || block.next < 0) {
      complete = true;
      // The count is kept in 16 bits by older versions and wraps.
      if (blocks.length < channel.blockCount) stop("the chain of blocks ends there");
    } else address = block.next;
  }

  return {
    blocks,
    firstItems,
    itemCount: () => items,
    isComplete: () => complete,
    damage: () => damage,
    async extend(limit, cancel): Promise<void> {
      const wantedItems = limit.items ?? Infinity;
      const wantedBlocks = limit.blocks ?? Infinity;
      while (!complete && items < wantedItems && blocks.length < wantedBlocks) {
        throwIfCancelled(cancel);
        step ??= takeNext().finally(() => {
          step = undefined;
        });
        await step;
      }
    },
  };
}
