import type { Health } from "../words/health.ts";
import type { IconName } from "./icon.tsx";

/** Shape, colour and spoken word of each health: never the colour alone. */
export const healthShapes: Readonly<Record<Health, readonly [IconName, string, string]>> = {
  good: ["pass", "is-up", "good"],
  late: ["caution", "is-caution", "late"],
  bad: ["stop", "is-down", "bad"],
  unknown: ["dash", "is-muted", "not heard yet"],
};
