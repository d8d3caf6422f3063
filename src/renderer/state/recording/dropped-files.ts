import type { DroppedFile } from "../../../protocol/host-api";
import { DEEPEST_FOLDER, isPassedOver, MOST_FOLDER_FILES } from "../../../protocol/recording-files";

/** The files of a drop and of the folders in it, with their place in them. Call it within the drop event. */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly DroppedFile[]> {
  // Entries live no longer than the event: they are taken before the first wait.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const plain = [...transfer.files];
  const found: DroppedFile[] = [];
  for (const [index, file] of plain.entries()) {
    const entry = entries[index];
    if (entry?.isDirectory === true) await look(entry as FileSystemDirectoryEntry, `${entry.name}/`, 0, found);
    else found.push({ file, path: file.name });
  }
  return found;
}

async function look(folder: FileSystemDirectoryEntry, below: string, depth: number, found: DroppedFile[]): Promise<void> {
  for (const entry of await children(folder)) {
    if (found.length >= MOST_FOLDER_FILES) return;
    if (entry.isFile) found.push({ file: await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed)), path: `${below}${entry.name}` });
    else if (entry.isDirectory && depth < DEEPEST_FOLDER && !isPassedOver(entry.name)) await look(entry as FileSystemDirectoryEntry, `${below}${entry.name}/`, depth + 1, found);
  }
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
