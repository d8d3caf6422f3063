import type { ReactNode } from "react";
import { coreLang, coreText } from "../layout/core-words";

/** A sentence of the core in the language of the window; marked as English where the window has no words for it. */
export function CoreSaid({ text }: { readonly text: string }): ReactNode {
  return <span lang={coreLang(text)}>{coreText(text)}</span>;
}
