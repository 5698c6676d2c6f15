/** The edge in words. Pure. */
import { type Known, points } from "./numbers.ts";

/** `edge` is fair(HOME) − mid(HOME), 0–1, signed: "market 10.0 points above model". */
export function edgeWords(edge: Known): string {
  if (edge === null || edge === undefined) return "no edge: model or market not known";
  const size = points(edge);
  if (size === "0.0") return "market and model agree";
  return `market ${size} points ${edge < 0 ? "above" : "below"} model`;
}
