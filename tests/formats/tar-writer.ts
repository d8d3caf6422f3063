export interface TarFile {
  readonly name: string;
  readonly content: Uint8Array | string;
  /** "0" a file, "2" a link, "5" a folder. */
  readonly type?: string;
}

/** Test-only: a ustar archive, written from POSIX.1-1988. */
export function writeTar(files: readonly TarFile[]): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const { name, content, type = "0" } of files) {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    const header = Buffer.alloc(512);
    header.write(name.slice(0, 100), 0);
    header.write("0000644\0" + "0000000\0" + "0000000\0", 100);
    header.write(`${bytes.length.toString(8).padStart(11, "0")}\0`, 124);
    header.write("00000000000\0", 136);
    header.write("        ", 148);
    header.write(type, 156);
    if (type === "2") header.write("elsewhere", 157);
    header.write("ustar\0" + "00", 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    const body = new Uint8Array(Math.ceil(bytes.length / 512) * 512);
    body.set(bytes);
    blocks.push(header, body);
  }
  blocks.push(new Uint8Array(1024));
  return Uint8Array.from(Buffer.concat(blocks));
}
