import axe from "axe-core";
import type { Page } from "playwright-core";

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

interface InPage {
  run(context: Element | Document, options: { readonly runOnly?: readonly string[] }): Promise<{ violations: readonly Violation[] }>;
}

/** What is looked at: rules by name, else all; a part of the page by its selector, else the whole of it. */
interface Scope {
  readonly rules?: readonly string[];
  readonly part?: string;
}

/** Serious and critical findings of axe-core on the page as it stands. */
export async function findings(page: Page, { rules, part }: Scope = {}): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const violations = await page.evaluate(
    async ({ only, selector }) => {
      const { axe: inPage } = window as unknown as { axe: InPage };
      const context = selector === undefined ? document : document.querySelector(selector);
      if (context === null) throw new Error(`There is no ${selector} on the page.`);
      return (await inPage.run(context, only === undefined ? {} : { runOnly: only })).violations;
    },
    { only: rules, selector: part },
  );
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html.slice(0, 160)} (${node.failureSummary.replace(/\s+/g, " ").slice(0, 200)})`).join("; ")}`);
}
