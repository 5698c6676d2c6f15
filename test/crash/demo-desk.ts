/** A desk of `--source demo`, a process of its own, at the built-in servers of this process. */
import { writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openBuiltInServers } from "../../src/app/app.ts";
import { type NightPlan, planNight } from "../../src/sim/sim.ts";
import { dataFolder, type Desk, emptyFolder, eventually, startDesk } from "../cli/product.ts";
import { type Fields, fieldsOf, get } from "../cli/requests.ts";
import { brokenStopVariable } from "./broken-stop.ts";
import { killAtVariable, type KillPoint } from "./kill-at.ts";
import { openTollGate, type TollGate } from "./toll-gate.ts";

/** What is special about a desk: its folder, where it dies, or that its stop is broken. */
type DeskWish = {
  readonly data?: string;
  readonly killAt?: KillPoint;
  readonly brokenStop?: true;
};

/** An exchange and a scoreboard, with a gate in front of the exchange. */
export type Town = {
  readonly homeTicker: string;
  readonly gate: TollGate;
  /** A signed request past the gate, as another program of the same person makes it. */
  ask(method: "GET" | "POST", path: string, body?: unknown): Promise<Fields>;
  orders(): Promise<readonly Fields[]>;
  /** Contracts held of HOME's market, by the exchange's own word. */
  held(): Promise<number>;
  startDesk(wish?: DeskWish): Promise<Desk>;
  close(): Promise<void>;
};

const killing = fileURLToPath(new URL("./kill-at.ts", import.meta.url));
const breaking = fileURLToPath(new URL("./broken-stop.ts", import.meta.url));
const restPath = "/trade-api/v2";

const builtIn = { kind: "builtIn", crowd: "overreacting" } as const;

type Sending = {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
};

function send(url: string, { method, headers, body }: Sending): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, headers, agent: false }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part: string) => (text += part));
      answer.once("end", () => resolve([answer.statusCode ?? 0, text]));
      answer.once("error", reject);
    });
    asking.once("error", reject);
    asking.end(body);
  });
}

/** A night whose own time is the time of day: what the exchange dates, the desk's clock has too. */
function planForNow(): NightPlan {
  const seed = 2;
  const begun = planNight({ seed, kind: builtIn });
  const kickoffAt = Date.now() - (begun.startsAt - begun.listing.kickoffAt);
  return planNight({ seed, kind: { ...builtIn, kickoffAt }, espnLagSeconds: 0 });
}

/** Opens the built-in servers, and a gate in front of the exchange. */
export async function openTown(): Promise<Town> {
  const plan = planForNow();
  const servers = await openBuiltInServers(plan, 1, { espn: 0, kalshi: 0 });
  servers.begin();
  const { key, restUrl: rest, espnUrl } = servers;
  const { keyId } = key;
  const keyFile = join(emptyFolder(), "private-key.pem");
  writeFileSync(keyFile, key.privateKeyPem, { mode: 0o600 });
  const gate = await openTollGate(Number(new URL(rest).port));
  const game = plan.eventId;

  async function ask(method: "GET" | "POST", path: string, body?: unknown): Promise<Fields> {
    const at = Date.now();
    const signed = `${at}${method}${restPath}${path.split("?")[0] ?? ""}`;
    const headers = {
      "kalshi-access-key": keyId,
      "kalshi-access-timestamp": String(at),
      "kalshi-access-signature": await key.credentials.sign(signed),
      "content-type": "application/json",
    };
    const text = body === undefined ? undefined : JSON.stringify(body);
    const [status, answer] = await send(`${rest}${path}`, { method, headers, body: text });
    if (status > 299) throw new Error(`${method} ${path}: ${status} ${answer}`);
    return fieldsOf(answer);
  }

  return {
    homeTicker: plan.listing.home.ticker,
    gate,
    ask,
    async orders() {
      // Reads lag behind by up to a second.
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      const { orders } = await ask("GET", "/portfolio/orders?limit=200");
      return orders as Fields[];
    },
    async held() {
      const { market_positions: positions } = await ask("GET", "/portfolio/positions?limit=200");
      return (positions as Fields[]).reduce((sum, one) => sum + Number(one["position_fp"]), 0);
    },
    startDesk({ data = dataFolder(), killAt, brokenStop } = {}) {
      const urls = ["--espn-url", espnUrl, "--kalshi-url", `http://127.0.0.1:${gate.port}`];
      const env = {
        KALSHI_DEMO_API_KEY_ID: keyId,
        KALSHI_DEMO_PRIVATE_KEY_FILE: keyFile,
        ...(killAt === undefined ? {} : { [killAtVariable]: killAt }),
        ...(brokenStop === undefined ? {} : { [brokenStopVariable]: "1" }),
        NODE_OPTIONS: `--import ${killing} --import ${breaking}`,
      };
      // No signal is that large: what is sent is what the test asks for.
      const args = ["--source", "demo", "--game", game, "--set", "min_edge=1", ...urls];
      return startDesk(args, { data, env });
    },
    async close() {
      await gate.close();
      await servers.close();
    },
  };
}

export function stateOf(desk: Desk): Promise<Fields> {
  return get(`${desk.url}/api/state`);
}

/** `POST` with the code that the desk's terminal printed. */
export async function post(
  desk: Desk,
  path: string,
  body: unknown = {},
): Promise<{ readonly status: number; readonly body: Fields }> {
  const [, token = ""] = /^code for this session: (\S+)$/m.exec(desk.out()) ?? [];
  const headers = {
    "user-agent": "curl/8.5.0",
    "content-type": "application/json",
    "x-mnf-token": token,
  };
  const sending = { method: "POST", headers, body: JSON.stringify(body) };
  const [status, text] = await send(`${desk.url}${path}`, sending);
  return { status, body: fieldsOf(text) };
}

const betweenMs = 500;

/** Asks until the desk says yes; the last no is in the message when it never does. */
function untilTaken(desk: Desk, path: string, body: () => Promise<unknown>): Promise<Fields> {
  let last: unknown;
  return eventually(
    () => `${path} is taken (the last answer: ${JSON.stringify(last)})`,
    async () => {
      const answer = await post(desk, path, await body());
      last = answer.body;
      return answer.status < 300 ? answer.body : undefined;
    },
    betweenMs,
  );
}

/** DEMO armed, started, auto ON. */
export async function intoDemo(desk: Desk): Promise<void> {
  await untilTaken(desk, "/api/arm", () => Promise.resolve({}));
  await untilTaken(desk, "/api/start", () => Promise.resolve({}));
  await untilTaken(desk, "/api/config", () => Promise.resolve({ auto_trading: true }));
}

/** Buys HOME up to 3 cents above the offer. */
export function buyHome(desk: Desk, quantity: number): Promise<Fields> {
  return untilTaken(desk, "/api/execute-trade", async () => {
    const { market_state: market } = await stateOf(desk);
    const { ticker, ask: offer } = market as Fields;
    const price = Math.min(97, Math.round(Number(offer) * 100) + 3);
    return { ticker, side: "BUY", quantity, price };
  });
}

/** Waits until the state is as wanted. */
export function when(desk: Desk, what: string, is: (state: Fields) => boolean): Promise<Fields> {
  let last: Fields = {};
  return eventually(
    () => `${what} (${JSON.stringify([last["mode"], last["status"]]).slice(0, 1500)})`,
    async () => {
      last = await stateOf(desk);
      return is(last) ? last : undefined;
    },
    100,
  );
}
