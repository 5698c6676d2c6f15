/** The page before a desk written by hand: what it shows, and what its controls ask for. */
import { expect } from "vitest";
import { GATE_CODES } from "../../src/domain/codes.ts";
import { test } from "../setup/browser.ts";
import { eventually, servePage } from "./page-server.ts";
import { awayTicker, richSignal, richView } from "./rich-view.ts";

const headings = [
  "Game state",
  "Signal",
  "Market state",
  "Model prediction",
  "Position",
  "Ticket",
  "Performance",
  "Controls",
  "Trades, orders and checks",
  "Circuit breakers and notices",
];

test("every part of the screen is there, named, with its numbers", async ({ openPage }) => {
  const { url } = await servePage();
  const { page, troubles, strangers } = await openPage(url);
  await page.getByRole("banner").getByText("DEN @ KC").waitFor();
  expect(await page.getByRole("heading", { level: 1 }).allTextContents()).toEqual(["MNF Trader"]);
  expect(await page.getByRole("heading", { level: 2 }).allTextContents()).toEqual(headings);
  const region = (name: string) => page.getByRole("region", { name, exact: true });
  const bar = await page.getByRole("banner").innerText();
  for (const text of ["PAPER", "simulated night", "no real money", "TRADING", "OFF", "Journal"]) {
    expect(bar).toContain(text);
  }
  expect(bar).toContain("simulated crowd, set to overreact: results here prove nothing");
  const game = await region("Game state").innerText();
  for (const text of ["17", "10", "Q3 8:41", "KC ball", "2nd & 7 at DEN 38", "62 of 100"]) {
    expect(game).toContain(text);
  }
  const market = await region("Market state").innerText();
  for (const text of ["84¢", "86¢", "85.0¢", "2¢", "412,300", "14¢", "16¢", "1,250"]) {
    expect(market).toContain(text);
  }
  const model = await region("Model prediction").innerText();
  for (const text of ["74.9%", "24.9%", "0.2%", "market 10.0 points above model"]) {
    expect(model).toContain(text);
  }
  const performance = await region("Performance").innerText();
  for (const text of ["5 (1 open)", "3 of 4 (75%)", "+$127.53", "−$3.75", "$1,127.53"]) {
    expect(performance).toContain(text);
  }
  const position = await region("Position").innerText();
  const leftOver = "DEMO: 10 YES KXNFLGAME-26OCT05LVSEA-SEA";
  for (const text of ["100 NO KC", "−$16.95", "+$83.05", "+$33.05", leftOver]) {
    expect(position).toContain(text);
  }
  expect(await page.title()).toBe("PAPER DEN@KC MNF Trader");
  expect(troubles).toEqual([]);
  expect(strangers).toEqual([]);
});

test("the button says what will happen, and Execute sends exactly that", async ({ openPage }) => {
  const { url, desk } = await servePage();
  const { page } = await openPage(url);
  const execute = page.getByRole("button", { name: /^Execute/ });
  await eventually(() => execute.innerText()).toContain(
    "Sell KC 100 @ 84¢ — max loss $16.95, max gain $83.05",
  );
  await execute.click();
  await eventually(() => desk.heard.length).toBe(1);
  expect(desk.heard[0]).toMatchObject({
    origin: "page",
    command: { kind: "execute", signalId: "signal-4", version: 7, quantity: 10_000, limit: 8_400 },
  });
});

test("a double click is one order", async ({ openPage }) => {
  const { url, desk } = await servePage();
  const { page } = await openPage(url);
  const execute = page.getByRole("button", { name: /^Execute/ });
  await execute.waitFor();
  await execute.evaluate(async (button: HTMLButtonElement) => {
    button.click();
    button.click();
    for (const wait of [0, 60, 200]) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      button.click();
    }
  });
  await page.getByText("The desk took the order.").waitFor();
  expect(desk.heard.filter(({ command }) => command.kind === "execute")).toHaveLength(1);
});

test("a smaller size is sent as chosen, and says its own risk", async ({ openPage }) => {
  const { url, desk } = await servePage();
  const { page } = await openPage(url);
  await page.getByRole("button", { name: "25", exact: true }).click();
  const execute = page.getByRole("button", { name: /^Execute/ });
  expect(await execute.innerText()).toContain("Sell KC 25 @ 84¢ — max loss $4.24");
  await execute.click();
  await eventually(() => desk.heard.length).toBe(1);
  expect(desk.heard[0]?.command).toMatchObject({ quantity: 2_500, limit: 8_400 });
});

