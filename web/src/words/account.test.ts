import { describe, expect, test } from "vitest";
import type { AccountView, UnknownOrderView, View } from "../../../src/engine/view-types.ts";
import {
  accountAlerts,
  accountFacts,
  declareIn,
  declareWords,
  everythingWords,
  isReducing,
  unknownBanner,
  unknownOrderWords,
} from "./account.ts";

const calm: AccountView = {
  arming: "armed",
  armed_for: 14_400,
  orders_stream: true,
  orders_stream_why: "",
  entry_group: "ready",
  entry_group_why: null,
  ledger_agrees: true,
  ledger_why: null,
  cash: 1000,
  external_orders: 0,
  stop: null,
};

const unknown: UnknownOrderView = {
  intent_id: 7,
  ticker: "T",
  side: "SELL",
  quantity: 100,
  why: "no answer within 10 s",
  seconds: 42,
  declare_in: 258,
};

function factOf(account: Partial<AccountView>, label: string, sinceMs = 0) {
  const found = accountFacts({ ...calm, ...account }, sinceMs).find((one) => one.label === label);
  if (found === undefined) throw new Error(`no fact ${label}`);
  return `${found.health}: ${found.words}`;
}

describe("the facts of an account", () => {
  test("all of them are good while nothing is wrong", () => {
    const facts = accountFacts(calm, 0);
    expect(facts.filter(({ health }) => health !== "good")).toEqual([]);
    expect(accountAlerts(calm)).toEqual([]);
  });

  test("the time left is counted on by the page", () => {
    expect(factOf({}, "Arming")).toBe("good: armed, 4 h 0 min left");
    expect(factOf({}, "Arming", 61_000)).toBe("good: armed, 3 h 58 min left");
    expect(factOf({ arming: "reduceOnly", armed_for: null }, "Arming")).toBe("late: not armed");
    expect(factOf({ arming: "checking" }, "Arming")).toBe("late: pre-flight under way");
  });

  test("what has not been compared yet is not called good", () => {
    expect(factOf({ ledger_agrees: null }, "Books")).toBe("unknown: not compared yet");
    expect(factOf({ cash: null }, "Exchange cash")).toBe("unknown: —");
    expect(factOf({ entry_group: "none" }, "Entry group")).toBe("unknown: not yet");
  });

  test("orders placed elsewhere are counted", () => {
    expect(factOf({ external_orders: 1 }, "Placed elsewhere")).toBe("late: 1 order");
    expect(factOf({ external_orders: 2 }, "Placed elsewhere")).toBe("late: 2 orders");
  });
});

describe("what a person must know", () => {
  test("an unproven STOP is amber and a proven one is green, each in the desk's words", () => {
    const stop = { confirmed: false, text: "NOT CONFIRMED: the exchange could not be read back." };
    expect(accountAlerts({ ...calm, stop })).toEqual([{ level: "caution", text: stop.text }]);
    const proven = { confirmed: true, text: "Stopped. The exchange confirms: 0 resting orders." };
    expect(accountAlerts({ ...calm, stop: proven })).toEqual([
      { level: "good", text: proven.text },
    ]);
  });

  test("books that differ stand first, in red, with the reason", () => {
    const alerts = accountAlerts({
      ...calm,
      orders_stream: false,
      orders_stream_why: "the socket is silent",
      ledger_agrees: false,
      ledger_why: "cash 1.00 against 0.50",
      entry_group: "triggered",
      entry_group_why: "too many fills",
    });
    expect(alerts.map(({ level }) => level)).toEqual(["alarm", "caution", "caution"]);
    expect(alerts[0]?.text).toContain("cash 1.00 against 0.50. No entries");
    expect(alerts[1]?.text).toMatch(/too many fills\. Press Start, after 60 s/);
    expect(alerts[2]?.text).toBe(
      "Fills may be late: the socket is silent. No entries until it is back.",
    );
  });

  test("while the pre-flight runs a stream that is not up yet is no alert", () => {
    expect(accountAlerts({ ...calm, arming: "checking", orders_stream: false })).toEqual([]);
  });
});

describe("an order whose fate is open", () => {
  const words = unknownOrderWords(unknown, "KC", 0.84);

  test("is told with its age and the time until a person may declare it", () => {
    const banner = unknownBanner(unknown, words, 3);
    expect(banner).toContain("Order 7, Sell KC 100 @ 84¢, unknown for 45 s");
    expect(banner).toContain("no answer within 10 s");
    expect(banner).toContain("Do not send it again. Checking; you can declare its fate in 255 s.");
  });

  test("is a person's to declare once the time is over, never before", () => {
    expect(declareIn(unknown, 257.9)).toBeGreaterThan(0);
    expect(declareIn(unknown, 258)).toBe(0);
    expect(declareIn(unknown, 1_000)).toBe(0);
    expect(unknownBanner(unknown, words, 258)).not.toContain("you can declare");
  });

  test("counted as filled costs what the seller puts up, or the buyer pays", () => {
    expect(declareWords("filled", unknown, words, 0.84).join(" ")).toContain("for $16.00");
    const bought = { ...unknown, side: "BUY" } as const;
    expect(declareWords("filled", bought, words, 0.84).join(" ")).toContain("for $84.00");
    expect(declareWords("filled", unknown, words, undefined).join(" ")).toContain("at its limit");
  });

  test("declared absent says how many contracts leave the exposure", () => {
    expect(declareWords("absent", unknown, words, 0.84).join(" ")).toContain("100 contracts");
  });

  test("whose limit nobody has any more is told without a price", () => {
    expect(unknownOrderWords(unknown, "KC", undefined)).toBe("Sell KC 100");
  });
});

test("cancelling everything says how many, of ours and of others", () => {
  expect(everythingWords(1, 2)[0]).toContain("1 order of this desk and 2 orders placed elsewhere");
});

test("only what is no longer armed is reduce-only, whatever else the state says", () => {
  const of = (mode: string, state: string, arming: string | undefined): View =>
    ({
      mode,
      status: { state, account: arming === undefined ? null : { ...calm, arming } },
    }) as unknown as View;
  expect(isReducing(undefined)).toBe(false);
  expect(isReducing(of("PAPER", "TRADING", undefined))).toBe(false);
  expect(isReducing(of("PAPER", "TRADING", "reduceOnly"))).toBe(false);
  expect(isReducing(of("DEMO", "TRADING", "armed"))).toBe(false);
  expect(isReducing(of("DEMO", "REDUCE-ONLY", "reduceOnly"))).toBe(true);
  expect(isReducing(of("DEMO", "HALTED", "reduceOnly"))).toBe(true);
});
