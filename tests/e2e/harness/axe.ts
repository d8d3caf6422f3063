import axe from "axe-core";
import type { Page } from "playwright-core";

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

interface InPage {
  run(context: Document, options: { readonly runOnly?: readonly string[] }): Promise<{ violations: readonly Violation[] }>;
}

/** Serious and critical findings of axe-core on the page as it stands; of some rules alone where they are named. */
export async function findings(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const violations = await page.evaluate(async (only) => {
    const { axe: inPage } = window as unknown as { axe: InPage };
    return (await inPage.run(document, only === undefined ? {} : { runOnly: only })).violations;
  }, rules);
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html.slice(0, 160)} (${node.failureSummary.replace(/\s+/g, " ").slice(0, 200)})`).join("; ")}`);
}

