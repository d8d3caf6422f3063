import { app, session, type WebContents } from "electron";
import { APP_ORIGIN } from "./app-protocol";

/** Origins from which a request may leave the page. Everything else is cancelled before a name is resolved. */
function isOwnUrl(url: string): boolean {
  return url.startsWith(`${APP_ORIGIN}/`) || url.startsWith("blob:") || url.startsWith("data:") || url.startsWith("devtools:");
}

/** Denies every permission, every request that is not the page's own, and every new window, navigation and webview. */
export function hardenSession(): void {
  const own = session.defaultSession;
  own.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  own.setPermissionCheckHandler(() => false);
  own.setDevicePermissionHandler(() => false);
  own.webRequest.onBeforeRequest((details, callback) => callback({ cancel: !isOwnUrl(details.url) }));
  own.setSpellCheckerEnabled(false);
}

/** Call once before windows are made. */
export function hardenContents(): void {
  app.on("web-contents-created", (_event, contents: WebContents) => {
    contents.setWindowOpenHandler(() => ({ action: "deny" }));
    contents.on("will-navigate", (event) => event.preventDefault());
    contents.on("will-attach-webview", (event) => event.preventDefault());
  });
}

/** Chromium services that would talk to the network by themselves. Must run before `ready`. */
export function silenceChromium(): void {
  app.commandLine.appendSwitch("disable-background-networking");
  app.commandLine.appendSwitch("disable-component-update");
  app.commandLine.appendSwitch("disable-domain-reliability");
  app.commandLine.appendSwitch("no-pings");
  app.commandLine.appendSwitch("disable-features", "NetworkTimeServiceQuerying,OptimizationHints,MediaRouter,DialMediaRouteProvider");
  app.commandLine.appendSwitch("host-resolver-rules", "MAP * ~NOTFOUND");
}

/** True when an IPC message comes from the top frame of our own page. */
export function isOwnSender(event: { readonly senderFrame: { readonly url: string; readonly parent: unknown } | null }): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && frame.url.startsWith(`${APP_ORIGIN}/`);
}
