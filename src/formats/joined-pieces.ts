/** All pieces of a file in one array. */
export async function joinedPieces(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const taken: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    taken.push(piece);
    length += piece.length;
  }
  const bytes = new Uint8Array(length);
  let position = 0;
  for (const piece of taken) {
    bytes.set(piece, position);
    position += piece.length;
  }
  return bytes;
}
