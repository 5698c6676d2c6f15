/**
 * Every order of moves up to a length. Two histories that lead to the same world have the same
 * future, so that each world is gone on from once; how many histories that stands for is counted.
 */
import { type Move, moveOf, moves } from "./moves.ts";
import { OrderWorld } from "./order-world.ts";
import { brokenAtRest, brokenPromise } from "./promises.ts";

export type Explored = {
  /** Different orders of moves, of every length up to the one asked for. */
  readonly histories: number;
  /** Histories that were played, each from its beginning and then brought to rest. */
  readonly played: number;
  /** Moves that were made at least once as the last of a history. */
  readonly made: ReadonlySet<string>;
  /** A shortest history that broke a promise, and which. */
  readonly broken: { readonly history: string; readonly why: string } | undefined;
};

/** What brings a world to rest, in this order, again and again. */
const resting = [
  "durable",
  "arrives",
  "rest fills",
  "answer",
  "cancel answered",
  "reconnect",
  "stream",
] as const;
const restRounds = 12;

async function make(world: OrderWorld, move: Move): Promise<string | undefined> {
  await move.happen(world);
  await world.settled();
  return brokenPromise(world);
}

/** Lets a world run until nothing is on its way, and looks whether the books are right then. */
async function broughtToRest(world: OrderWorld): Promise<string | undefined> {
  for (let round = 0; round < restRounds; round += 1) {
    for (const name of resting) {
      const move = moveOf(name);
      while (move.may(world)) {
        const broken = await make(world, move);
        if (broken !== undefined) return `on the way to rest, ${name}: ${broken}`;
      }
    }
    if (world.desk.orders.live.size === 0 && round > 1) break;
    await world.reading();
    await world.settled();
  }
  const broken = brokenPromise(world) ?? brokenAtRest(world);
  if (broken !== undefined) return `at rest: ${broken}`;
  world.settle(10_000);
  const unpaid = brokenPromise(world) ?? brokenAtRest(world);
  return unpaid === undefined ? undefined : `after settlement: ${unpaid}`;
}

/** A world as it was reached first. */
type Place = {
  readonly history: readonly Move[];
  readonly next: readonly Move[];
  /** Fingerprints of the worlds one move later. */
  readonly following: string[];
};

type Search = {
  readonly root: readonly Move[];
  readonly places: Map<string, Place>;
  played: number;
};

type Played =
  | { readonly kind: "reached"; readonly print: string; readonly isNew: boolean }
  | { readonly kind: "broken"; readonly history: string; readonly why: string };

/** Plays a history from its beginning; a world that is new is noted and brought to rest. */
async function play(search: Search, history: readonly Move[]): Promise<Played> {
  const { root, places } = search;
  search.played += 1;
  const all = [...root, ...history];
  const names = all.map(({ name }) => name).join(" → ");
  const world = new OrderWorld();
  for (const move of all.slice(0, -1)) {
    // Its promises were looked at when the history ended here.
    await move.happen(world);
    await world.settled();
  }
  const last = all.at(-1);
  const broken = last === undefined ? undefined : await make(world, last);
  if (broken !== undefined) return { kind: "broken", history: names, why: broken };
  const print = world.fingerprint();
  if (places.has(print)) return { kind: "reached", print, isNew: false };
  const next = moves.filter((move) => move.may(world));
  places.set(print, { history, next, following: [] });
  const why = await broughtToRest(world);
  if (why !== undefined) return { kind: "broken", history: names, why };
  return { kind: "reached", print, isNew: true };
}

/** How many different ways lead on from here, of up to `length` moves. */
function waysFrom(places: Search["places"], print: string, length: number): number {
  let ways = new Map([[print, 1]]);
  let total = 0;
  for (let depth = 0; depth < length; depth += 1) {
    const further = new Map<string, number>();
    for (const [at, count] of ways) {
      for (const to of places.get(at)?.following ?? []) {
        further.set(to, (further.get(to) ?? 0) + count);
        total += count;
      }
    }
    ways = further;
  }
  return total;
}

/** Explores everything that can follow `root` within `length` moves, shortest histories first. */
export async function explore(root: readonly string[], length: number): Promise<Explored> {
  const search: Search = { root: root.map(moveOf), places: new Map(), played: 0 };
  const { places } = search;
  const made = new Set<string>();
  const first = await play(search, []);
  if (first.kind === "broken") return { histories: 0, played: 1, made, broken: first };
  let frontier = [first.print];
  for (let depth = 0; depth < length; depth += 1) {
    const further: string[] = [];
    for (const from of frontier) {
      const place = places.get(from);
      for (const move of place?.next ?? []) {
        const reached = await play(search, [...(place?.history ?? []), move]);
        made.add(move.name);
        if (reached.kind === "broken") {
          return { histories: search.played, played: search.played, made, broken: reached };
        }
        place?.following.push(reached.print);
        if (reached.isNew) further.push(reached.print);
      }
    }
    frontier = further;
  }
  const histories = waysFrom(places, first.print, length);
  return { histories, played: search.played, made, broken: undefined };
}
