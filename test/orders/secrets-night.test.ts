import { readdirSync, readFileSync, statSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type RunOptions, runNight } from "../../src/app/app.ts";
import type { NightConditions } from "../../src/sim/sim.ts";
import { dataFolder, emptyFolder } from "../cli/product.ts";
import { createKeyedSource, type KeyedSource } from "./keyed-source.ts";
import { type Secrets, secretsIn } from "./secrets.ts";

/** A name whose every five characters are found nowhere else. */
const keyId = "Kq7Z~wJ9v~Yb4N~mR2x";
const reads = [
  "/api/state",
  "/api/circuit-breaker",
  "/api/audit-log?limit=1000",
  "/api/export/trades.csv",
  "/api/export/trades.csv?kind=fills",
  "/api/health",
  "/api/none",
];

const orders = { method: "POST", pathEnd: "/portfolio/events/orders" } as const;
const invalid = { error: { code: "authentication_error", message: "INVALID_SIGNATURE" } };
/** Answers that lose an order, refuse a signature and break off: error texts are texts too. */
const conditions: NightConditions = {
  faults: {
    exchange: {
      calls: [
        { ...orders, numbers: [2], fault: { kind: "dropAnswer" } },
        { ...orders, numbers: [4], fault: { kind: "html", carriedOut: false } },
        { ...orders, numbers: [5], fault: { kind: "status", status: 503, carriedOut: false } },
        {
          method: "GET",
          path: "/portfolio/fills",
          numbers: [40],
          fault: { kind: "answer", status: 401, body: invalid, carriedOut: false },
        },
        { method: "GET", path: "/portfolio/positions", numbers: [60], fault: { kind: "half" } },
      ],
      frames: [{ type: "fill", numbers: [3], fault: { kind: "close", code: 1006 } }],
    },
  },
};

type Sent = { readonly status: number; readonly text: string; readonly cookie: string };

/** Texts of a night, by where they stood. */
const texts = new Map<string, string>();
const said: string[] = [];
const frames: string[] = [];
const words: Record<string, string> = {};
let keyed: KeyedSource;
let data: string;
let trades = 0;

function send(method: string, path: string, more: Record<string, string> = {}, body?: unknown) {
  const url = `${said[0] ?? ""}${path}`;
  const type = body === undefined ? {} : { "content-type": "application/json" };
  const headers = { "user-agent": "curl/8.5.0", ...type, ...more };
  return new Promise<Sent>((resolve, reject) => {
    const asking = request(url, { method, headers, agent: false }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part: string) => (text += part));
      const cookie = answer.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
      answer.once("end", () => resolve({ status: answer.statusCode ?? 0, text, cookie }));
    });
    asking.once("error", reject);
    asking.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function post(path: string, body: unknown, token = words["the session token"] ?? "") {
  const answer = await send("POST", path, { "x-mnf-token": token }, body);
  texts.set(`POST ${path} ${texts.size}`, answer.text);
  return answer;
}

/** A page with its session listens, DEMO is armed, auto is on; a stranger has tried before. */
async function act(): Promise<void> {
  const [, token = ""] = /^code for this session: (\S+)$/m.exec(said.join("\n")) ?? [];
  words["the session token"] = token;
  const origin = said[0] ?? "";
  const opened = await send("POST", "/api/session", { origin }, {});
  const { csrf } = JSON.parse(opened.text) as { csrf: string };
  words["the page's token"] = csrf;
  words["the page's cookie"] = opened.cookie.split("=")[1] ?? "";
  const page = new WebSocket(`${origin.replace("http", "ws")}/ws`, {
    headers: { origin, cookie: opened.cookie },
  });
  page.on("message", (bytes: Buffer) => frames.push(bytes.toString()));
  page.on("error", (error) => frames.push(String(error)));
  await new Promise((resolve) => page.once("open", resolve));
  await post("/api/arm", {}, "0123456789ab");
  for (const path of ["/api/arm", "/api/start", "/api/stop", "/api/start"]) {
    const answer = await post(path, {});
    if (answer.status !== 200) throw new Error(answer.text);
  }
  await post("/api/config", { auto_trading: true });
  texts.set("GET /api/games", (await send("GET", "/api/games")).text);
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

beforeAll(async () => {
  keyed = createKeyedSource({ seed: 2, conditions, keyId, atMs: 30_000, act });
  data = dataFolder();
  const options: RunOptions = {
    dataFolder: data,
    port: 0,
    pageFolder: emptyFolder(),
    seed: 2,
    settings: {},
    auto: false,
    source: "sim",
    optionsText: "a night with a key",
    openSource: () => Promise.resolve({ kind: "source", source: keyed.source }),
    quit: () => undefined,
    say: (line) => said.push(line),
  };
  const started = await runNight(options);
  if (started.kind === "refused") throw new Error(started.why);
  const summary = await started.run.over;
  texts.set("the summary", JSON.stringify(summary));
  trades = (summary.performance as { total_trades: number }).total_trades;
  for (const path of reads) texts.set(`GET ${path}`, (await send("GET", path)).text);
  await started.run.stop();
  texts.set("what the page was sent", frames.join("\n"));
  const terminal = said.filter((line) => !line.startsWith("code for this session: "));
  texts.set("the terminal, but for the line that gives the code", terminal.join("\n"));
  for (const path of filesBelow(data)) texts.set(path, readFileSync(path, "latin1"));
});

const secretsNow = (): Secrets => ({ ...keyed, words });

describe("KEY-03 I14 after a whole night in DEMO", () => {
  test("orders were sent and signed with a real key, through refusals and losses", () => {
    expect(trades).toBeGreaterThanOrEqual(3);
    expect(keyed.signatures.size).toBeGreaterThan(500);
    expect(keyed.night.faults.exchange.strikes.length).toBeGreaterThanOrEqual(4);
    const journal = [...texts].filter(([path]) => path.endsWith("journal-0001.ndjson"));
    expect(journal.map(([, text]) => text.includes('"mode":"DEMO","fill"'))).toEqual([true]);
    expect(frames.length).toBeGreaterThan(10);
    expect(Object.values(words).every((word) => word.length >= 12)).toBe(true);
    expect(texts.get("GET /api/export/trades.csv")).toContain("DEMO");
    expect([...texts.keys()].some((path) => path.endsWith("mnf.log"))).toBe(true);
  });

  test("the search finds each kind of secret where there is one", () => {
    const [signature = ""] = keyed.signatures;
    const planted = {
      "a signature": `{"headers":"${signature}"}`,
      "a PEM line": keyed.pem.split("\n")[0] ?? "",
      "the key": keyed.pem.split("\n")[1] ?? "",
      "more of the key's id": `…${keyId.slice(6, 11)}`,
      ...words,
    };
    expect(Object.keys(planted)).toHaveLength(7);
    for (const [name, text] of Object.entries(planted)) {
      expect(secretsIn(`x ${text} y`, secretsNow())).toEqual([name]);
    }
    expect(secretsIn(`…${keyId.slice(-4)}`, secretsNow())).toEqual([]);
  });

  test("no log, record, export, answer, frame or line at the terminal holds one", () => {
    expect(texts.size).toBeGreaterThan(15);
    const hits = [...texts].map(([where, text]) => [where, secretsIn(text, secretsNow())] as const);
    expect(hits.filter(([, found]) => found.length > 0)).toEqual([]);
  });
});
