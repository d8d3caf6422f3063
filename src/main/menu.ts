import { app, Menu, type MenuItemConstructorOptions } from "electron";
import type { NativeMenu } from "../protocol/host-api";

/** Stands until the page has said what its command table holds, a moment after the start. */
const FIRST_MENU: NativeMenu = [
  { id: "file", label: "File", items: [{ separator: false, id: "file.open", label: "Open…", accelerator: "CmdOrCtrl+O" }] },
  { id: "edit", label: "Edit", items: [{ separator: false, id: "edit.undo", label: "Undo", accelerator: "CmdOrCtrl+Z" }] },
];

/**
 * The native menu, as the page's own command table has it (renderer/commands/native-menu). Every entry sends the id of a command;
 * keys are handled by the page, accelerators are only written beside the entries.
 */
export function installMenu(send: (command: string) => void, menu: NativeMenu = FIRST_MENU): void {
  const item = (label: string, command: string, accelerator?: string): MenuItemConstructorOptions => ({
    // An ampersand would become the mark of a mnemonic.
    label: label.replace(/&/g, "&&"),
    click: () => send(command),
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
  });
  const entries = (items: NativeMenu[number]["items"]): MenuItemConstructorOptions[] => items.map((entry) => (entry.separator ? { type: "separator" } : item(entry.label, entry.id, entry.accelerator)));
  const own = (id: string): MenuItemConstructorOptions[] => {
    if (id === "file") return [{ type: "separator" }, process.platform === "darwin" ? { role: "close" } : { role: "quit" }];
    return id === "view" ? [{ type: "separator" }, { role: "togglefullscreen" }, { role: "toggleDevTools" }] : [];
  };
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === "darwin" ? [{ role: "appMenu" as const }] : []),
    ...menu.map(({ id, label, items }): MenuItemConstructorOptions => ({ label: `&${label}`, submenu: [...entries(items), ...own(id)] })),
    { label: "&Help", submenu: [item("Keys", "app.keys", "?"), item("Commands…", "app.palette", "CmdOrCtrl+K"), item(`About ${app.name}`, "app.about")] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
