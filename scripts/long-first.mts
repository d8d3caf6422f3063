import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take the longest, longest first: begun last they would run alone at the end while the other cores wait. */
const LONG: readonly RegExp[] = [/browser-tasks\.e2e/, /browser-a11y\.e2e/, /project\.e2e/, /desktop-tasks\.e2e/, /start\.e2e/, /\/desktop\.e2e/];

/** Runs the long end-to-end files first, everything else as Vitest would. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = LONG.findIndex((pattern) => pattern.test(moduleId));
      return found < 0 ? LONG.length : found;
    };
    return [...(await super.sort(files))].sort((a, b) => rank(a) - rank(b));
  }
}
