import { app, Menu, type MenuItemConstructorOptions } from "electron";

/**
 * The native menu. Every entry sends the id of a command of the page's own table (renderer/commands), which holds the keys and
 * the code; accelerators stand here only where the system expects them, and are not registered twice.
 */
export function installMenu(send: (command: string) => void): void {
  const item = (label: string, command: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => send(command),
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
  });
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === "darwin" ? [{ role: "appMenu" as const }] : []),
    {
      label: "&File",
      submenu: [
        item("&Open…", "file.open", "CmdOrCtrl+O"),
        item("Open the &example session", "file.open-example"),
        { type: "separator" },
        item("Open &project…", "project.open"),
        item("&Save project as…", "project.save-as"),
        item("&Close project", "project.close"),
        { type: "separator" },
        item("&Export…", "file.export", "CmdOrCtrl+E"),
        { type: "separator" },
        process.platform === "darwin" ? { role: "close" } : { role: "quit" },
      ],
    },
    {
      label: "&Edit",
      submenu: [
        item("&Undo", "edit.undo", "CmdOrCtrl+Z"),
        item("&Redo", "edit.redo", "CmdOrCtrl+Shift+Z"),
        { type: "separator" },
        item("&Settings…", "app.settings", "CmdOrCtrl+,"),
      ],
    },
    {
      label: "&View",
      submenu: [
        item("&Raw or filtered", "view.toggle-raw", "R"),
        item("&Envelope", "view.toggle-envelope", "E"),
        { type: "separator" },
        { role: "togglefullscreen" },
        { role: "toggleDevTools" },
      ],
    },
    { label: "&Help", submenu: [item("&Keys", "app.keys", "?"), item("&Commands…", "app.palette", "CmdOrCtrl+K"), item(`&About ${app.name}`, "app.about")] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
