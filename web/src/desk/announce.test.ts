import { expect, test } from "vitest";
import type { OrderView, View } from "../../../src/engine/view-types.ts";
import { newsBetween, silence, speak } from "./announce.ts";

const order: OrderView = {
  intent_id: 1,
  at: "",
  ticker: "T",
  side: "BUY",
  quantity: 10,
  filled: 10,
  limit: 0.5,
  origin: "execute",
  state: "filled",
};

function view(part: Record<string, unknown>): View {
  const bare = {
    orders: [],
    last_signal: null,
    market_state: {},
    status: { state: "TRADING", why: null },
  };
  return { ...bare, ...part } as unknown as View;
}

test("a fill and a new signal are told politely, a price is not told at all", () => {
  const signal = { signal_id: "s1", action: "SELL KC (= buy DEN)", limit: 0.84 };
  const news = newsBetween(view({}), view({ orders: [order], last_signal: signal }));
  expect(news.polite).toEqual(["Buy 10 T: filled.", "Signal: SELL KC (= buy DEN)."]);
  expect(news.urgent).toEqual([]);
  const moved = { ...signal, limit: 0.8 };
  expect(newsBetween(view({ last_signal: signal }), view({ last_signal: moved })).polite).toEqual(
    [],
  );
});

test("a halt and an order of unknown fate are told at once", () => {
  const halted = { state: "HALTED", why: "daily loss" };
  const unknown = { ...order, state: "unknown" };
  const news = newsBetween(view({}), view({ status: halted, orders: [unknown] }));
  expect(news.urgent[0]).toBe("HALTED: daily loss.");
  expect(news.urgent[1]).toContain("Do not send it again");
});

test("what is there when the page opens is not news", () => {
  expect(newsBetween(undefined, view({ orders: [order] }))).toEqual({ polite: [], urgent: [] });
});

test("at most one text in three seconds, and nothing of it is lost", () => {
  const first = speak(silence, ["one."], 0);
  expect(first.text).toBe("one.");
  const second = speak(first, ["two."], 1_000);
  const third = speak(second, ["three."], 2_000);
  expect(third.text).toBe("one.");
  expect(speak(third, [], 3_000).text).toBe("two. three.");
});

test("when there is nothing to say nothing changes", () => {
  const spoken = speak(silence, ["one."], 0);
  expect(speak(spoken, [], 10_000)).toBe(spoken);
  expect(speak(spoken, [], 100)).toBe(spoken);
});

test("a change of mode is told politely, the proof of a STOP at once", () => {
  const status = { state: "TRADING", why: null };
  const armed = view({ mode: "DEMO", status: { ...status, account: { arming: "armed" } } });
  expect(newsBetween(view({ mode: "PAPER" }), armed).polite).toEqual(["Mode: DEMO, play money."]);
  const reducing = view({ mode: "DEMO", status: { ...status, state: "REDUCE-ONLY" } });
  expect(newsBetween(armed, reducing).polite).toEqual([
    "Mode: DEMO, play money, cancels and exits only.",
  ]);
  const stop = { confirmed: false, text: "NOT CONFIRMED: asked again." };
  const asked = view({ mode: "DEMO", status: { ...status, account: { arming: "armed", stop } } });
  expect(newsBetween(armed, asked).urgent).toEqual([stop.text]);
  expect(newsBetween(asked, asked).urgent).toEqual([]);
});
