/** The whole product in a browser: the built-in night is watched, traded, stopped and reloaded. */
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

async function type(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(text);
}

/** Presses Execute once; a check that asks for a reason gets one. */
async function executeOnce(page: Page): Promise<void> {
  await page.locator("button.execute:enabled").click({ timeout: 2_000 });
  const dialog = page.getByRole("dialog");
  if ((await dialog.count()) === 0) return;
  await dialog.getByLabel(/Your reason/).fill("the end-to-end test wants a trade");
  await dialog.getByRole("button", { name: "Execute" }).click({ timeout: 2_000 });
}

/** A dialog whose signal has ended under it is closed, as a person would: it covers the page. */
async function closeDialog(page: Page): Promise<void> {
  if ((await page.getByRole("dialog").count()) > 0) await page.keyboard.press("Escape");
}

/** Presses Execute whenever it can be pressed, until a trade stands in the list. */
async function executeUntilFilled(page: Page): Promise<void> {
  const until = performance.now() + 2 * patience.timeout;
  while ((await night.state()).trades.length === 0) {
    if (performance.now() > until) throw new Error("no paper trade was filled in time");
    // A signal may end between the look and the click: then the next one is taken.
    if ((await page.locator("button.execute:enabled").count()) > 0) {
      await executeOnce(page).catch(() => closeDialog(page));
    }
    await page.waitForTimeout(100);
  }
}

test("a simulated night is watched, traded by hand and by auto, stopped, and survives a reload", async ({
  openPage,
}) => {
  const { page, troubles, strangers } = await openPage(night.url);
  const bar = page.getByRole("banner");
  await bar.getByText("PAPER", { exact: true }).waitFor();
  await bar.getByText("simulated night").waitFor();
  await bar.getByText("TRADING", { exact: true }).waitFor();

  // The game moves, and both markets have prices.
  const situation = region(page, "Game state").locator(".situation");
  const before = await situation.innerText();
  await expect.poll(() => situation.innerText(), patience).not.toBe(before);
  await expect.poll(() => region(page, "Market state").innerText(), patience).toMatch(/\d¢/);
  await expect.poll(() => region(page, "Model prediction").innerText()).toMatch(/\d\.\d%/);

  // A smaller edge is enough from now on.
  await type(page, "Min Edge", "2.5");
  await type(page, "Min Net Edge", "0");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect.poll(async () => (await night.state()).config.min_edge, patience).toBe(0.025);
  await expect.poll(() => page.getByText("Not applied yet").count(), patience).toBe(0);

  // A paper trade by hand.
  await executeUntilFilled(page);
  const trades = page.getByRole("tabpanel").getByRole("row");
  await expect.poll(() => trades.count(), patience).toBeGreaterThan(1);
  await expect.poll(() => region(page, "Performance").innerText(), patience).toContain("1 (");
  expect(await region(page, "Position").innerText()).not.toContain("nothing held");

  // Auto, on and off again.
  const auto = page.getByRole("switch", { name: /Auto/ });
  await auto.click();
  await expect.poll(async () => (await night.state()).status.auto, patience).toBe(true);
  await expect.poll(() => auto.getAttribute("aria-checked"), patience).toBe("true");
  await auto.click();
  await expect.poll(() => auto.getAttribute("aria-checked"), patience).toBe("false");

  // A reload in mid-game: the order is still there.
  await page.reload();
  await page.getByRole("tab", { name: "Orders" }).click();
  await page
    .getByRole("tabpanel")
    .getByText(/^(filled|partly filled)/)
    .first()
    .waitFor();
  await bar.getByText("TRADING", { exact: true }).waitFor();

  // STOP, with its proof; nothing can be executed; Start leads back.
  await page.getByRole("button", { name: "STOP" }).click();
  await bar.getByText("STOPPED", { exact: true }).waitFor();
  await bar.getByText(/^Stopped\. 0 resting orders/).waitFor();
  expect((await night.state()).status.state).toBe("STOPPED");
  await expect
    .poll(() => page.getByRole("button", { name: /^Execute/ }).isDisabled(), patience)
    .toBe(true);
  await page.getByRole("button", { name: "Start" }).click();
  await bar.getByText("TRADING", { exact: true }).waitFor();

  expect(troubles.filter((text) => !/status of 4\d\d/.test(text))).toEqual([]);
  expect(strangers).toEqual([]);
}, 300_000);
