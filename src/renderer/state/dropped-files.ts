import { hasRecordingExtension } from "../../protocol/recording-extensions";
import { messages } from "../messages/messages";

/**
 * The files of a drop; of a folder those that lie in it and have the ending of a recording, by name. Call it within the drop event.
 * @throws where a folder holds none.
 */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly File[]> {
  // Entries live no longer than the event: they are taken before the first wait.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const plain = [...transfer.files];
  if (!entries.some((entry) => entry?.isDirectory === true)) return plain;
  const found: File[] = [];
  for (const [index, entry] of entries.entries()) {
    if (entry?.isDirectory !== true) {
      const file = plain[index];
      if (file !== undefined) found.push(file);
      continue;
    }
    const inside = (await children(entry as FileSystemDirectoryEntry)).filter((child) => child.isFile && hasRecordingExtension(child.name)).sort((a, b) => a.name.localeCompare(b.name));
    if (inside.length === 0) throw new Error(messages().opening.emptyFolder(entry.name));
    for (const child of inside) found.push(await new Promise<File>((done, failed) => (child as FileSystemFileEntry).file(done, failed)));
  }
  return found;
}

/** Everything that lies in a folder; a browser hands it out in pieces, the last of which is empty. */
async function children(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const piece = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (piece.length === 0) return all;
    all.push(...piece);
  }
}
