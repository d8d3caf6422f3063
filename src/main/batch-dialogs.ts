import { dialog, shell, type BrowserWindow, type OpenDialogOptions } from "electron";
import { KlonosError } from "../core/errors";
import type { BatchShell } from "../node/batch-host";

/** Native dialogs for a study of many recordings. */
export function batchShell(window: () => BrowserWindow | undefined): Omit<BatchShell, "folderOfProject"> {
  const ask = async (options: OpenDialogOptions): Promise<string | undefined> => {
    const parent = window();
    const chosen = await (parent === undefined ? dialog.showOpenDialog(options) : dialog.showOpenDialog(parent, options));
    return chosen.canceled ? undefined : chosen.filePaths[0];
  };
  return {
    chooseTable: () => ask({ title: "Table of the study", properties: ["openFile"], filters: [{ name: "Tables", extensions: ["csv", "tsv", "txt"] }, { name: "All files", extensions: ["*"] }] }),
    chooseFolder: () => ask({ title: "Folder of the tables", properties: ["openDirectory", "createDirectory"], buttonLabel: "Choose" }),
    async showFolder(path) {
      const problem = await shell.openPath(path);
      if (problem !== "") throw new KlonosError("no-file-manager", `The folder could not be shown: ${problem}`, "");
    },
  };
}
