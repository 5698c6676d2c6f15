/**
 * Order groups: a kill switch on filled volume. A group counts the contracts its orders fill in a
 * rolling window; passing its limit cancels what rests of it and refuses new orders until reset.
 */
import type { Quantity } from "../../domain/numbers.ts";
import type { Floor } from "./floor.ts";
import type { GroupEvent } from "./records.ts";
import { drawUuid } from "./uuid.ts";

/** Length of the rolling window, ms of the matching engine's (source) time. */
export const WINDOW_MS = 15_000;

type Filled = { readonly at: number; readonly quantity: Quantity };

export type OrderGroup = {
  readonly id: string;
  /** undefined: nothing triggers it but a person. */
  limit: Quantity | undefined;
  triggered: boolean;
  /** Fills of the window, oldest first. */
  readonly filled: Filled[];
};

export interface Groups {
  get(id: string): OrderGroup | undefined;
  all(): readonly OrderGroup[];
  create(limit: Quantity | undefined): OrderGroup;
  /** Counts a fill; triggers the group when the window's volume is beyond the limit. */
  fill(id: string, quantity: Quantity): void;
  /** A limit below the window's volume triggers at once. */
  setLimit(group: OrderGroup, limit: Quantity | undefined): void;
  trigger(group: OrderGroup): void;
  /** Forgets the window's volume and takes orders again. */
  reset(group: OrderGroup): void;
  remove(group: OrderGroup): void;
}

/** `cancelAll` ends every resting order of a group. */
export function createGroups(floor: Floor, cancelAll: (groupId: string) => void): Groups {
  const groups = new Map<string, OrderGroup>();

  function tell(event: GroupEvent, group: OrderGroup): void {
    const told = event === "created" || event === "limit_updated";
    const limit = told ? group.limit : undefined;
    floor.publish({ kind: "group", event, groupId: group.id, limit });
  }

  /** Contracts filled within the window that ends now. */
  function volume(group: OrderGroup): number {
    const since = floor.source.clock.now().at - WINDOW_MS;
    while ((group.filled[0]?.at ?? Number.POSITIVE_INFINITY) <= since) group.filled.shift();
    return group.filled.reduce((sum, { quantity }) => sum + quantity, 0);
  }

  function trigger(group: OrderGroup): void {
    if (group.triggered) return;
    group.triggered = true;
    tell("triggered", group);
    cancelAll(group.id);
  }

  function check(group: OrderGroup): void {
    const { limit } = group;
    if (limit === undefined) return;
    const reached = floor.switches.orderGroupTriggers === "reached";
    if (volume(group) > limit || (reached && volume(group) === limit)) trigger(group);
  }

  return {
    get: (id) => groups.get(id),
    all: () => [...groups.values()],
    create: (limit) => {
      const group: OrderGroup = { id: drawUuid(floor.chance), limit, triggered: false, filled: [] };
      groups.set(group.id, group);
      tell("created", group);
      return group;
    },
    fill: (id, quantity) => {
      const group = groups.get(id);
      if (group === undefined) return;
      group.filled.push({ at: floor.source.clock.now().at, quantity });
      check(group);
    },
    setLimit: (group, limit) => {
      group.limit = limit;
      tell("limit_updated", group);
      check(group);
    },
    trigger,
    reset: (group) => {
      group.triggered = false;
      group.filled.length = 0;
      tell("reset", group);
    },
    remove: (group) => {
      groups.delete(group.id);
      tell("deleted", group);
      cancelAll(group.id);
    },
  };
}