test("the price does not move under a pointer that is down", async ({ openPage }) => {
  const { url, desk } = await servePage();
  const { page } = await openPage(url);
  const execute = page.getByRole("button", { name: /^Execute/ });
  await execute.hover();
  await page.mouse.down();
  desk.change({ last_signal: { ...richSignal, version: 8, limit: 0.8 } });
  await page.waitForTimeout(250);
  expect(await execute.innerText()).toContain("@ 84¢");
  await page.mouse.up();
  await eventually(() => desk.heard.length).toBe(1);
  expect(desk.heard[0]?.command).toMatchObject({ version: 7, limit: 8_400 });
  await eventually(() => execute.innerText()).toContain("@ 80¢");
});

test("a blocked signal says why beside a button that cannot be pressed", async ({ openPage }) => {
  const view = richView();
  const gates = view.gates.map((gate) =>
    gate.code === "SPREAD" ? ({ ...gate, verdict: "fail", value: "12.0¢" } as const) : gate,
  );
  const blocked = { ...richSignal, executable: false, blocked_by: ["SPREAD"] };
  const { url } = await servePage({ view: { last_signal: blocked, gates } });
  const { page } = await openPage(url);
  await page.getByText("Spread: 12.0¢ (needs ≤ 10.0¢)").waitFor();
  expect(await page.getByRole("button", { name: /^Execute/ }).isDisabled()).toBe(true);
  await page.getByRole("tab", { name: /Checks/ }).click();
  const rows = page.getByRole("tabpanel").getByRole("row");
  expect(await rows.count()).toBe(GATE_CODES.length + 1);
  expect(await rows.nth(1).innerText()).toContain("Spread");
});

test("a check that asks for a reason gets one, or nothing is sent", async ({ openPage }) => {
  const signal = { ...richSignal, executable: false, needs_reason: true, blocked_by: ["TOO_GOOD"] };
  const { url, desk } = await servePage({ view: { last_signal: signal } });
  const { page } = await openPage(url);
  await page.getByRole("button", { name: /^Execute/ }).click();
  const dialog = page.getByRole("dialog");
  const confirm = dialog.getByRole("button", { name: "Execute" });
  expect(await dialog.getByRole("button", { name: "Cancel" }).evaluate(isFocused)).toBe(true);
  expect(await confirm.isDisabled()).toBe(true);
  await dialog.getByLabel(/Your reason/).fill("I saw the fumble");
  await confirm.click();
  await eventually(() => desk.heard.length).toBe(1);
  expect(desk.heard[0]?.command).toMatchObject({ kind: "execute", reason: "I saw the fumble" });
});

function isFocused(element: Element): boolean {
  return document.activeElement === element;
}

test("STOP acts on the press itself, once, and shows the proof", async ({ openPage }) => {
  const text = "Stopped. 0 resting orders of ours; 0 on their way were cancelled.";
  const { url, desk } = await servePage({
    instead: (fake) => ({
      command: async (command, origin) => {
        await fake.command(command, origin);
        const status = { ...fake.view().status, state: "STOPPED" } as const;
        fake.change({ status });
        return { status: 200, body: { confirmed: true, text } };
      },
    }),
  });
  const { page } = await openPage(url);
  const stop = page.getByRole("button", { name: "STOP" });
  await stop.hover();
  await page.mouse.down();
  await eventually(() => desk.heard.map(({ command }) => command.kind)).toEqual(["stop"]);
  await page.mouse.up();
  await page.getByText(text).waitFor();
  expect(desk.heard).toHaveLength(1);
  const box = await stop.boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(48);
  expect(box?.width).toBeGreaterThanOrEqual(120);
});

test("Space stops and K K kills, but not while a person types", async ({ openPage }) => {
  const { url, desk } = await servePage();
  const { page } = await openPage(url);
  const kinds = () => desk.heard.map(({ command }) => command.kind);
  // Kill needs the page's session: the state is there only after it.
  await page.getByText("SELL KC").first().waitFor();
  await page.getByLabel("Min Edge").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("k");
  await page.keyboard.press("k");
  await page.getByLabel("Min Edge").blur();
  await page.keyboard.press("Space");
  await eventually(kinds).toEqual(["stop"]);
  await page.keyboard.press("k");
  await page.keyboard.press("k");
  await eventually(kinds).toEqual(["stop", "kill"]);
});

