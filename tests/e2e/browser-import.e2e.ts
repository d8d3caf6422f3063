import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { outputFolder } from "./harness/launch";
import { noise } from "./harness/recordings";
import { sharedBrowser } from "./harness/shared-browser";
import { analysed, openExample } from "./harness/window";

/** Numbers of an amplifier that says nothing of itself: counter, two channels in counts, a note. Bursts at 5 Hz from 1 s to 5 s. */
function deviceText(firstLine: string): string {
  const random = noise(11);
  const rows = Array.from({ length: 6000 }, (_, k) => {
    const seconds = k / 1000;
    const isBurst = seconds > 1 && seconds < 5 && seconds % 0.2 < 0.06;
    const count = (): number => Math.round(random() * (isBurst ? 4000 : 100));
    return `${k % 256};${count()};${count()};${k === 1000 ? "stretch" : k === 5000 ? "release" : ""}`;
  });
  return `${firstLine}\ncnt;R SOL;R TA;note\n${rows.join("\n")}\n`;
}

describe("the import settings in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "klonos-import-"));
  const session = sharedBrowser();

  async function choose(page: Page, name: string, content: string): Promise<void> {
    const path = join(folder, name);
    writeFileSync(path, content);
    // An open dialog keeps the keys of the window.
    await dialog(page).waitFor({ state: "detached" });
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Control+o")]);
    await chooser.setFiles([path]);
  }
  const dialog = (page: Page) => page.getByTestId("import-dialog");
  const field = (page: Page, name: string) => dialog(page).locator(`[name=${name}]`);
  const shownName = (page: Page): Promise<string | null> => page.getByTestId("recording-name").textContent();
  const submit = (page: Page) => dialog(page).getByRole("button", { name: "Open", exact: true });

  test("a file without a rate asks, shows each column as it would be read, and opens by the answers", async () => {
    const { page } = session;
    await page.getByRole("heading", { name: "Open an EMG recording" }).waitFor();
    await choose(page, "monday.csv", deviceText("Device 7;;;"));
    await dialog(page).waitFor();
    await dialog(page).getByTestId("import-columns").waitFor();
    await page.screenshot({ path: `${outputFolder}/import-asks.png` });
    expect(await submit(page).isDisabled(), "no rate, no recording").toBe(true);
    await field(page, "samplingHz").fill("1000");
    await dialog(page).getByLabel("Unit of column 2").fill("µV");
    await dialog(page).getByLabel("Scale of column 2").fill("0,1");
    await dialog(page).getByLabel("Read as of column 4").selectOption("events");
    await dialog(page).getByLabel("Read as of column 1").selectOption("skip");
    await dialog(page).getByText("read as µV").waitFor();
    await expect.poll(() => submit(page).isDisabled()).toBe(false);
    await page.screenshot({ path: `${outputFolder}/import-answered.png` });
    await submit(page).click();
    await analysed(page);
    expect(await shownName(page)).toContain("monday.csv");
    const channels = (await page.getByTestId("channels").textContent()) ?? "";
    expect(channels).toContain("R SOL");
    expect(channels).not.toContain("cnt");
    expect(await page.locator("body").textContent(), "the note column gave the stretch").toContain("stretch");
  });

  test("another file of the structure is read by the same settings, says so, and can be read without", async () => {
    const { page } = session;
    await choose(page, "tuesday.csv", deviceText("Device 7, other day;;;"));
    const notice = page.getByRole("status").filter({ hasText: "tuesday.csv was read by the import settings" });
    await notice.waitFor();
    await analysed(page);
    await page.screenshot({ path: `${outputFolder}/import-remembered.png` });
    await notice.getByRole("button", { name: "Read it without, and forget them" }).click();
    await dialog(page).waitFor();
    await page.keyboard.press("Escape");
    expect(await shownName(page), "what was open stays").toContain("tuesday.csv");
  });

  test("the settings of an open text file can be changed, saved and loaded", async () => {
    const { page } = session;
    await page.keyboard.press("Control+k");
    await page.keyboard.type("Import settings");
    await page.keyboard.press("Enter");
    await dialog(page).waitFor();
    await expect.poll(() => field(page, "samplingHz").inputValue()).toBe("1000");
    const [download] = await Promise.all([page.waitForEvent("download"), dialog(page).getByRole("button", { name: "Save settings…" }).click()]);
    const saved = JSON.parse(readFileSync(await download.path(), "utf8")) as { readonly schema: string; readonly columns: readonly { readonly column: number; readonly scale?: number }[] };
    expect(saved.schema).toBe("klonos-import/1");
    expect(saved.columns.find(({ column }) => column === 1)?.scale).toBe(0.1);
    await dialog(page).getByRole("button", { name: "Find out everything" }).click();
    await expect.poll(() => field(page, "samplingHz").inputValue()).toBe("");
    const path = join(folder, "recipe.json");
    writeFileSync(path, JSON.stringify({ ...saved, samplingHz: 2000 }));
    await page.getByTestId("import-load").setInputFiles(path);
    await expect.poll(() => field(page, "samplingHz").inputValue()).toBe("2000");
    writeFileSync(path, JSON.stringify({ schema: "klonos-result/1" }));
    await page.getByTestId("import-load").setInputFiles(path);
    await dialog(page).getByText("These are no import settings").waitFor();
    await field(page, "samplingHz").fill("500");
    await expect.poll(() => submit(page).isDisabled()).toBe(false);
    await submit(page).click();
    await analysed(page);
    await expect.poll(async () => (await page.getByTestId("left-panel").textContent()) ?? "").toContain("500 Hz");
  });

  test("errors stand beside their field, in the dark and in a small window too", async () => {
    const { page } = session;
    await page.emulateMedia({ colorScheme: "dark" });
    await page.setViewportSize({ width: 1024, height: 640 });
    await choose(page, "odd.txt", `units;MV;deg\na;EMG;knee\n${Array.from({ length: 300 }, (_, k) => `${k / 7};${k};${-k}`).join("\n")}\n`);
    await dialog(page).waitFor();
    await field(page, "samplingHz").fill("-3");
    await expect.poll(() => field(page, "samplingHz").getAttribute("aria-invalid")).toBe("true");
    await field(page, "firstLine").fill("9999");
    await dialog(page).getByRole("alert").filter({ hasText: "cannot begin in line 9999" }).waitFor();
    await page.screenshot({ path: `${outputFolder}/import-errors-dark.png` });
    await field(page, "firstLine").fill("");
    await field(page, "unitLine").fill("1");
    await field(page, "samplingHz").fill("1000");
    await dialog(page).getByText("could be milli- or megavolt").waitFor();
    await page.screenshot({ path: `${outputFolder}/import-small-dark.png` });
    const box = (await dialog(page).boundingBox())!;
    expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= 1024 && box.y + box.height <= 640, "inside the window").toBe(true);
    await page.keyboard.press("Escape");
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 1440, height: 900 });
    expect(session.complaints).toEqual([]);
  });

  test("the example's angle proposes its marks, which count for nothing until they are accepted", async () => {
    const { page } = session;
    await page.reload();
    await openExample(page);
    const proposals = page.getByTestId("proposals");
    const events = page.getByTestId("events");
    const before = await events.locator("li").count();
    // The file's own marks are known: only the holds are new.
    await proposals.getByLabel("Find events on a channel…").selectOption({ label: "on Angle" });
    await proposals.getByRole("button", { name: "Accept all 4" }).waitFor();
    expect(await events.locator("li").count(), "nothing counts yet").toBe(before);
    await page.screenshot({ path: `${outputFolder}/import-proposals.png` });
    await proposals.getByRole("button", { name: /^Reject hold/ }).first().click();
    await proposals.getByRole("button", { name: /^Accept hold/ }).first().click();
    await expect.poll(() => events.locator("li").count()).toBe(before + 1);
    await proposals.getByRole("button", { name: "Accept all 2" }).click();
    await expect.poll(() => events.locator("li").count()).toBe(before + 3);
    await page.keyboard.press("Control+z");
    await expect.poll(() => events.locator("li").count()).toBe(before + 1);
  });

  test("a channel gets name, unit, scale and polarity, is told what they mean, and all is taken back", async () => {
    const { page } = session;
    const channels = page.getByTestId("channels");
    const label = (await page.getByTestId("trains").locator("[data-pattern]").first().getAttribute("data-label"))!;
    await channels.getByRole("button", { name: "Properties of R SOL" }).click();
    const properties = page.getByTestId("channel-dialog");
    await properties.locator("[name=alias]").fill("Soleus right");
    await properties.locator("[name=unit]").fill("mV");
    await properties.getByText("Read as mV, shown in µV.").waitFor();
    await properties.locator("[name=scale]").fill("-2");
    await expect.poll(() => properties.locator("[name=scale]").getAttribute("aria-invalid")).toBe("true");
    await properties.locator("[name=scale]").fill("100");
    await properties.locator("[name=inverted]").check();
    await page.screenshot({ path: `${outputFolder}/import-channel.png` });
    await properties.getByRole("button", { name: "Done" }).click();
    await expect.poll(() => channels.textContent()).toContain("Soleus right");
    await analysed(page);
    await expect.poll(async () => (await page.getByTestId("left-panel").textContent()) ?? "", { timeout: 20_000 }).toContain("not possible in surface EMG");
    expect(await page.getByTestId("trains").locator("[data-pattern]").first().getAttribute("data-label"), "no label depends on it").toBe(label);
    await channels.getByRole("button", { name: "Properties of Soleus right" }).click();
    await properties.getByRole("button", { name: "As the file says" }).click();
    await properties.getByRole("button", { name: "Done" }).click();
    await expect.poll(() => channels.textContent()).not.toContain("Soleus right");
    expect(session.complaints).toEqual([]);
  });

  test("a format that says all but its rate asks for that alone, and opens by it", async () => {
    const { page } = session;
    const rows = Array.from({ length: 3000 }, (_, row) => `${(0.01 * Math.sin(row)).toFixed(4)}\t${(0.02 * Math.cos(row / 3)).toFixed(4)}`);
    const heads = ["Soleus", "Tibialis Anterior"].map((name, channel) => `Channel ${channel + 1}: '${name}', ${rows.length} values, engineering units: mV, no filters.`);
    await choose(page, "gait.txt", `File Name: gait.log\n${heads.join("\n")}\n\n${rows.join("\n")}\n`);
    await dialog(page).getByText("gait.txt does not say its sampling rate. Everything else is read from the file.").waitFor();
    expect(await dialog(page).locator("form :is(input, select)").count(), "nothing else is asked for").toBe(1);
    expect(await submit(page).isDisabled(), "no rate, no recording").toBe(true);
    await field(page, "samplingHz").fill("1000");
    await page.screenshot({ path: `${outputFolder}/import-rate-only.png` });
    await submit(page).click();
    await expect.poll(() => shownName(page)).toContain("gait.txt");
    await analysed(page);
    expect((await page.getByTestId("left-panel").textContent()) ?? "").toContain("0:03.0 · 1000 Hz");
  });
});
