/** Where orders are really sent, before a desk written by hand: what the page says and asks. */
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { token } from "../security/desk-server.ts";
import { test } from "../setup/browser.ts";
import { eventually, type PageServerOptions, servePage } from "./page-server.ts";
import { demoView, richView, unknownOrder } from "./rich-view.ts";

function isFocused(element: Element): boolean {
  return document.activeElement === element;
}

function icon(page: Page): Promise<string | null> {
  return page.locator("link[rel=icon]").getAttribute("href");
}

async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("Code that the terminal printed").fill(code);
}

const preflight = Array.from({ length: 12 }, (_, index) => {
  return { name: `check ${index + 1}`, passed: true, pending: false, value: `value ${index + 1}` };
});

/** A desk that answers `/api/arm` with these lines. */
function answering(status: 200 | 422, lines: typeof preflight): PageServerOptions {
  const body = { mode: "DEMO", error: "DEMO is not armed. It fails.", preflight: lines };
  return {
    instead: (fake) => ({
      command: async (command, origin) => {
        await fake.command(command, origin);
        if (status === 200) fake.change(demoView());
        return { status, body };
      },
    }),
  };
}

describe("the bar", () => {
  test.for([
    ["PAPER", "no real money", "PAPER DEN@KC MNF Trader", "./icon-paper.svg"],
    ["DEMO", "play money", "DEMO DEN@KC MNF Trader", "./icon-demo.svg"],
    ["LIVE", "REAL MONEY · cap $100.00", "● LIVE DEN@KC MNF Trader", "./icon-live.svg"],
  ] as const)(
    "says %s in words, title and icon",
    async ([mode, money, title, file], { openPage }) => {
      const { url } = await servePage({ view: { ...demoView(), mode } });
      const { page } = await openPage(url);
      const bar = page.getByRole("banner");
      await bar.getByText(mode, { exact: true }).waitFor();
      await bar.getByText(money, { exact: true }).waitFor();
      await eventually(() => page.title()).toBe(title);
      await eventually(() => icon(page)).toBe(file);
    },
  );

  test("says REDUCE-ONLY, what is held, and how to arm again", async ({ openPage }) => {
    const account = { arming: "reduceOnly", armed_for: null } as const;
    const status = { state: "REDUCE-ONLY", why: "armed for four hours" } as const;
    const { url } = await servePage({ view: demoView(account, status) });
    const { page } = await openPage(url);
    const words =
      "DEMO · REDUCE-ONLY: cancels and exits only: armed for four hours. Held: 100 NO KC";
    await page.getByRole("banner").getByText(words).waitFor();
    await eventually(() => page.title()).toBe("DEMO REDUCE-ONLY DEN@KC MNF Trader");
    await page.getByRole("button", { name: "Arm again…" }).click();
    await page.getByRole("dialog").getByText("Arm DEMO · simulated night").waitFor();
  });
});

