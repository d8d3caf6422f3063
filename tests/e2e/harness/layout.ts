import type { Page } from "playwright-core";

/**
 * What cannot be read on the page as it stands: texts that lie over one another, that leave the window or the dialog, and texts that
 * are cut off although nothing says so (no ellipsis, no bar to scroll them into view). Texts inside the traces' canvas are not seen.
 */
export async function unreadable(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const TOLERANCE = 2;
    interface Box {
      readonly left: number;
      readonly top: number;
      readonly right: number;
      readonly bottom: number;
    }
    const meet = (a: Box, b: Box): Box => ({ left: Math.max(a.left, b.left), top: Math.max(a.top, b.top), right: Math.min(a.right, b.right), bottom: Math.min(a.bottom, b.bottom) });
    const isEmpty = (box: Box): boolean => box.right - box.left <= TOLERANCE || box.bottom - box.top <= TOLERANCE;
    const open = document.querySelector("dialog[open]") ?? document.body;
    const found: string[] = [];
    const texts: { readonly node: Element; readonly box: Box; readonly text: string }[] = [];
    const walker = document.createTreeWalker(open, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = (node.textContent ?? "").trim();
      const owner = node.parentElement;
      if (text === "" || owner === null || owner.closest(".visually-hidden, script, style, option, title, [aria-hidden=true], datalist") !== null) continue;
      if (owner.closest("dialog") !== null && open === document.body) continue;
      // Also what a closed <details> holds.
      if (!owner.checkVisibility({ checkVisibilityCSS: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rect of range.getClientRects()) {
        let shown: Box = rect;
        let cut: Element | undefined;
        let scrolls = false;
        for (let around: Element | null = owner; around !== null && around !== document.documentElement; around = around.parentElement) {
          const own = getComputedStyle(around);
          if (own.overflowX === "visible" && own.overflowY === "visible") continue;
          const frame = around.getBoundingClientRect();
          if (/(auto|scroll)/.test(`${own.overflowX} ${own.overflowY}`)) scrolls = true;
          if (cut === undefined && !scrolls && own.textOverflow !== "ellipsis" && (rect.right > frame.right + TOLERANCE || rect.left < frame.left - TOLERANCE) && !isEmpty(meet(rect, frame))) cut = around;
          shown = meet(shown, frame);
        }
        if (cut !== undefined) found.push(`cut: “${text}” by ${cut.tagName.toLowerCase()}.${cut.className}`);
        if (!scrolls && (rect.right > innerWidth + TOLERANCE || rect.left < -TOLERANCE) && !isEmpty(rect)) found.push(`outside of the window: “${text}”`);
        if (!isEmpty(shown)) texts.push({ node: owner, box: shown, text });
      }
    }
    for (const [index, a] of texts.entries()) {
      for (const b of texts.slice(index + 1)) {
        if (a.node === b.node || a.node.contains(b.node) || b.node.contains(a.node)) continue;
        const both = meet(a.box, b.box);
        // Letters are smaller than their line: only a real overlap of both directions counts.
        if (both.right - both.left > TOLERANCE + 1 && both.bottom - both.top > 4) found.push(`overlap: “${a.text}” and “${b.text}”`);
      }
    }
    return [...new Set(found)];
  });
}

/** Half the padding of a panel. */
const LEAST_MARGIN_PIXELS = 6;

/** Panels of the window that overlap, that lie partly outside of it, or whose texts run into their edge. */
export async function misplacedPanels(page: Page): Promise<readonly string[]> {
  return page.evaluate((LEAST_MARGIN_PIXELS) => {
    const panels = [".toolbar", ".left-panel, .left-rail", ".middle", ".pattern-panel", ".status-bar"].flatMap((selector) => {
      const element = document.querySelector(selector);
      return element === null || getComputedStyle(element).display === "none" ? [] : [{ selector, box: element.getBoundingClientRect() }];
    });
    const found = panels.filter(({ box }) => box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1).map(({ selector }) => `${selector} leaves the window`);
    for (const selector of [".left-panel", ".pattern-panel"]) {
      const element = document.querySelector(selector);
      if (element === null) continue;
      const edge = element.getBoundingClientRect().left + element.clientWidth - LEAST_MARGIN_PIXELS;
      for (const leaf of element.querySelectorAll("*")) {
        if (leaf.childElementCount > 0 || (leaf.textContent ?? "").trim() === "" || leaf.closest(".visually-hidden, svg, option") !== null || !leaf.checkVisibility({ checkVisibilityCSS: true })) continue;
        const range = document.createRange();
        range.selectNodeContents(leaf);
        if (range.getBoundingClientRect().right > edge) found.push(`${selector} has no margin beside “${(leaf.textContent ?? "").trim()}”`);
      }
    }
    for (const [index, a] of panels.entries())
      for (const b of panels.slice(index + 1)) if (Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 1 && Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 1) found.push(`${a.selector} lies over ${b.selector}`);
    return found;
  }, LEAST_MARGIN_PIXELS);
}

/** What is still wrong after this long stays wrong: a busy machine lays a window out in several frames. */
const SETTLE_MILLISECONDS = 2000;
const LOOK_AGAIN_MILLISECONDS = 100;

/** Looks until nothing is found, or until what is found has stayed: a window that changes its size is not done in one frame. */
export async function settled(page: Page, look: () => Promise<readonly string[]>): Promise<readonly string[]> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const until = Date.now() + SETTLE_MILLISECONDS;
  let found = await look();
  while (found.length > 0 && Date.now() < until) {
    await new Promise((done) => setTimeout(done, LOOK_AGAIN_MILLISECONDS));
    found = await look();
  }
  return found;
}
