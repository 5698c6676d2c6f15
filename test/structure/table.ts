/**
 * The rooms and what each may import: the table of the architecture, as data. Everything below
 * `src/` belongs to exactly one room, and a room opens only the rooms of its row.
 */

/** A place with one door, and its rights. */
export type Room = {
  /** Folder, relative to the checkout. */
  readonly folder: string;
  /** Files that other rooms may import; `undefined` when every file may be imported. */
  readonly doors: readonly string[] | undefined;
  /** Folders of the rooms whose doors it may open. */
  readonly mayOpen: readonly string[];
  /** No package, no `node:` module: what goes in comes in as an argument. */
  readonly isPure: boolean;
};

const domain = "src/domain";
const core = ["src/model", "src/market", "src/edge", "src/risk", "src/execution"];
const engine = "src/engine";
const journal = "src/journal";
const edges = [journal, "src/feeds/espn", "src/venues/kalshi", "src/sim"];
const views = "src/engine/view-types.ts";

/** One row for each room. `mayOpen` entries ending in `.ts` allow that file alone. */
export const rooms: readonly Room[] = [
  { folder: domain, doors: undefined, mayOpen: [], isPure: true },
  room("src/model", [domain], "pure"),
  room("src/market", [domain], "pure"),
  room("src/edge", [domain, "src/model", "src/market"], "pure"),
  room("src/risk", [domain, "src/market"], "pure"),
  room("src/execution", [domain, "src/market"], "pure"),
  {
    folder: engine,
    doors: ["src/engine/engine.ts", views],
    mayOpen: [domain, ...core],
    isPure: true,
  },
  room(journal, [domain]),
  room("src/feeds/espn", [domain]),
  room("src/venues/kalshi", [domain]),
  room("src/sim", [domain, "src/market"]),
  room("src/replay", [domain, ...core, engine, journal]),
  room("src/server", [domain, views, journal]),
  room("src/app", [domain, ...core, engine, ...edges, "src/replay", "src/server"]),
  {
    folder: "src/cli",
    doors: ["src/cli/mnf.ts"],
    mayOpen: [domain, ...core, engine, ...edges, "src/replay", "src/server", "src/app"],
    isPure: false,
  },
  { folder: "web", doors: [], mayOpen: [domain, views], isPure: false },
  { folder: "train", doors: [], mayOpen: [domain, "src/model"], isPure: false },
];

/** The core of the built-in night; around it stand the sockets, the files and the door. */
export const pureCoreOfSim = [
  "src/sim/crowd/",
  "src/sim/exchange/",
  "src/sim/faults/",
  "src/sim/football/",
  "src/sim/scoreboard/",
  "src/sim/scheduler.ts",
  "src/sim/transport.ts",
];

/** A room whose one door is the file named after it. */
function room(folder: string, mayOpen: readonly string[], purity?: "pure"): Room {
  const name = folder.slice(folder.lastIndexOf("/") + 1);
  return { folder, doors: [`${folder}/${name}.ts`], mayOpen, isPure: purity === "pure" };
}