describe("arming", () => {
  test("asks in a dialog with focus on Cancel; Enter confirms nothing", async ({ openPage }) => {
    const { url, desk } = await servePage();
    const { page } = await openPage(url);
    const paper = page.getByRole("switch", { name: /Paper/ });
    await paper.click();
    const dialog = page.getByRole("dialog", { name: "Arm DEMO · simulated night" });
    await dialog.getByText("play money").waitFor();
    await dialog.getByText("up to $99.00 at risk, a game up to $297.00").waitFor();
    await dialog.getByText("Auto is OFF").waitFor();
    expect(await dialog.getByRole("button", { name: "Cancel" }).evaluate(isFocused)).toBe(true);
    expect(await dialog.getByRole("button", { name: "Arm DEMO" }).isDisabled()).toBe(true);
    await typeCode(page, token);
    await page.keyboard.press("Enter");
    await page.waitForTimeout(200);
    expect(desk.heard).toEqual([]);
    await page.keyboard.press("Escape");
    await eventually(() => page.getByRole("dialog").count()).toBe(0);
    await eventually(() => paper.evaluate(isFocused)).toBe(true);
    expect(desk.heard).toEqual([]);
  });

  test("a wrong code is refused in plain words, the right one shows all twelve checks", async ({
    openPage,
  }) => {
    const { url, desk } = await servePage(answering(200, preflight));
    const { page } = await openPage(url);
    await page.getByRole("switch", { name: /Paper/ }).click();
    await typeCode(page, "wrong");
    await page.getByRole("button", { name: "Arm DEMO" }).click();
    await page.getByText(/^That is not the code of this session/).waitFor();
    expect(desk.heard).toEqual([]);
    await typeCode(page, token);
    await page.getByRole("button", { name: "Arm DEMO" }).click();
    const armed = page.getByRole("dialog", { name: "DEMO · simulated night is armed" });
    await armed.getByText("Pre-flight: 12 of 12 checks pass").waitFor();
    expect(await armed.getByRole("row").count()).toBe(12);
    await armed.getByText("value 12", { exact: true }).waitFor();
    await armed.getByText("Account balance: $1,127.53").waitFor();
    expect(await armed.getByRole("button", { name: "Close" }).evaluate(isFocused)).toBe(true);
    await armed.getByRole("button", { name: "Close" }).click();
    await eventually(() => page.getByRole("switch", { name: /Paper/ }).evaluate(isFocused)).toBe(
      true,
    );
    expect(desk.heard.map(({ command }) => command.kind)).toEqual(["arm"]);
    expect(await page.content()).not.toContain(token);
  });

  test("a pre-flight that fails shows each check, what fails first", async ({ openPage }) => {
    const lines = preflight.map((line, index) => ({ ...line, passed: index !== 8 }));
    const { url } = await servePage(answering(422, lines));
    const { page } = await openPage(url);
    await page.getByRole("switch", { name: /Paper/ }).click();
    await typeCode(page, token);
    await page.getByRole("button", { name: "Arm DEMO" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Pre-flight: 11 of 12 checks pass").waitFor();
    expect(await dialog.getByRole("row").first().innerText()).toMatch(/fails\s+check 9\s+value 9/);
    expect(await page.getByRole("switch", { name: /Paper/ }).count()).toBe(1);
    // The page is trusted now: the next try needs no code.
    expect(await dialog.getByRole("button", { name: "Arm DEMO" }).isEnabled()).toBe(true);
  });

  test("a source without a second mode says why, and asks nothing", async ({ openPage }) => {
    const status = { second_mode: null, second_mode_why: "no key in the environment" } as const;
    const { url, desk } = await servePage({
      view: { status: { ...richView().status, ...status } },
    });
    const { page } = await openPage(url);
    await page.getByRole("switch", { name: /Paper/ }).click();
    await page.getByText("No key in the environment.").waitFor();
    expect(desk.heard).toEqual([]);
  });

  test("back to paper is one press, without a question", async ({ openPage }) => {
    const { url, desk } = await servePage({ view: demoView() });
    const { page } = await openPage(url);
    await page.getByRole("switch", { name: /Paper/ }).click();
    await eventually(() => desk.heard.length).toBe(1);
    expect(desk.heard[0]?.command).toMatchObject({
      kind: "config",
      change: { paperTrading: true },
    });
  });
});

describe("in DEMO", () => {
  test("a page that has not given the code is asked for it, and then the order is sent once", async ({
    openPage,
  }) => {
    const { url, desk } = await servePage({ view: demoView() });
    const { page } = await openPage(url);
    await page.getByRole("button", { name: /^Execute/ }).click();
    const dialog = page.getByRole("dialog", { name: "The code of this session" });
    const give = dialog.getByRole("button", { name: /Sell KC 100 @ 84¢/ });
    await typeCode(page, "wrong");
    await give.click();
    await dialog.getByText(/^That is not the code/).waitFor();
    expect(desk.heard).toEqual([]);
    await typeCode(page, token);
    await give.click();
    await eventually(() => desk.heard.length).toBe(1);
    expect(desk.heard[0]?.command).toMatchObject({ kind: "execute", quantity: 10_000 });
    await page.getByText("The desk took the order.").waitFor();
    // From now on this page is known.
    await page.getByRole("button", { name: "Refresh" }).click();
    await eventually(() => desk.heard.length).toBe(2);
    expect(await page.getByRole("dialog").count()).toBe(0);
  });

  test("Start and auto ON ask first, with numbers; auto OFF does not", async ({ openPage }) => {
    const view = demoView({}, { state: "MONITORING", why: "a person armed it" });
    const { url, desk } = await servePage({ view });
    const { page } = await openPage(url);
    await page.getByRole("button", { name: "Start" }).click();
    const dialog = page.getByRole("dialog", { name: "Start in DEMO" });
    await dialog.getByText("Balance $1,127.53, at risk $16.94").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("switch", { name: /Auto/ }).click();
    await page.getByRole("dialog", { name: "Auto ON in DEMO" }).waitFor();
    await page.keyboard.press("Escape");
    expect(desk.heard).toEqual([]);
    desk.change({ status: { ...view.status, auto: true } });
    await eventually(() =>
      page.getByRole("switch", { name: /Auto/ }).getAttribute("aria-checked"),
    ).toBe("true");
    await page.getByRole("switch", { name: /Auto/ }).click();
    await eventually(() => desk.heard.length).toBe(1);
    expect(desk.heard[0]?.command).toMatchObject({ change: { autoTrading: false } });
  });

  test("the account stands under the bar, and nothing of it on paper", async ({ openPage }) => {
    const { url, desk } = await servePage({ view: demoView({ external_orders: 2 }) });
    const { page } = await openPage(url);
    const strip = page.getByRole("list", { name: "Account, DEMO" });
    await strip.getByText(/armed, 3 h 58 min left/).waitFor();
    await strip.getByText("2 orders").waitFor();
    expect(await strip.innerText()).toContain("$1,127.53");
    desk.change({ mode: "PAPER", status: { ...desk.view().status, account: null } });
    await eventually(() => strip.count()).toBe(0);
  });

  test("an unproven STOP stays amber until the exchange confirms, through a reload", async ({
    openPage,
  }) => {
    const text = "NOT CONFIRMED: 1 of our orders may still rest. It is tried again every 5 s.";
    const status = { state: "STOPPED", why: "a person pressed STOP" } as const;
    const stopped = demoView({ stop: { confirmed: false, text } }, status);
    const { url, desk } = await servePage({ view: stopped });
    const { page } = await openPage(url);
    const amber = page.locator(".alert-caution").getByText(text);
    await amber.waitFor();
    await page.reload();
    await amber.waitFor();
    const proof = "Stopped. The exchange confirms: 0 resting orders of ours.";
    desk.change(demoView({ stop: { confirmed: true, text: proof } }, status));
    await page.locator(".alert-good").getByText(proof).waitFor();
    expect(await amber.count()).toBe(0);
    await page.locator("[aria-live=assertive]").getByText(proof).waitFor({ state: "attached" });
  });

  test("books that differ, late fills and a refused entry each say what to do", async ({
    openPage,
  }) => {
    const view = demoView({
      ledger_agrees: false,
      ledger_why: "our cash says $1.00, the exchange's $0.50",
      orders_stream: false,
      orders_stream_why: "the socket is silent",
      entry_group: "triggered",
      entry_group_why: "300 contracts within 15 s",
    });
    const { url } = await servePage({ view });
    const { page } = await openPage(url);
    const said = page.getByRole("list", { name: "To be known" });
    await said.getByText(/^Books differ: our cash says \$1\.00/).waitFor();
    await said.getByText(/^Fills may be late: the socket is silent\./).waitFor();
    await said.getByText(/300 contracts within 15 s\. Press Start, after 60 s/).waitFor();
  });

  test("everything on the account is cancelled only after a question", async ({ openPage }) => {
    const view = demoView({ external_orders: 2 }, { resting_orders: 1 });
    const { url, desk } = await servePage({ view });
    const { page } = await openPage(url);
    await page.getByRole("tab", { name: "Orders" }).click();
    const button = page.getByRole("button", { name: "Cancel everything on the account…" });
    await button.click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("1 order of this desk and 2 orders placed elsewhere").waitFor();
    expect(await dialog.getByRole("button", { name: "Keep them" }).evaluate(isFocused)).toBe(true);
    await page.keyboard.press("Enter");
    await eventually(() => dialog.count()).toBe(0);
    expect(desk.heard).toEqual([]);
    await button.click();
    await dialog.getByRole("button", { name: "Cancel everything", exact: true }).click();
    await eventually(() => desk.heard.map(({ command }) => command)).toEqual([
      { kind: "cancelEverything" },
    ]);
    desk.change({ ...richView(), mode: "PAPER" });
    await eventually(() => button.count()).toBe(0);
  });
});

describe("an order whose fate is open", () => {
  const open = demoView({}, { unknown_orders: [unknownOrder] });

  test("is amber until it is resolved, and nobody can declare it too early", async ({
    openPage,
  }) => {
    const { url, desk } = await servePage({
      view: { ...open, status: { ...open.status, speed: 1 } },
    });
    const { page } = await openPage(url);
    const banner = page.getByRole("list", { name: "To be known" });
    await banner.getByText(/^Order 7, Sell KC 100 @ 84¢, unknown for \d+ s/).waitFor();
    await banner.getByText(/declare its fate in 25\d s/).waitFor();
    expect(await banner.getByRole("button").count()).toBe(0);
    desk.change({ status: { ...desk.view().status, unknown_orders: [] } });
    await eventually(() => banner.count()).toBe(0);
  });

  test("is declared by a person who has confirmed the numbers", async ({ openPage }) => {
    const late = { ...unknownOrder, seconds: 340, declare_in: 0 };
    const { url, desk } = await servePage({ view: demoView({}, { unknown_orders: [late] }) });
    const { page } = await openPage(url);
    await page.getByRole("button", { name: "Count as filled" }).click();
    const dialog = page.getByRole("dialog", { name: "Order 7: count as filled" });
    await dialog.getByText("for $16.00 and the fee").waitFor();
    expect(await dialog.getByRole("button", { name: "Cancel" }).evaluate(isFocused)).toBe(true);
    await page.keyboard.press("Escape");
    expect(desk.heard).toEqual([]);
    await page.getByRole("button", { name: "Checked: absent" }).click();
    await page
      .getByRole("dialog", { name: "Order 7: checked: absent" })
      .getByRole("button", { name: "Checked: absent" })
      .click();
    await typeCode(page, token);
    await page.getByRole("button", { name: /Declare order 7 absent/ }).click();
    await eventually(() => desk.heard.map(({ command }) => command)).toEqual([
      { kind: "resolveUnknown", intentId: 7, how: "absent" },
    ]);
  });
});

test.for([
  [1440, 900],
  [700, 900],
  [390, 700],
  [320, 700],
] as const)(
  "with all of that nothing is wider than %i by %i",
  async ([width, height], { openPage }) => {
    const late = { ...unknownOrder, intent_id: 6, declare_in: 0 };
    const view = demoView(
      {
        arming: "reduceOnly",
        ledger_agrees: false,
        ledger_why: "x".repeat(120),
        orders_stream: false,
      },
      { unknown_orders: [unknownOrder, late], state: "REDUCE-ONLY", why: "armed for four hours" },
    );
    const { url } = await servePage({ view });
    const { page } = await openPage(url, { width, height });
    await page.getByText(/^Books differ/).waitFor();
    const over = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await over()).toBeLessThanOrEqual(0);
    const stop = await page.getByRole("button", { name: "STOP" }).boundingBox();
    expect((stop?.x ?? 0) + (stop?.width ?? 0)).toBeLessThanOrEqual(width);
    await page.getByRole("button", { name: "Arm again…" }).click();
    const dialog = await page.getByRole("dialog").boundingBox();
    expect(dialog?.height).toBeLessThanOrEqual(height);
    expect(dialog?.x ?? -1).toBeGreaterThanOrEqual(0);
    expect(await over()).toBeLessThanOrEqual(0);
  },
);
