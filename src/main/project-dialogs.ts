import { dialog, type BrowserWindow } from "electron";

/** Native dialogs for a project's folder. */
export function projectDialogs(window: () => BrowserWindow | undefined): { readonly chooseFolder: () => Promise<string | undefined>; readonly chooseNewFolder: (name: string) => Promise<string | undefined> } {
  return {
    async chooseFolder() {
      const parent = window();
      const options = { title: "Open project", properties: ["openDirectory"] as "openDirectory"[] };
      const chosen = await (parent === undefined ? dialog.showOpenDialog(options) : dialog.showOpenDialog(parent, options));
      return chosen.canceled ? undefined : chosen.filePaths[0];
    },
    async chooseNewFolder(name) {
      const parent = window();
      const options = { title: "Save project as", defaultPath: `${name.replace(/[<>:"/\\|?*]/g, "-")}.klonos`, buttonLabel: "Save" };
      const chosen = await (parent === undefined ? dialog.showSaveDialog(options) : dialog.showSaveDialog(parent, options));
      return chosen.canceled || chosen.filePath === undefined || chosen.filePath === "" ? undefined : chosen.filePath;
    },
  };
}
