/** WCAG 2.2 as far as a machine can tell, in both themes and at both ends of the widths. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { test } from "../setup/browser.ts";
import { servePage } from "./page-server.ts";
import { demoView, richSignal, unknownOrder } from "./rich-view.ts";

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);

type Violation = {
  readonly id: string;
  readonly impact: string;
  readonly where: readonly string[];
};

async function violations(page: Page): Promise<readonly Violation[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    type Found = { id: string; impact: string; nodes: { html: string }[] };
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Found[] }> } };
    const { violations: found } = await axe.run();
    return found.map(({ id, impact, nodes }) => ({
      id,
      impact,
      where: nodes.map(({ html }) => html),
    }));
  });
}

const looks = [
  ["dark", 1440],
  ["light", 1440],
  ["dark", 390],
  ["light", 390],
] as const;

test.for(looks)("no rule is broken: %s, %i wide", async ([theme, width], { openPage }) => {
  const { url, desk } = await servePage();
  const { page } = await openPage(url, { theme, width });
  await page.getByText("SELL KC (= buy DEN)", { exact: true }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("tab", { name: /Checks/ }).click();
  desk.change({
    last_signal: { ...richSignal, executable: false, blocked_by: ["SPREAD", "NET_EDGE"] },
    status: { ...desk.view().status, state: "HALTED", why: "daily loss" },
  });
  await page.getByText("HALTED: daily loss", { exact: true }).waitFor();
  expect(await violations(page)).toEqual([]);
});

test.for(looks)(
  "no rule is broken where orders are really sent: %s, %i wide",
  async ([theme, width], { openPage }) => {
    const late = { ...unknownOrder, intent_id: 6, declare_in: 0 };
    const account = {
      arming: "reduceOnly",
      ledger_agrees: false,
      orders_stream: false,
      entry_group: "triggered",
      external_orders: 1,
      stop: { confirmed: true, text: "Stopped. The exchange confirms it." },
    } as const;
    const status = { unknown_orders: [unknownOrder, late], state: "REDUCE-ONLY" } as const;
    const { url } = await servePage({ view: demoView(account, status) });
    const { page } = await openPage(url, { theme, width });
    await page.getByText(/^Books differ/).waitFor();
    await page.getByRole("tab", { name: "Orders" }).click();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Arm again…" }).click();
    await page.getByLabel("Code that the terminal printed").fill("wrong");
    await page.getByRole("button", { name: "Arm DEMO" }).click();
    await page.getByText(/^That is not the code/).waitFor();
    expect(await violations(page)).toEqual([]);
  },
);

test("a dialog and a lost line break no rule either", async ({ openPage }) => {
  const { url, close } = await servePage();
  const { page } = await openPage(url);
  await page.getByRole("button", { name: "Flatten…" }).click();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await close();
  await page.getByText(/Not connected to the desk for/).waitFor();
  expect(await violations(page)).toEqual([]);
});

test("news is spoken: a fill politely, a halt at once", async ({ openPage }) => {
  const { url, desk } = await servePage();
  const { page } = await openPage(url);
  await page.getByText("DEN @ KC").waitFor();
  const [first] = desk.view().orders;
  if (first === undefined) throw new Error("no order in the rich view");
  desk.change({ orders: [{ ...first, intent_id: 8, state: "filled" }] });
  await page.locator("[aria-live=polite]").getByText("Sell 100 KC: filled.").waitFor({
    state: "attached",
  });
  desk.change({ status: { ...desk.view().status, state: "HALTED", why: "killed by a person" } });
  await page.locator("[aria-live=assertive]").getByText("HALTED: killed by a person.").waitFor({
    state: "attached",
  });
});

test("every control is reached by keyboard, in order, and shows that it is", async ({
  openPage,
}) => {
  const { url } = await servePage();
  const { page } = await openPage(url);
  await page.getByText("DEN @ KC").waitFor();
  const total = await page
    .locator("button:enabled, a[href], input:enabled, select:enabled, [tabindex='0']")
    .filter({ visible: true })
    .count();
  const reached = new Set<string>();
  for (let step = 0; step < total + 5; step += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const focused = document.activeElement;
      if (focused === null || focused === document.body) return "";
      const { outlineStyle } = getComputedStyle(focused);
      return `${outlineStyle} ${focused.tagName} ${focused.id} ${focused.textContent}`;
    });
    if (at !== "") reached.add(at);
  }
  const names = [...reached].join("\n");
  for (const name of ["STOP", "Execute", "Flatten…", "setting-min_edge", "Export CSV", "Refresh"]) {
    expect(names).toContain(name);
  }
  expect([...reached].filter((name) => name.startsWith("none"))).toEqual([]);
});
