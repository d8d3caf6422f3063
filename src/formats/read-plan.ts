/** Bytes that somebody wants. */
export interface WantedBytes {
  readonly offset: number;
  readonly length: number;
}

/** One read of the source and what of it is wanted, in order. */
export interface PlannedRead<Wanted extends WantedBytes> extends WantedBytes {
  readonly wanted: readonly Wanted[];
}

/** A hole up to this is read along. Larger ones are not: through the block cache an own read of a piece costs a microsecond. */
const HOLE_BYTES = 4 * 1024;
/** Longest merged read; bounds the memory beside the result. A single longer wish is not cut. */
export const LONGEST_READ_BYTES = 1024 * 1024;

/** Merges wishes in ascending order into reads of at most 1 MiB, bridging small holes. Pure: reads nothing. */
export function* mergeReads<Wanted extends WantedBytes>(wishes: Iterable<Wanted>): Generator<PlannedRead<Wanted>> {
  let offset = 0;
  let end = 0;
  let wanted: Wanted[] = [];
  for (const wish of wishes) {
    const wishEnd = wish.offset + wish.length;
    if (wanted.length > 0 && (wish.offset - end > HOLE_BYTES || wishEnd - offset > LONGEST_READ_BYTES)) {
      yield { offset, length: end - offset, wanted };
      wanted = [];
    }
    if (wanted.length === 0) offset = wish.offset;
    wanted.push(wish);
    end = wishEnd;
  }
  if (wanted.length > 0) yield { offset, length: end - offset, wanted };
}
