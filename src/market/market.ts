/** The door of the market room: books, the cost of a size, fees. */
export {
  applyDelta,
  applySnapshot,
  bestPrice,
  bestQuote,
  type Book,
  type BookChange,
  breakBook,
  createBook,
  doubledMid,
  isCrossed,
  isQuoting,
  isTwoSided,
  levels,
  type Quote,
  sizeAt,
  spread,
} from "./book.ts";
export {
  consumedAt,
  type ConsumedDepth,
  createConsumedDepth,
  forgetConsumed,
  noteConsumed,
  type Part,
} from "./consumed.ts";
export {
  type Charge,
  chargeFill,
  createFeeAccumulator,
  type FeeAccumulator,
} from "./fee-accumulator.ts";
export {
  feeAtRate,
  feeRate,
  type FeeRate,
  type FeeTerms,
  type Liquidity,
  makerFee,
  takerFee,
  tradeFee,
} from "./fees.ts";
export { bookOf, booksDisagreement, createGameBooks, type GameBooks } from "./game-books.ts";
export { createPregameMid, notePregame, type PregameMid, pregameMid } from "./pregame-mid.ts";
export { walk, walkCost, type Walk } from "./walk.ts";