test("auto is switched at once on paper", async ({ openPage }) => {
  const { url, desk } = await servePage();
  const { page } = await openPage(url);
  await page.getByRole("switch", { name: /Auto/ }).click();
  await eventually(() => desk.heard.length).toBe(1);
  expect(desk.heard[0]?.command).toMatchObject({ kind: "config", change: { autoTrading: true } });
});

test("a setting is not in force until Apply, and a wrong one cannot be applied", async ({
  openPage,
}) => {
  const { url, desk } = await servePage();
  const { page } = await openPage(url);
  const minEdge = page.getByLabel("Min Edge");
  const apply = page.getByRole("button", { name: "Apply" });
  await eventually(() => minEdge.inputValue()).toBe("10.0");
  await page.getByLabel("Max Position").fill("9");
  await page.getByText("9 is below the minimum of 10").waitFor();
  expect(await apply.isDisabled()).toBe(true);
  await page.getByLabel("Max Position").fill("50");
  await minEdge.fill("7.5");
  expect(await page.getByText("Not applied yet").count()).toBe(2);
  expect(desk.heard).toHaveLength(0);
  await apply.click();
  await eventually(() => desk.config().minEdge).toBe(750);
  expect(desk.config().maxPosition).toBe(5_000);
  desk.change({});
  await eventually(() => page.getByText("Not applied yet").count()).toBe(0);
  expect(await minEdge.inputValue()).toBe("7.5");
});

test("settings that changed meanwhile are not overwritten, and the refusal is told", async ({
  openPage,
}) => {
  const { url, desk } = await servePage({
    instead: (fake) => ({
      command: async (command, origin) => {
        await fake.command(command, origin);
        return { status: 409, body: { error: "the settings have changed meanwhile (version 3)" } };
      },
    }),
  });
  const { page } = await openPage(url);
  await page.getByLabel("Min Edge").fill("15");
  await page.getByRole("button", { name: "Apply" }).click();
  await page.getByText("The settings have changed meanwhile (version 3).").waitFor();
  expect(desk.heard[0]?.command).toMatchObject({ kind: "config", change: { version: 1 } });
  expect(await page.getByLabel("Min Edge").inputValue()).toBe("15");
});

test("the wheel never turns a number", async ({ openPage }) => {
  const { url } = await servePage();
  const { page } = await openPage(url);
  const minEdge = page.getByLabel("Min Edge");
  await minEdge.focus();
  await minEdge.hover();
  await page.mouse.wheel(0, -300);
  await page.waitForTimeout(150);
  expect(await minEdge.inputValue()).toBe("10.0");
  await page.keyboard.press("ArrowUp");
  expect(await minEdge.inputValue()).toBe("10.5");
});

test("a ticket goes to the market that was chosen, in cents", async ({ openPage }) => {
  const { url, desk } = await servePage();
  const { page } = await openPage(url);
  await page.getByLabel("Market", { exact: true }).selectOption("away");
  await page.getByLabel("Side", { exact: true }).selectOption("SELL");
  await page.getByLabel("Contracts", { exact: true }).fill("20");
  await page.getByLabel("Price", { exact: true }).fill("0.15");
  await page.getByText("cents, not dollars: 84 is 84¢").waitFor();
  await page.getByLabel("Price", { exact: true }).fill("14");
  await page.getByText("max loss $17.20, max gain $2.80").waitFor();
  await page.getByRole("button", { name: "Sell DEN 20 @ 14¢" }).click();
  await eventually(() => desk.heard.length).toBe(1);
  expect(desk.heard[0]?.command).toMatchObject({
    kind: "ticket",
    ticker: awayTicker,
    side: "ask",
    quantity: 2_000,
    price: 1_400,
  });
});

