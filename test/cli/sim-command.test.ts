import { constants, createPrivateKey, sign } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { launch, type Running } from "./product.ts";
import { type Fields, fieldsOf, get } from "./requests.ts";

type Servers = {
  readonly espn: { readonly url: string };
  readonly kalshi: {
    readonly rest: string;
    readonly ws: string;
    readonly key_id: string;
    readonly private_key_file: string;
  };
};

/** What a client of both sees in the first quarter of a minute. */
type Watched = {
  readonly tickers: readonly string[];
  /** Frames of the socket by type, in order. */
  readonly frames: readonly string[];
  readonly pings: number;
  /** Books asked for over REST, a second apart. */
  readonly books: readonly Fields[];
};

let running: Running;
let servers: Servers;
let watched: Watched;

beforeAll(async () => {
  running = launch(["sim", "--json"]);
  const [line] = await running.until(/^.*\n/);
  servers = fieldsOf(line) as unknown as Servers;
  watched = await watch(15_000);
});

afterAll(() => void running?.end());

/** What the exchange's documentation asks of whoever opens its socket. */
function signedHeaders(path: string): Record<string, string> {
  const key = createPrivateKey(readFileSync(servers.kalshi.private_key_file));
  const timestamp = `${Date.now()}`;
  const signature = sign("sha256", Buffer.from(`${timestamp}GET${path}`), {
    key,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  });
  return {
    "KALSHI-ACCESS-KEY": servers.kalshi.key_id,
    "KALSHI-ACCESS-TIMESTAMP": timestamp,
    "KALSHI-ACCESS-SIGNATURE": signature.toString("base64"),
  };
}

function openSocket(headers: Record<string, string>): Promise<WebSocket> {
  const socket = new WebSocket(servers.kalshi.ws, { headers });
  return new Promise((resolve, reject) => {
    socket.once("open", () => resolve(socket));
    socket.once("error", reject);
  });
}

async function firstOpenEvent(): Promise<{ readonly tickers: readonly string[] }> {
  const query = "series_ticker=KXNFLGAME&status=open&with_nested_markets=true";
  const { events } = (await get(`${servers.kalshi.rest}/events?${query}`)) as unknown as {
    events: { markets: { ticker: string }[] }[];
  };
  return { tickers: (events[0]?.markets ?? []).map(({ ticker }) => ticker) };
}

async function watch(ms: number): Promise<Watched> {
  const { tickers } = await firstOpenEvent();
  const socket = await openSocket(signedHeaders("/trade-api/ws/v2"));
  const frames: string[] = [];
  const books: Fields[] = [];
  let pings = 0;
  socket.on("ping", () => {
    pings += 1;
  });
  socket.on("message", (data: Buffer) => frames.push(String(fieldsOf(data.toString())["type"])));
  const params = { channels: ["orderbook_delta"], market_tickers: tickers };
  socket.send(JSON.stringify({ id: 1, cmd: "subscribe", params }));
  const from = performance.now();
  while (performance.now() - from < ms) {
    for (const ticker of tickers) {
      const answer = await get(`${servers.kalshi.rest}/markets/${ticker}/orderbook`);
      books.push(answer["orderbook_fp"] as Fields);
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  socket.close();
  return { tickers, frames, pings, books };
}

describe("mnf sim --json", () => {
  test("prints one line of exactly the promised shape and goes on running", () => {
    expect(running.out()).toBe(`${JSON.stringify(servers)}\n`);
    expect(Object.keys(servers)).toEqual(["espn", "kalshi"]);
    expect(Object.keys(servers.espn)).toEqual(["url"]);
    expect(Object.keys(servers.kalshi)).toEqual(["rest", "ws", "key_id", "private_key_file"]);
    expect(servers.espn.url).toMatch(/^http:\/\/(localhost|127\.0\.0\.1):\d+$/);
    expect(servers.kalshi.rest).toMatch(/^http:\/\/(localhost|127\.0\.0\.1):\d+\/trade-api\/v2$/);
    expect(servers.kalshi.ws).toMatch(/^ws:\/\/(localhost|127\.0\.0\.1):\d+\/trade-api\/ws\/v2$/);
    expect(running.process.exitCode).toBeNull();
  });

  test("the private key is an RSA key of 2048 bits that only its owner can read", () => {
    const path = servers.kalshi.private_key_file;
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(readFileSync(path));
    expect([asymmetricKeyType, asymmetricKeyDetails?.modulusLength]).toEqual(["rsa", 2048]);
  });

  test("the scoreboard shows a game that is on", async () => {
    const path = "/apis/site/v2/sports/football/nfl/scoreboard";
    const { events } = (await get(`${servers.espn.url}${path}`)) as unknown as {
      events: { status: { type: { state: string } } }[];
    };
    expect(events.map(({ status }) => status.type.state)).toContain("in");
  });

  test("at its start the first open event has two markets, and both books two sides", () => {
    expect(watched.tickers).toHaveLength(2);
    expect(watched.books.length).toBeGreaterThan(10);
    for (const book of watched.books) {
      expect(book["yes_dollars"]).toEqual(expect.arrayContaining([expect.any(Array)]));
      expect(book["no_dollars"]).toEqual(expect.arrayContaining([expect.any(Array)]));
    }
  });

  test("a signed socket brings two snapshots, three deltas and a ping within 15 s", () => {
    const of = (type: string): number => watched.frames.filter((one) => one === type).length;
    expect(of("orderbook_snapshot")).toBe(2);
    expect(of("orderbook_delta")).toBeGreaterThanOrEqual(3);
    expect(watched.pings).toBeGreaterThanOrEqual(1);
  });

  test("a socket without a right signature is refused", async () => {
    const headers = signedHeaders("/trade-api/ws/v2");
    await expect(openSocket({})).rejects.toThrow(/401/);
    await expect(
      openSocket({ ...headers, "KALSHI-ACCESS-TIMESTAMP": `${Date.now() - 1}` }),
    ).rejects.toThrow(/401/);
  });

  test("ends with its key file removed", async () => {
    const ended = await running.end("SIGTERM");
    expect(ended).toMatchObject({ code: 0, err: "" });
    expect(existsSync(servers.kalshi.private_key_file)).toBe(false);
  });
});

test("with --now the game is on at this very hour", async () => {
  const today = launch(["sim", "--json", "--now"]);
  try {
    const [line] = await today.until(/^.*\n/);
    const { espn } = fieldsOf(line) as unknown as Servers;
    const path = "/apis/site/v2/sports/football/nfl/scoreboard";
    const { events } = (await get(`${espn.url}${path}`)) as unknown as {
      events: readonly { date: string; status: { type: { state: string } } }[];
    };
    const live = events.filter(({ status }) => status.type.state === "in");
    const hours = live.map(({ date }) => Math.abs(Date.now() - Date.parse(date)) / 3_600_000);
    expect(hours.length).toBeGreaterThan(0);
    expect(Math.min(...hours)).toBeLessThan(2);
  } finally {
    await today.end();
  }
});
