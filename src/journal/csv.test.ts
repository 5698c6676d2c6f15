import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FillRow, fillsCsv, type TradeRow, tradesCsv } from "./csv.ts";

const HEADER =
  "trade_id,session_id,source,mode,opened_at,game_clock,ticker,team,side,quantity," +
  "entry_price,exit_price,gross,fees,net,state,closed_at";

const row: TradeRow = {
  trade_id: "t1",
  session_id: "s1",
  source: "sim",
  mode: "PAPER",
  opened_at: "2026-01-05T01:15:00.000Z",
  game_clock: "Q2 8:15",
  ticker: "KXNFLGAME-X-KC",
  team: "KC",
  side: "SELL",
  quantity: 100,
  entry_price: 0.84,
  exit_price: null,
  gross: null,
  fees: 0.95,
  net: -11.48,
  state: "open",
  closed_at: undefined,
};

describe("trades.csv", () => {
  test("LED-20 an empty export is the header alone", () => {
    expect(tradesCsv([])).toBe(`${HEADER}\r\n`);
    expect(fillsCsv([]).split("\r\n")).toHaveLength(2);
  });

  test("has one row per trade, empty where nothing is known", () => {
    expect(tradesCsv([row])).toBe(
      `${HEADER}\r\nt1,s1,sim,PAPER,2026-01-05T01:15:00.000Z,Q2 8:15,KXNFLGAME-X-KC,KC,` +
        "SELL,100,0.84,,,0.95,-11.48,open,\r\n",
    );
  });

  test.each(["=", "+", "-", "@", "\t", "\r"])(
    "SEC-29 a text that starts with %j is made inert",
    (start) => {
      const team = `${start}HYPERLINK("http://evil.example","x")`;
      const [read] = parse(tradesCsv([{ ...row, team }]), { columns: true }) as { team: string }[];
      expect(read?.team).toBe(`'${team}`);
    },
  );

  test("SEC-29 numbers stay numbers, negative and small ones too", () => {
    const text = tradesCsv([{ ...row, gross: -0.000001, net: -7, fees: 0 }]);
    expect(text).toContain(",-0.000001,0,-7,");
    expect(tradesCsv([{ ...row, fees: 1e-7 }])).toContain(",0.000000,");
    expect(() => tradesCsv([{ ...row, net: Number.NaN }])).toThrow(RangeError);
  });

  test("any text comes back from a CSV reader", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const options = { columns: true, record_delimiter: "\r\n" } as const;
        const rows = parse(tradesCsv([{ ...row, team: text }, row]), options) as TradeRow[];
        expect(rows).toHaveLength(2);
        expect([text, `'${text}`]).toContain(rows[0]?.team);
      }),
    );
  });

  test("fills and settlements have a row each", () => {
    const fill: FillRow = {
      fill_id: "f1",
      session_id: "s1",
      source: "sim",
      mode: "PAPER",
      at: "2026-01-05T01:15:00.000Z",
      game_clock: "Q2 8:15",
      kind: "settlement",
      intent_id: undefined,
      ticker: "X",
      team: "KC",
      side: "SELL",
      quantity: 100,
      price: 1,
      fee: 0,
      cash: 100,
    };
    expect(fillsCsv([fill]).split("\r\n")[1]).toBe(
      "f1,s1,sim,PAPER,2026-01-05T01:15:00.000Z,Q2 8:15,settlement,,X,KC,SELL,100,1,0,100",
    );
  });
});
