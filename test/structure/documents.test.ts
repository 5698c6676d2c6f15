import { globSync, statSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { helpText } from "../../src/cli/help.ts";
import { DEFAULT_CONFIG, SETTINGS, type SettingName } from "../../src/domain/config.ts";
import * as crowd from "../../src/sim/crowd/constants.ts";
import { checkout, isThere, textOf } from "./imports.ts";
import { rooms } from "./table.ts";

type Manifest = Readonly<Record<string, Readonly<Record<string, string>>>>;

const manifest = JSON.parse(textOf("package.json")) as Manifest;

const pages = ["*.md", "docs/**/*.md"]
  .flatMap((pattern) => globSync(pattern, { cwd: checkout }))
  .map((page) => page.replaceAll("\\", "/"))
  .sort();

/** The text of a page without its code blocks: what stands in them is no link. */
function proseOf(page: string): string {
  return textOf(page).replaceAll(/^```[\s\S]*?^```/gm, "");
}

/** Blocks of commands: fenced as `sh`, one command a line, continued lines joined. */
function commandsOf(page: string): string[] {
  return [...textOf(page).matchAll(/^```sh\n([\s\S]*?)^```/gm)]
    .flatMap(([, block = ""]) => block.replaceAll(/\\\n\s*/g, "").split("\n"))
    .map((line) => line.replace(/\s+#.*$/, "").trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/** The anchor that a heading gets: lower case, without punctuation, hyphens for blanks. */
function anchorOf(heading: string): string {
  const words = heading.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, "");
  return words.trim().replaceAll(/\s/g, "-");
}

function anchorsOf(page: string): string[] {
  return [...proseOf(page).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) =>
    anchorOf(heading),
  );
}

/** Why a relative link leads nowhere; `undefined` when it is good, or leads to the network. */
function brokenLink(page: string, link: string): string | undefined {
  if (/^[a-z]+:/.test(link)) return undefined;
  const [path = "", anchor] = link.split("#", 2);
  const target = path === "" ? page : normalize(join(dirname(page), path)).replaceAll("\\", "/");
  if (target.startsWith("..") || !isThere(target)) return `${page}: ${link} is not there`;
  if (anchor === undefined) return undefined;
  const isPage = target.endsWith(".md") && statSync(join(checkout, target)).isFile();
  if (isPage && anchorsOf(target).includes(anchor)) return undefined;
  return `${page}: ${link} names no heading`;
}

/** Long options that a help text explains. */
function optionsIn(help: string): Set<string> {
  return new Set([...help.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([option]) => option));
}

/** Why a command of a page would not run as written; `undefined` when it would. */
function wrongCommand(command: string): string | undefined {
  const npm = /^npm (?:run )?(?:-s |--silent )?([\w:-]+)(?: -- (.*))?$/.exec(command);
  if (npm === null) return `${command}: not known`;
  const [, script = "", rest = ""] = npm;
  if (manifest["scripts"]?.[script] === undefined) return `${command}: no script ${script}`;
  if (script !== "start" && script !== "mnf") return undefined;
  const words = rest.split(/\s+/).filter((word) => word !== "");
  const name = script === "start" ? "start" : words[0];
  if (name === undefined || name.startsWith("--")) return undefined;
  const details = allHelp.get(name);
  if (details === undefined) return `${command}: no command ${name}`;
  const known = optionsIn(details);
  const strange = words.find((word) => word.startsWith("--") && !known.has(word));
  return strange === undefined ? undefined : `${command}: no option ${strange}`;
}

const names = [
  "start",
  "stop",
  "quit",
  "games",
  "doctor",
  "sim",
  "predict",
  "replay",
  "verify",
  "export",
];
const allHelp = new Map(
  names.map((name) => [name, `${helpText(name as "start")}\n--help`] as const),
);

describe("documents", () => {
  test("every relative link leads somewhere", () => {
    const links = pages.flatMap((page) =>
      [...proseOf(page).matchAll(/\]\(([^()\s]+)\)/g)].map(([, link = ""]) => ({ page, link })),
    );
    expect(pages.length).toBeGreaterThan(20);
    expect(links.length).toBeGreaterThan(50);
    const broken = links.map(({ page, link }) => brokenLink(page, link));
    expect(broken.filter((why) => why !== undefined)).toEqual([]);
  });

  test("every decision stands in the list of decisions", () => {
    const decisions = pages.filter((page) => /^docs\/decisions\/\d{3}-/.test(page));
    expect(decisions.length).toBeGreaterThan(15);
    const list = textOf("docs/decisions/README.md");
    const missing = decisions.filter((page) => !list.includes(`(${page.split("/").at(-1)})`));
    expect(missing).toEqual([]);
  });

  test("OPS-01 every dependency is named with its reason, and nothing else is", () => {
    const groups = ["dependencies", "devDependencies", "optionalDependencies"];
    const packages = groups.flatMap((group) => Object.keys(manifest[group] ?? {})).toSorted();
    expect(packages.length).toBeGreaterThan(20);
    const rows = [
      ...textOf("docs/decisions/dependencies.md").matchAll(/^\| `([^`]+)` \| ([^|]+) \|/gm),
    ];
    expect(rows.map(([, name = ""]) => name).toSorted()).toEqual(packages);
    expect(rows.filter(([, , reason = ""]) => reason.trim().length < 15)).toEqual([]);
  });

  test("every npm command of README and docs exists, with every option it shows", () => {
    const commands = pages.flatMap(commandsOf).filter((command) => command.startsWith("npm "));
    expect(commands.length).toBeGreaterThan(8);
    expect(commands).toContain("npm start");
    expect(commands).toContain("npm test");
    expect(commands.map(wrongCommand).filter((why) => why !== undefined)).toEqual([]);
  });

  test("README shows the four curl lines of the promised interface, as promised", () => {
    expect(commandsOf("README.md").filter((command) => command.startsWith("curl "))).toEqual([
      "curl http://localhost:8000/api/state",
      "curl http://localhost:8000/api/circuit-breaker",
      "curl http://localhost:8000/api/audit-log?limit=50",
      'curl -X POST http://localhost:8000/api/config -H "Content-Type: application/json" ' +
        `-d '{"min_edge": 0.15, "auto_trading": true}'`,
    ]);
  });

  test("the table of settings in docs/api.md is the one in force", () => {
    const row = /^\| `(\w+)`(?: \(`(\w+)`\))? \| (\S+) \| ([^|]+) \|[^|]*\| [^|]{3,} \|$/gm;
    const settings = textOf("docs/api.md").split("## Settings")[1]?.split("\n## ")[0] ?? "";
    const shown = [...settings.matchAll(row)].map((found) => found.slice(1, 5));
    const inForce = Object.entries(SETTINGS).map(([name, rule]) => {
      const value = DEFAULT_CONFIG[name as SettingName];
      const onWire = rule.kind === "number" ? Number(value) / rule.scale : value;
      const range =
        rule.kind === "number"
          ? `${rule.min}–${rule.max}${rule.nullable ? ", null" : ""}`
          : rule.choices.join(", ");
      const alias = rule.kind === "number" ? rule.alias : undefined;
      return [rule.wire, alias, value === undefined ? "null" : String(onWire), range];
    });
    expect(shown.length).toBeGreaterThan(15);
    expect(shown).toEqual(inForce);
  });

  test("the crowd of docs/simulation.md is the one that trades", () => {
    const text = textOf("docs/simulation.md");
    const percent = (share: number): string => `${Math.round(share * 100)}`;
    const spreads = (odds: readonly (readonly [number, number])[]): string =>
      odds.map(([cents, share]) => `${cents}¢ ${percent(share)} %`).join(", ");
    const { quiet, busy, busySeconds } = crowd.LOOKS;
    const [first, second, third] = crowd.DEPTH.shares.map(percent);
    const figures = [
      `${crowd.REACTION_LAG.min}–${crowd.REACTION_LAG.max} s after it is over`,
      `by ${(crowd.NEWS_MOVE * 100).toFixed(1)} points or more`,
      `by ${percent(crowd.OVERSHOOT.shareMin)}–${percent(crowd.OVERSHOOT.shareMax)} % of it`,
      `at most ${percent(crowd.OVERSHOOT.cap)} points; half`,
      `gone after ${crowd.OVERSHOOT.halfLife} s`,
      `true chance in ${crowd.FOLLOW_HALF_LIFE} s`,
      `deviation ${(crowd.NOISE.deviation * 100).toFixed(1)} points, half-life ${crowd.NOISE.halfLife} s`,
      `disagree by ${(crowd.BASIS.deviation * 100).toFixed(1)} points`,
      `every ${quiet.min}–${quiet.max} s; every ${busy.min}–${busy.max} s for ${busySeconds} s`,
      `| ${spreads(crowd.SPREADS.quiet)}; after news ${spreads(crowd.SPREADS.busy)} |`,
      `${crowd.DEPTH.levels} levels a side, log-normal, median ${crowd.DEPTH.median.toLocaleString("en-US")}`,
      `show ${first}, ${second} and ${third} %; after news ${percent(crowd.DEPTH.newsShare)} %`,
      `every ${crowd.TAKERS.quietMean} s a market, every ${crowd.TAKERS.busyMean} s after news`,
      `median ${crowd.TAKERS.median} contracts, deviation ${crowd.TAKERS.spread}`,
      `at most ${percent(crowd.TAKERS.shareMax)} % of the best level`,
      `around ${percent(crowd.BELIEF_RANGE.min)}–${percent(crowd.BELIEF_RANGE.max)} %`,
    ];
    expect(figures.filter((figure) => !text.includes(figure))).toEqual([]);
  });

  test("the table of rooms in docs/architecture.md is the one that is enforced", () => {
    const row = /^\| `((?:src\/|web|train)[^`]*)` \|[^|]*\|([^|]*)\| (\w+) \|$/gm;
    const shown = [...textOf("docs/architecture.md").matchAll(row)].map(
      ([, folder = "", opens = "", pure = ""]) => ({
        folder,
        opens: [...opens.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
        isPure: pure === "yes",
      }),
    );
    const enforced = rooms.map(({ folder, mayOpen, isPure }) => ({
      folder,
      opens: mayOpen.map((opened) => basename(opened, ".ts")),
      isPure,
    }));
    expect(enforced.length).toBeGreaterThan(10);
    expect(shown).toEqual(enforced);
  });
});
