/** "GCOL" and the version, with which a global heap collection begins; the library itself refuses other versions. */
const MARK = [0x47, 0x43, 0x4f, 0x4c, 1];
/** Mark, version, reserved: before the size of the collection. */
const BEFORE_SIZE = 8;
/** Index, count of references, reserved: before the size of an object. */
const BEFORE_OBJECT_SIZE = 8;
/** Headers of collections and objects, and the objects' data, begin at multiples of this. */
const ALIGNMENT = 8;
const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** Number of bytes that this file's lengths have, by its superblock; undefined where `bytes` is none (HDF5 file format, "Disk Format: Level 0A"). */
export function lengthBytesOf(bytes: Uint8Array): number | undefined {
  if (bytes.length < 16 || bytes[0] !== 0x89 || bytes[1] !== 0x48 || bytes[2] !== 0x44 || bytes[3] !== 0x46) return undefined;
  const length = bytes[8]! < 2 ? bytes[14]! : bytes[10]!;
  return length === 2 || length === 4 || length === 8 ? length : undefined;
}

function lengthAt(view: DataView, at: number, lengthBytes: number): number {
  if (lengthBytes === 2) return view.getUint16(at, true);
  return view.getUint32(at, true) + (lengthBytes === 8 ? view.getUint32(at + 4, true) * 2 ** 32 : 0);
}

/**
 * Where a global heap collection (variable-length texts) has an object that is empty free space or reaches past its end: the library goes from
 * object to object without looking, and would stay at such a place for ever. Undefined for one that is sound, for one that `bytes` does not
 * hold whole (the library then reads it again), and for what is no collection.
 */
export function brokenHeapObject(bytes: Uint8Array, lengthBytes: number): number | undefined {
  const header = aligned(BEFORE_SIZE + lengthBytes);
  const objectHeader = aligned(BEFORE_OBJECT_SIZE + lengthBytes);
  if (bytes.length < header || MARK.some((byte, k) => bytes[k] !== byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = lengthAt(view, BEFORE_SIZE, lengthBytes);
  if (end > bytes.length) return undefined;
  for (let at = header; at + objectHeader <= end; ) {
    const size = lengthAt(view, at + BEFORE_OBJECT_SIZE, lengthBytes);
    // Object 0 is the free space, whose size counts its header.
    const step = view.getUint16(at, true) === 0 ? size : objectHeader + aligned(size);
    if (step === 0 || step > end - at) return at;
    at += step;
  }
  return undefined;
}
