/** Texts from outside are shown as they are, and never become anything but text. */
import { expect } from "vitest";
import type { View } from "../../src/engine/view-types.ts";
import { test } from "../setup/browser.ts";
import { eventually, servePage } from "./page-server.ts";
import { richView } from "./rich-view.ts";

const payloads = [
  '<img src=x onerror="window.hit=1">',
  "<script>window.hit=1</script>",
  '"><svg onload=window.hit=1>',
  "javascript:window.hit=1",
  "'-window.hit=1-'",
  "{{constructor.constructor('window.hit=1')()}}",
  "</title></style></textarea><b onmouseover=window.hit=1>x</b>",
  "&lt;iframe srcdoc='&lt;script>parent.hit=1&lt;/script>'&gt;",
  '<a href="javascript:window.hit=1" autofocus onfocus=window.hit=1>x</a>',
  "<template><math><mtext><table><mglyph><style><img src onerror=window.hit=1>",
] as const;

/** Each of the seven fields says which it is, so that one cannot stand in for another. */
function marked(payload: string) {
  const of = (field: string): string => `${field} ${payload}`;
  return {
    ticker: of("ticker"),
    team: of("team"),
    title: of("title"),
    event: of("event"),
    play: of("play"),
    error: of("error"),
    config: of("config"),
  };
}

function hostileView(payload: string): Partial<View> {
  const view = richView();
  const texts = marked(payload);
  const { home } = view.market_state;
  const breaker = { state: "OPEN", failures: 3, next_probe_at: null } as const;
  const [order] = view.orders;
  const [gate] = view.gates;
  if (home === null || order === undefined || gate === undefined) throw new Error("no rich view");
  return {
    game_state: { ...view.game_state, home: texts.team, last_play: texts.play },
    market_state: { ...view.market_state, event_ticker: texts.title },
    orders: [{ ...order, ticker: texts.ticker }],
    notices: [{ at: view.as_of, level: "warn", text: texts.event }],
    circuit_breaker: {
      kalshi: { ...breaker, last_error: texts.error },
      espn: { ...breaker, last_error: texts.error },
    },
    gates: [{ ...gate, limit: texts.config }],
  };
}

test.for(payloads)("SEC-17 %s is text wherever it stands", async (payload, { openPage }) => {
  const { url } = await servePage({ view: hostileView(payload) });
  const { page, troubles, strangers } = await openPage(url);
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    addEventListener("securitypolicyviolation", (event) => seen.push(event.violatedDirective));
  });
  const texts = marked(payload);
  const shows = (text: string) =>
    eventually(() => page.locator("body").innerText()).toContain(text);
  // A reload that cut off the first load's own requests would count as their failure.
  await shows(texts.team);
  await page.reload();
  for (const field of ["team", "title", "event", "play", "error"] as const) {
    await shows(texts[field]);
  }
  await page.getByRole("tab", { name: "Orders" }).click();
  await shows(texts.ticker);
  await page.getByRole("tab", { name: /Checks/ }).click();
  await shows(texts.config);
  const found = await page.evaluate(() => ({
    hit: "hit" in window,
    violations: (window as unknown as { seen: string[] }).seen,
    foreign: document.querySelectorAll("img, iframe, template, [onerror], [onload], [onfocus]")
      .length,
    scripts: document.scripts.length,
  }));
  expect(found).toEqual({ hit: false, violations: [], foreign: 0, scripts: 1 });
  expect(troubles).toEqual([]);
  expect(strangers).toEqual([]);
});

test("SEC-17 an answer of the desk is text too", async ({ openPage }) => {
  const [payload] = payloads;
  const { url } = await servePage({
    instead: () => ({ command: async () => ({ status: 422, body: { error: payload } }) }),
  });
  const { page, troubles } = await openPage(url);
  await page.getByRole("button", { name: /^Execute/ }).click();
  await page.getByRole("region", { name: "Signal" }).getByText(payload).waitFor();
  expect(await page.locator("img").count()).toBe(0);
  expect(troubles.filter((text) => !text.includes("422"))).toEqual([]);
});

test("SEC-26 the page breaks none of its own rules and asks nobody else", async ({ openPage }) => {
  const { url, desk } = await servePage();
  const { page, troubles, strangers } = await openPage(url);
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    addEventListener("securitypolicyviolation", (event) => seen.push(event.violatedDirective));
  });
  await page.getByText("SELL KC").first().waitFor();
  await page.reload();
  for (const tab of [/Orders/, /Checks/, /Trades/])
    await page.getByRole("tab", { name: tab }).click();
  await page.getByRole("button", { name: "Flatten…" }).click();
  await page.keyboard.press("Escape");
  await page.getByLabel("Min Edge").fill("12");
  desk.change({ last_signal: null });
  await page.getByText(/No signal/).waitFor();
  expect(await page.evaluate(() => (window as unknown as { seen: string[] }).seen)).toEqual([]);
  expect(await page.locator("[style]").count()).toBe(0);
  expect(troubles).toEqual([]);
  expect(strangers).toEqual([]);
});
