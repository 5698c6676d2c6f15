import { describe, expect, test } from "vitest";
import type { Level } from "../domain/market.ts";
import { contracts, price } from "../domain/numbers.ts";
import { applySnapshot, type Book, createBook } from "./book.ts";
import { createPregameMid, notePregame, type PregameMid, pregameMid } from "./pregame-mid.ts";

/** A book with this bid and offer, in cents. */
function quoting(bid: number, ask: number): Book {
  const level = (cents: number): Level[] => [[price(cents * 100), contracts(100)]];
  const book = createBook();
  applySnapshot(book, level(bid), level(ask));
  return book;
}

/** Quotes that stand for so many seconds, one after another, and what is thought after them. */
function thoughtAfter(...quotes: readonly (readonly [Book | undefined, number])[]) {
  const known: PregameMid = createPregameMid();
  let mono = 0;
  for (const [book, seconds] of quotes) {
    notePregame(known, book, mono);
    mono += seconds * 1_000;
    notePregame(known, book, mono);
  }
  return pregameMid(known, mono);
}

const usual = quoting(80, 82);
const doubled = 16_200;

describe("what the market thought before the game", () => {
  test("is the mid of a quote that stood; one that did not stand for five seconds is none", () => {
    expect(thoughtAfter([usual, 4])).toBeUndefined();
    expect(thoughtAfter([usual, 5])).toBe(doubled);
  });

  test("is not moved by single frames, nor by makers who pull their quotes", () => {
    expect(thoughtAfter([usual, 30], [quoting(30, 95), 20], [usual, 5])).toBe(doubled);
    expect(thoughtAfter([usual, 30], [undefined, 60])).toBe(doubled);
    expect(thoughtAfter([usual, 30], [quoting(50, 52), 6])).toBe(doubled);
    expect(thoughtAfter([quoting(30, 95), 60])).toBeUndefined();
  });

  test("leaves out the last minute: the market sees the kickoff before the scoreboard", () => {
    expect(thoughtAfter([usual, 20], [quoting(95, 97), 59])).toBe(doubled);
  });

  test("follows a market that has moved for good", () => {
    expect(thoughtAfter([usual, 600], [quoting(70, 72), 300])).toBe(14_200);
  });
});
