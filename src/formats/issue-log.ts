import type { Issue } from "../core/errors";

/** Collects the issues of one pass over a file. */
export interface IssueLog {
  add(issue: Issue): void;
  /** What was added, in order; of each code at most `perCode`, then one line that counts the rest. */
  list(): readonly Issue[];
}

/** A broken file can hold a problem in every row: this many of a kind are told one by one. */
const DEFAULT_PER_CODE = 8;

/** Collects issues in bounded memory. */
export function createIssueLog(perCode: number = DEFAULT_PER_CODE): IssueLog {
  const kept: Issue[] = [];
  const counts = new Map<string, number>();
  return {
    add(issue: Issue): void {
      const count = (counts.get(issue.code) ?? 0) + 1;
      counts.set(issue.code, count);
      if (count <= perCode) kept.push(issue);
    },
    list(): readonly Issue[] {
      const issues = [...kept];
      for (const [code, count] of counts) {
        if (count <= perCode) continue;
        const severity = kept.find((issue) => issue.code === code)?.severity ?? "warning";
        issues.push({ code, severity, where: "", message: `${count - perCode} more of the same kind (${code}), ${count} in all.` });
      }
      return issues;
    },
  };
}
