/** The whole product in DEMO: armed in the browser, really traded at the built-in exchange. */
import type { Page } from "playwright-core";
import { beforeAll, expect } from "vitest";
import { test } from "../setup/browser.ts";
import { type Product, startProduct } from "./product.ts";

const patience = { timeout: 90_000 };

let night: Product;

beforeAll(async () => {
  night = await startProduct(["--speed", "12"]);
  return async () => {
    expect(await night.end()).toBe(0);
  };
});

function region(page: Page, name: string) {
  return page.getByRole("region", { name, exact: true });
}

/** Gives the dialog a code and presses its button. */
async function armWith(page: Page, code: string): Promise<void> {
  await page.getByLabel("Code that the terminal printed").fill(code);
  await page.getByRole("button", { name: "Arm DEMO" }).click();
}

async function openArming(page: Page): Promise<void> {
  await page.getByRole("switch", { name: /Paper/ }).click();
  await page.getByRole("dialog", { name: "Arm DEMO · simulated night" }).waitFor();
}

/** Opens the dialog and arms; a pre-flight that fails while the night begins is tried again. */
async function armThroughDialog(page: Page, code: string): Promise<void> {
  await openArming(page);
  await armWith(page, code);
  const armed = page.getByRole("dialog", { name: "DEMO · simulated night is armed" });
  const failed = page.getByText("DEMO is not armed. What fails stands below.");
  for (let tries = 0; tries < 10; tries += 1) {
    await armed.or(failed).first().waitFor(patience);
    if ((await armed.count()) > 0) break;
    await page.waitForTimeout(1_000);
    await page.getByRole("button", { name: "Arm DEMO" }).click();
  }
  await armed.getByText("Pre-flight: 12 of 12 checks pass").waitFor();
  expect(await armed.getByRole("row").count()).toBe(12);
  await armed.getByRole("button", { name: "Close" }).click();
}

/** Buys ten contracts on the home team by tickets until something is held. */
async function buyByTicket(page: Page): Promise<void> {
  const until = performance.now() + 2 * patience.timeout;
  const send = page.locator("button.ticket-send:enabled");
  await page.getByLabel("Side", { exact: true }).selectOption("BUY");
  while ((await night.state()).trades.length === 0) {
    if (performance.now() > until) throw new Error("no ticket was filled in DEMO in time");
    const { ask } = (await night.state()).market_state;
    if (ask !== null && ask < 0.95) {
      await page.getByLabel("Contracts", { exact: true }).fill("10");
      await page.getByLabel("Price", { exact: true }).fill(String(Math.round(ask * 100) + 3));
      await send.click({ timeout: 5_000 }).catch(() => {});
    }
    await page.waitForTimeout(1_000);
  }
}

/** Flattens until the exchange has nothing of ours left to reduce. */
async function flattenUntilFlat(page: Page): Promise<void> {
  const until = performance.now() + 2 * patience.timeout;
  while ((await night.state()).mode !== "PAPER") {
    if (performance.now() > until) throw new Error("the position was not closed in time");
    const flatten = page.getByRole("button", { name: "Flatten…" });
    if (await flatten.isEnabled()) {
      await flatten.click();
      const confirm = page
        .getByRole("dialog")
        .getByRole("button", { name: "Flatten", exact: true });
      await confirm.click({ timeout: 5_000 }).catch(() => page.keyboard.press("Escape"));
    }
    await page.waitForTimeout(1_000);
  }
}

test("a wrong code is refused in plain words, and the page stays on paper", async ({
  openPage,
}) => {
  const { page } = await openPage(night.url);
  await page.getByRole("banner").getByText("PAPER", { exact: true }).waitFor();
  await openArming(page);
  await armWith(page, "not-the-code");
  await page.getByText(/^That is not the code of this session\. The terminal printed it/).waitFor();
  await page.keyboard.press("Escape");
  const { mode, status } = await night.state();
  expect([mode, status.account]).toEqual(["PAPER", null]);
});

test("DEMO is armed, traded, stopped with the exchange's proof, reduced, and left for paper", async ({
  openPage,
}) => {
  const { page, troubles, strangers } = await openPage(night.url);
  const bar = page.getByRole("banner");
  await bar.getByText("PAPER", { exact: true }).waitFor();
  await armThroughDialog(page, await night.code());

  // The bar says so; nothing is traded before Start, and auto is off.
  await bar.getByText("DEMO", { exact: true }).waitFor();
  await bar.getByText("play money", { exact: true }).waitFor();
  await bar.getByText("MONITORING", { exact: true }).waitFor();
  await expect.poll(() => page.title()).toMatch(/^DEMO /);
  expect((await night.state()).status).toMatchObject({ auto: false, account: { arming: "armed" } });
  await page.getByRole("button", { name: "Start" }).click();
  await page
    .getByRole("dialog", { name: "Start in DEMO" })
    .getByRole("button", { name: "Start" })
    .click();
  await bar.getByText("TRADING", { exact: true }).waitFor();

  // An order of a person's own is really filled.
  await buyByTicket(page);
  const trades = page.getByRole("tabpanel").getByRole("row");
  await expect
    .poll(() => trades.allInnerTexts(), patience)
    .toEqual(expect.arrayContaining([expect.stringMatching(/BUY[\s\S]*DEMO$/)]));
  expect(await region(page, "Performance").innerText()).toContain("session, DEMO");
  expect(await region(page, "Position").innerText()).not.toContain("nothing held");

  // STOP, proven by the exchange; the proof outlives a reload.
  await page.getByRole("button", { name: "STOP" }).click();
  const proof = bar.getByText(/^Stopped\. The exchange confirms: 0 resting orders of ours/);
  await proof.waitFor(patience);
  await page.reload();
  await proof.waitFor();
  await bar.getByText("STOPPED", { exact: true }).waitFor();

  // Back to paper at once; while something is held only exits are possible.
  await page.getByRole("switch", { name: /Paper/ }).click();
  await bar.getByText(/DEMO · REDUCE-ONLY: cancels and exits only/).waitFor();
  expect(await bar.getByRole("button", { name: "Arm again…" }).isEnabled()).toBe(true);
  await flattenUntilFlat(page);
  await bar.getByText("PAPER", { exact: true }).waitFor();
  await bar.getByText("no real money", { exact: true }).waitFor();
  expect((await night.state()).status.account).toBeNull();

  expect(troubles.filter((text) => !/status of 4\d\d/.test(text))).toEqual([]);
  expect(strangers).toEqual([]);
}, 400_000);
