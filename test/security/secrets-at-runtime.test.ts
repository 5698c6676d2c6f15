/**
 * KEY-05: what the running desk holds in its memory and its environment is not to be had from it.
 * The real desk, a key in its hands, the built-in servers at the other end of real sockets.
 */
import { createPrivateKey } from "node:crypto";
import { chmodSync, copyFileSync, readdirSync, readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import {
  type Desk,
  emptyFolder,
  eventually,
  launch,
  type Running,
  startDesk,
} from "../cli/product.ts";
import { type Fields, fieldsOf, get } from "../cli/requests.ts";
import { buyHome } from "../cli/tickets.ts";
import { forge } from "./attack-client.ts";
import { openPage, pageLines, type PageSession } from "./desk-server.ts";
import { bodyFor, enumerateRoutes } from "./routes.ts";

/** Something that must be nowhere, under the name by which a failure may speak of it. */
type Secret = { readonly name: string; readonly text: string };
/** Something that was read from the desk, and from where. */
type Found = { readonly where: string; readonly text: string };

/** Part of two values of the desk's environment, the path of its key among them. */
const sealed = "sealed-away-7f3a91c2";
const signatures: string[] = [];
/** Everything that came out of the desk in one night, its servers' end included. */
const told: Found[] = [];
const files: Found[] = [];
let servers: Running;
let desk: Desk;
let keyId: string;
let keyFile: string;
let page: PageSession;
let wire: { readonly port: number; close(): void };

const signatureLine = /^kalshi-access-signature: (\S+)\r$/gim;

/** Stands before the exchange, hands on every byte and keeps each signature that goes by. */
async function keepSignatures(target: number): Promise<typeof wire> {
  const server = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    near.on("error", () => far.destroy()).on("close", () => far.destroy());
    far.on("error", () => near.destroy()).on("close", () => near.destroy());
    near.on("data", (bytes: Buffer) => {
      for (const [, one = ""] of bytes.toString("latin1").matchAll(signatureLine)) {
        signatures.push(one);
      }
    });
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { port: address.port, close: () => void server.close() };
}

/** The game being played now: there are others on the slate. */
async function gameOnNow(espn: string): Promise<string> {
  const path = "/apis/site/v2/sports/football/nfl/scoreboard";
  const { events } = (await get(`${espn}${path}`)) as unknown as {
    events: { id: string; status: { type: { state: string } } }[];
  };
  return events.find(({ status }) => status.type.state === "in")?.id ?? "";
}

const environment = (): Readonly<Record<string, string>> => ({
  KALSHI_API_KEY_ID: keyId,
  KALSHI_PRIVATE_KEY_FILE: keyFile,
  SOMEBODY_ELSES_PASSWORD: `${sealed}-password`,
});

beforeAll(async () => {
  servers = launch(["sim", "--json", "--espn-lag", "0"]);
  const [line] = await servers.until(/^.*\n/);
  const said = fieldsOf(line) as { espn: { url: string }; kalshi: Fields };
  wire = await keepSignatures(Number(new URL(String(said.kalshi["rest"])).port));
  keyId = String(said.kalshi["key_id"]);
  keyFile = join(emptyFolder(), `${sealed}.pem`);
  copyFileSync(String(said.kalshi["private_key_file"]), keyFile);
  chmodSync(keyFile, 0o600);
  const urls = ["--espn-url", said.espn.url, "--kalshi-url", `http://127.0.0.1:${wire.port}`];
  const game = ["--game", await gameOnNow(said.espn.url)];
  desk = await startDesk(["--source", "real", ...game, ...urls], { env: environment() });
  page = await openPage(desk.port);
  await useItsWholeNight();
});

afterAll(async () => {
  await desk?.end("SIGKILL");
  await servers?.end();
  wire?.close();
});

/** Trades, asks everything, lets the servers die, asks again, ends it and reads what is left. */
async function useItsWholeNight(): Promise<void> {
  const frames = await listenTo(desk);
  await buyHome(desk.url, 10);
  await eventually("the ticket has filled", async () => {
    const { total_trades: trades } = (await get(`${desk.url}/api/state`))["performance"] as Fields;
    return trades === 1 ? true : undefined;
  });
  await askEverything("");
  await servers.end("SIGKILL");
  await eventually("the desk has noticed that both servers are gone", async () => {
    const { status } = await get(`${desk.url}/api/state`);
    const { espn, kalshi } = (status as Fields)["connected"] as Fields;
    return espn === false && kalshi === false ? true : undefined;
  });
  await askEverything(", servers gone");
  told.push({ where: "/ws", text: frames.join("\n") });
  const ended = await desk.end("SIGTERM");
  told.push({ where: "standard error", text: ended.err });
  const out = ended.out.replace(/^code for this session: .*$/m, "");
  told.push({ where: "standard output", text: out });
  files.push(...filesBelow(desk.data));
}

/** Every frame of the page's socket, from the snapshot on; the list grows while the night runs. */
async function listenTo(server: Desk): Promise<readonly string[]> {
  const frames: string[] = [];
  const headers = { origin: server.url, cookie: page.cookie };
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/ws`, { headers });
  socket.on("message", (data: Buffer) => void frames.push(data.toString("utf8")));
  socket.on("error", () => {});
  await new Promise((resolve) => socket.once("open", resolve));
  socket.send('{"type":"ping"}');
  await eventually("frames have come", () => (frames.length > 5 ? true : undefined));
  return frames;
}

const queries: Readonly<Record<string, readonly string[]>> = {
  "/api/audit-log": ["", "?limit=1000", "?limit=process.env"],
  "/api/export/trades.csv": ["", "?kind=fills", "?kind=env"],
};

/** Addresses at which other programs keep what is asked for here. */
const strangeAddresses = [
  "/.env",
  "/../.env",
  "/%2e%2e/%2e%2e/proc/self/environ",
  "/proc/self/environ",
  "/private-key.pem",
  "/json",
  "/json/list",
  "/debug/pprof/heap",
  "/api/env",
  "/api/config",
  "/api/heap",
];

async function askEverything(when: string): Promise<void> {
  const routes = await enumerateRoutes();
  const own = routes.filter(({ url }) => url !== "/app-1a2b.js");
  const asked = own.flatMap((route) =>
    (queries[route.url] ?? [""]).map((query) => ({ ...route, path: `${route.url}${query}` })),
  );
  const strange = strangeAddresses.map((path) => ({ method: "GET", url: path, path }));
  for (const { method, url, path } of [...asked, ...strange]) {
    const body = bodyFor({ method, url });
    const lines = pageLines(desk.port, page);
    const wish = { method, path, lines, ...(body === undefined ? {} : { body }) };
    const { raw } = await forge(desk.port, wish);
    // The page's session is given to the page by this one answer.
    if (url !== "/api/session") told.push({ where: `${method} ${path}${when}`, text: raw });
  }
}

function filesBelow(folder: string): readonly Found[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ where: relative(folder, path), text: readFileSync(path, "latin1") }));
}

/** The key in every form in which it may be written down. */
function formsOfKey(): readonly Secret[] {
  const pem = readFileSync(keyFile, "utf8");
  const body = pem.split("\n").filter((line) => line.length >= 32 && !line.startsWith("-"));
  const jwk = createPrivateKey(pem).export({ format: "jwk" });
  const { d = "", p = "", q = "", dp = "", dq = "", qi = "" } = jwk;
  const numbers = [d, p, q, dp, dq, qi].filter((text) => text !== "");
  const hex = numbers.map((text) => Buffer.from(text, "base64url").toString("hex"));
  const forms = [...body, ...numbers, ...hex].map((text) => ({ name: "the private key", text }));
  return [...forms, { name: "a private key's first line", text: "PRIVATE KEY-----" }];
}

/** A key id may be recognised by its end; ten characters in a row are more than that. */
function partsOfKeyId(): readonly Secret[] {
  const length = 10;
  return Array.from({ length: keyId.length - length + 1 }, (_, at) => ({
    name: "the key id",
    text: keyId.slice(at, at + length),
  }));
}

function sessionSecrets(): readonly Secret[] {
  const code = /^code for this session: (\S+)$/m.exec(desk.out())?.[1] ?? "";
  return [
    { name: "the session's code", text: code },
    { name: "the page's cookie", text: page.cookie.split("=")[1] ?? "" },
    { name: "the page's CSRF token", text: page.csrf },
  ];
}

function secrets(): readonly Secret[] {
  return [
    ...formsOfKey(),
    ...partsOfKeyId(),
    ...signatures.map((text) => ({ name: "a signature", text })),
    ...sessionSecrets(),
    { name: "a value of the environment", text: sealed },
    { name: "a header of the signature", text: "ACCESS-SIGNATURE" },
  ];
}

/** Where which secret stands: named, never shown. */
function leaksIn(found: readonly Found[], sought: readonly Secret[]): readonly string[] {
  const leaks = found.flatMap(({ where, text }) =>
    sought
      .filter((secret) => text.toLowerCase().includes(secret.text.toLowerCase()))
      .map(({ name }) => `${where}: ${name}`),
  );
  return [...new Set(leaks)];
}

describe("KEY-05: the memory and the environment of the desk", () => {
  test("the night was a real one: signed, traded, failed and recorded", () => {
    expect(signatures.length).toBeGreaterThan(10);
    expect(secrets().filter(({ text }) => text.length < 8)).toEqual([]);
    const wheres = told.map(({ where }) => where);
    for (const route of ["GET /", "GET /api/state", "GET /api/audit-log", "GET /ws"]) {
      expect(wheres).toContain(route);
      expect(wheres).toContain(`${route}, servers gone`);
    }
    expect(told.find(({ where }) => where === "GET /api/export/trades.csv")?.text).toContain("T");
    expect(files.some(({ where }) => where.endsWith("journal-0001.ndjson"))).toBe(true);
  });

  test("what is looked for would be found", () => {
    const all = secrets().map(({ text }, index) => ({ where: `${index}`, text: `x${text}x` }));
    const missed = all.filter((one) => leaksIn([one], secrets()).length === 0);
    expect(missed).toEqual([]);
  });

  test("no route, no frame of the socket and no line of the terminal holds any of it", () => {
    expect(leaksIn(told, secrets())).toEqual([]);
  });

  test("no file of the data folder holds any of it: journal, log, lock, heads", () => {
    expect(leaksIn(files, secrets())).toEqual([]);
  });

  test("the key of the journal's seals leaves its own file nowhere", () => {
    const seal = files.filter(({ where }) => /key/.test(where));
    expect(seal).toHaveLength(1);
    const sought = seal.map(({ text }) => ({ name: "the seals' key", text: text.trim() }));
    const others = files.filter((file) => !seal.includes(file));
    expect(leaksIn([...told, ...others], sought)).toEqual([]);
  });
});

test("KEY-13 the running desk has opened no inspector, and none of its lines says so", () => {
  const said = told.find(({ where }) => where === "standard error");
  expect(said).toBeDefined();
  expect(said?.text).not.toMatch(/debugger|inspector/i);
});
