import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { examplePath } from "./harness/example";
import { findChromium, findElectron, needs, projectRoot } from "./harness/find-programs";
import type { OfflineReport } from "./harness/offline-journey";

/**
 * The command that runs another one in a network namespace of its own with nothing but loopback; undefined where the kernel or
 * the rights do not allow it. The mount of /sys shows the interfaces of that namespace and not of this machine.
 */
function isolation(): readonly string[] | undefined {
  const prepare = "mount -t sysfs sysfs /sys && ip link set lo up && exec \"$@\"";
  const root = process.getuid?.() === 0;
  const command = ["unshare", "--net", "--mount", ...(root ? [] : ["--map-root-user"]), "sh", "-c", prepare, "sh"];
  return process.platform === "linux" && spawnSync(command[0]!, [...command.slice(1), "true"]).status === 0 ? command : undefined;
}

describe("without a network", () => {
  const isolated = isolation();
  const programs = { browser: findChromium, desktop: findElectron };

  test("the browser shell opens, labels and exports where only loopback exists", ({ skip }) => run("browser", skip));

  test("the desktop shell does the same", ({ skip }) => run("desktop", skip));

  function run(shell: "browser" | "desktop", skip: (reason: string) => never): void {
    const command = needs(isolated, "A network namespace (unshare, ip)", skip);
    const program = needs(programs[shell](), shell === "browser" ? "A Chromium" : "An Electron", skip);
    const environment = { ...process.env };
    // A display of the outside is reached by a socket that the namespace may not have: one is started inside.
    delete environment["DISPLAY"];
    const [first, ...others] = command;
    const result = spawnSync(first!, [...others, process.execPath, "--import", "tsx", join(projectRoot, "tests", "e2e", "harness", "offline-journey.ts"), shell, program], { cwd: projectRoot, encoding: "utf8", env: environment, timeout: 100_000, maxBuffer: 32 * 1024 * 1024 });
    expect(result.status, result.stderr).toBe(0);
    const report = JSON.parse(result.stdout.trim().split("\n").pop()!) as OfflineReport;

    expect(report.interfaces, "no interface but loopback").toEqual(["lo"]);
    expect(report.addresses.every((address) => address === "127.0.0.1" || address === "::1")).toBe(true);
    expect(report.outside, "nothing outside can be reached").toBe("ENETUNREACH");
    expect(report.label.trim()).toBe("Rhythmic");
    const sha256 = createHash("sha256").update(readFileSync(examplePath)).digest("hex");
    expect(report.hash).toBe(`SHA-256 ${sha256}`);
    expect(report.figure).toContain("<svg");
    expect(report.figure).toContain(sha256);
    expect(report.foreignRequests).toEqual([]);
    expect(report.complaints).toEqual([]);
  }
});