test("flatten asks first, with the worst price, and focus on Cancel", async ({ openPage }) => {
  const { url, desk } = await servePage();
  const { page } = await openPage(url);
  await page.getByRole("button", { name: "Flatten…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Buy 100 KC, best 86¢, at worst 91¢").waitFor();
  expect(await dialog.getByRole("button", { name: "Cancel" }).evaluate(isFocused)).toBe(true);
  await page.keyboard.press("Escape");
  await eventually(() => dialog.count()).toBe(0);
  expect(desk.heard).toHaveLength(0);
  await page.getByRole("button", { name: "Flatten…" }).click();
  await dialog.getByRole("button", { name: "Flatten", exact: true }).click();
  await eventually(() => desk.heard.length).toBe(1);
  expect(desk.heard[0]?.command).toMatchObject({ kind: "flatten", worst: 9_100 });
});

test("a breaker is reset with a reason; open ones say when they try again", async ({
  openPage,
}) => {
  const espn = {
    state: "OPEN",
    failures: 5,
    last_error: "answered 503",
    next_probe_at: "2025-09-08T00:23:07.000Z",
  } as const;
  const base = richView().circuit_breaker;
  const { url, desk } = await servePage({ view: { circuit_breaker: { ...base, espn } } });
  const { page } = await openPage(url);
  const panel = page.getByRole("region", { name: "Circuit breakers and notices" });
  await panel.getByText("OPEN", { exact: true }).waitFor();
  expect(await panel.innerText()).toMatch(/tries again in \d+ s, 5 failures: answered 503/);
  await panel.getByRole("button", { name: "Reset…" }).nth(1).click();
  await page.getByLabel(/Your reason/).fill("the feed is back");
  await page.getByRole("button", { name: "Reset", exact: true }).click();
  await eventually(() => desk.heard.length).toBe(1);
  expect(desk.heard[0]?.command).toMatchObject({ breaker: "espn", reason: "the feed is back" });
});

test("what is not known is a dash, and nothing is minus zero", async ({ openPage }) => {
  const view = richView();
  const game_state = Object.fromEntries(
    Object.keys(view.game_state).map((key) => [key, null]),
  ) as unknown as typeof view.game_state;
  const { url } = await servePage({
    view: {
      game_state,
      market_state: { ...view.market_state, home: null, away: null, bid: null, ask: null },
      model_prediction: {
        ...view.model_prediction,
        home_wp: null,
        away_wp: null,
        tie: null,
        edge: null,
        market_price: null,
      },
      last_signal: null,
      performance: { ...view.performance, unrealized_pnl: null, realized_pnl: -0.0000001 },
      ages: { espn_answer: null, espn_content: null, kalshi_frame: null, kalshi_check: null },
    },
  });
  const { page, troubles } = await openPage(url);
  const region = (name: string) => page.getByRole("region", { name, exact: true }).innerText();
  await page.getByText("No signal").first().waitFor();
  expect(await region("Game state")).toContain("— of 100");
  expect(await region("Market state")).toContain("—");
  expect(await region("Performance")).toContain("—");
  const all = await page.locator("body").innerText();
  expect(all).not.toMatch(/[-−]\$?0\.0+(?![0-9])|NaN|undefined|null|Infinity/);
  expect(troubles).toEqual([]);
});

test("orders are listed in words, and one on its way can be cancelled", async ({ openPage }) => {
  const { url, desk } = await servePage();
  const { page } = await openPage(url);
  await page.getByRole("tab", { name: "Orders" }).click();
  await page.getByText("partly filled 40/100").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await eventually(() => desk.heard.length).toBe(1);
  expect(desk.heard[0]?.command).toMatchObject({ kind: "cancel", intentId: 6 });
});

test("the speed of the night is set from the page", async ({ openPage }) => {
  const speeds: number[] = [];
  const { url } = await servePage({
    instead: () => ({
      setSpeed: (speed) => {
        speeds.push(speed);
        return { status: 200, body: { speed } };
      },
    }),
  });
  const { page } = await openPage(url);
  await page.getByRole("button", { name: "60×" }).click();
  await eventually(() => speeds).toEqual([60]);
});

test("trades are exported as a file", async ({ openPage }) => {
  const { url } = await servePage();
  const { page } = await openPage(url);
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export CSV" }).click();
  expect((await waiting).suggestedFilename()).toBe("trades.csv");
});

const widths = [
  [1440, 900],
  [1024, 640],
  [700, 900],
  [390, 700],
  [320, 700],
] as const;

test.for(widths)(
  "nothing is wider than a screen of %i by %i",
  async ([width, height], { openPage }) => {
    const { url } = await servePage();
    const { page } = await openPage(url, { width, height });
    await page.getByText("SELL KC (= buy DEN)", { exact: true }).waitFor();
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over).toBeLessThanOrEqual(0);
    const stop = await page.getByRole("button", { name: "STOP" }).boundingBox();
    expect((stop?.x ?? 0) + (stop?.width ?? 0)).toBeLessThanOrEqual(width);
  },
);

test("on a small screen Execute is enabled first", async ({ openPage }) => {
  const { url, desk } = await servePage();
  const { page } = await openPage(url, { width: 390, height: 700 });
  const execute = page.getByRole("button", { name: /^Execute/ });
  await execute.waitFor();
  expect(await execute.isDisabled()).toBe(true);
  await page.getByLabel("Trade from small screens").check();
  await execute.click();
  await eventually(() => desk.heard.length).toBe(1);
});
