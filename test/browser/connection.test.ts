/** The page and its line to the desk: following, losing it, finding it again. */
import { expect } from "vitest";
import { test } from "../setup/browser.ts";
import { eventually, servePage } from "./page-server.ts";
import { richView } from "./rich-view.ts";

test("patches change what is shown, and only that", async ({ openPage }) => {
  const { url, desk } = await servePage();
  const { page, troubles } = await openPage(url);
  const game = page.getByRole("region", { name: "Game state" });
  await game.getByText("Q3 8:41").waitFor();
  for (let score = 18; score <= 24; score += 1) {
    desk.change({ game_state: { ...richView().game_state, home_score: score, clock: "0:59" } });
  }
  await game.getByText("Q3 0:59").waitFor();
  expect(await game.innerText()).toContain("24");
  expect(await page.getByRole("region", { name: "Position" }).innerText()).toContain("100 NO KC");
  expect(troubles).toEqual([]);
});

test("ages count on without a word from the desk, and old numbers are grey and said to be old", async ({
  openPage,
}) => {
  const ages = { espn_answer: 1, espn_content: 5, kalshi_frame: 0.2, kalshi_check: 3 };
  const { status } = richView();
  const fast = { ages, status: { ...status, speed: 12 } };
  const { url, desk } = await servePage({ view: fast, quiet: true });
  const { page } = await openPage(url);
  const game = page.getByRole("region", { name: "Game state" });
  await game.getByText("Q3 8:41").waitFor();
  const isGrey = () => game.evaluate((panel) => panel.classList.contains("is-stale"));
  // At 12 times, ten seconds of the source pass within one of ours.
  await eventually(isGrey).toBe(true);
  expect(await game.innerText()).toMatch(/ESPN silent \d+ s/);
  await page
    .getByRole("banner")
    .getByText("ESPN is silent")
    .or(page.getByRole("banner").getByText("Kalshi is silent"))
    .waitFor();
  desk.change({ as_of: "2025-09-08T00:16:07.000Z", ages });
  await eventually(isGrey).toBe(false);
});

test("a lost line greys everything, disables every action, queues nothing, and is found again", async ({
  openPage,
}) => {
  const first = await servePage();
  const { page } = await openPage(first.url);
  const execute = page.getByRole("button", { name: /^Execute/ });
  await eventually(() => execute.isEnabled()).toBe(true);
  await first.close();
  await page.getByText(/Not connected to the desk for/).waitFor();
  const banner = await page.getByRole("banner").innerText();
  expect(banner).toContain("Auto was OFF there");
  expect(banner).toContain("npm run mnf -- stop");
  expect(await page.getByRole("main").evaluate((main) => main.className)).toContain("is-lost");
  const enabled = await page
    .getByRole("main")
    .locator("button:enabled:not([role=tab]):not(.is-link)")
    .allInnerTexts();
  const asking = enabled.filter((text) => !/^(10|25|50|100|All 100|Undo)$/.test(text));
  expect(asking).toEqual([]);
  await execute.evaluate((button: HTMLButtonElement) => button.click());
  await page.getByText(/retrying in \d+ s \(attempt [2-9]/).waitFor();
  const second = await servePage({ port: first.port });
  await eventually(() => execute.isEnabled()).toBe(true);
  expect(await page.getByText(/Not connected to the desk for/).count()).toBe(0);
  expect(second.desk.heard).toEqual([]);
  await execute.click();
  await eventually(() => second.desk.heard.length).toBe(1);
});

test("STOP is tried even without a line, and says that it is not confirmed", async ({
  openPage,
}) => {
  const server = await servePage();
  const { page } = await openPage(server.url);
  await page.getByText("DEN @ KC").waitFor();
  await server.close();
  await page.getByText(/Not connected to the desk for/).waitFor();
  await page.getByRole("button", { name: "STOP" }).click();
  await page
    .getByRole("banner")
    .getByText(/NOT CONFIRMED/)
    .waitFor();
});

test("an order whose answer never comes is unknown, not failed", async ({ openPage }) => {
  const { url, close } = await servePage({
    instead: () => ({ command: () => new Promise(() => {}) }),
  });
  const { page } = await openPage(url);
  await page.getByRole("button", { name: /^Execute/ }).click();
  await page.getByRole("button", { name: /^Sending/ }).waitFor();
  void close();
  await page.getByText(/We do not know whether the desk heard this order/).waitFor();
});

test("SEC-34 a page of an older build loads itself anew", async ({ openPage }) => {
  const first = await servePage({ build: "build-1" });
  const { page } = await openPage(first.url);
  await page.getByText("DEN @ KC").waitFor();
  await page.evaluate(() => document.body.setAttribute("data-old", "yes"));
  await first.close();
  await servePage({ port: first.port, build: "build-2" });
  await eventually(() => page.locator("body[data-old]").count()).toBe(0);
  await page.getByText("DEN @ KC").waitFor();
});

test("after a reload in mid-game everything is there again", async ({ openPage }) => {
  const { url } = await servePage();
  const { page } = await openPage(url);
  await page.getByText("Q3 8:41").first().waitFor();
  await page.reload();
  await page.getByText("Q3 8:41").first().waitFor();
  await page.getByRole("tab", { name: "Orders" }).click();
  await page.getByText("partly filled 40/100").waitFor();
});
