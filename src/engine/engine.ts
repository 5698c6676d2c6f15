/** The door of the engine room. */
export {
  createDesk,
  type Desk,
  isLeftOpen,
  type OpenQuestion,
  type Opening,
  type SecondBooks,
} from "./desk.ts";
export { isOver } from "./settle-game.ts";
export { step } from "./step.ts";
export { type FillExport, fillRows, tradeViews, viewOf } from "./view.ts";
export type { TradeView, View } from "./view-types.ts";
