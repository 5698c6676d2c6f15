/** The two books of one game as one view. */
import type { TeamSide } from "../domain/game.ts";
import { type Book, createBook, doubledMid } from "./book.ts";

export type GameBooks = { readonly home: Book; readonly away: Book };

/** Two books that wait for their snapshots. */
export function createGameBooks(): GameBooks {
  return { home: createBook(), away: createBook() };
}

/** The book of the market "this team wins". */
export function bookOf(books: GameBooks, team: TeamSide): Book {
  return team === "home" ? books.home : books.away;
}

const doubledDollar = 20_000;

/**
 * |mid(HOME) + mid(AWAY) − 1 $| doubled, in 1/20000 $ (3¢ is 600); undefined while either mid is
 * missing. Trading semantics §3.
 */
export function booksDisagreement(books: GameBooks): number | undefined {
  const home = doubledMid(books.home);
  const away = doubledMid(books.away);
  if (home === undefined || away === undefined) return undefined;
  return Math.abs(home + away - doubledDollar);
}
