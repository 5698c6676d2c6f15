/** Without a key the market is seen one level deep: what lies behind is not guessed. */
import { expect, test } from "vitest";
import type { Answer } from "../domain/effects.ts";
import { contracts, price } from "../domain/numbers.ts";
import { Hand, markets } from "./desk-fixture.ts";

function ticketFor(hand: Hand, count: number): Pick<Answer, "status" | "body"> {
  const terms = { quantity: contracts(count), price: price(7_800), idempotencyKey: undefined };
  const answer = hand.command({
    kind: "ticket",
    ticker: markets.home.ticker,
    side: "bid",
    ...terms,
  });
  return answer as Pick<Answer, "status" | "body">;
}

function watching(keyed: boolean): Hand {
  const hand = new Hand({ keyed });
  hand.settleIn();
  hand.give({ kind: "market", news: { kind: "answered" } });
  hand.quote(74, 76, 40);
  return hand;
}

test("a ticket for more than is seen is refused as depth unknown, one for as much passes", () => {
  const more = ticketFor(watching(false), 41);
  expect([more.status, more.body["code"]]).toEqual([422, "DEPTH_UNKNOWN"]);
  expect(more.body["error"]).toMatch(/depth unknown: .* only 40 contracts/);
  expect(ticketFor(watching(false), 40).status).toBe(202);
});

test("with a key the whole book is seen, and the rest of an order simply does not fill", () => {
  expect(ticketFor(watching(true), 41).status).toBe(202);
});
