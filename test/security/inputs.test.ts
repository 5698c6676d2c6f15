/** What a body or a query may say: all of it or nothing, refused and never bent into shape. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forge, sendRaw } from "./attack-client.ts";
import { post, startUnderAttack, underAttack, type UnderAttack } from "./desk-server.ts";
import { enumerateRoutes, validBodies } from "./routes.ts";

let server: UnderAttack;

beforeAll(async () => {
  server = await startUnderAttack();
});
afterAll(() => server.close());

type Errors = { readonly errors: readonly { field: string; message: string }[] };

async function refusedFields(path: string, body: unknown): Promise<readonly string[]> {
  const before = server.desk.heard.length;
  const answer = await post(server.port, path, body);
  expect([JSON.stringify(body), answer.status]).toEqual([JSON.stringify(body), 400]);
  expect(server.desk.heard.length).toBe(before);
  return (JSON.parse(answer.body) as Errors).errors.map(({ field }) => field);
}

async function accepted(path: string, body: unknown): Promise<void> {
  const before = server.desk.heard.length;
  const answer = await post(server.port, path, body);
  expect([JSON.stringify(body), answer.status < 300]).toEqual([JSON.stringify(body), true]);
  expect(server.desk.heard.length).toBe(before + 1);
}

describe("POST /api/config", () => {
  test("CFG-01 min_edge", async () => {
    for (const value of [-5, -0.0001, 1.0001, "0.1", null, [], {}, 1e308, 0.00005, true]) {
      expect(await refusedFields("/api/config", { min_edge: value })).toEqual(["min_edge"]);
    }
    for (const value of [0, 1, 0.0001, 0.15, 0.1, 0.9999, 0.1 + 0.2 - 0.2]) {
      await accepted("/api/config", { min_edge: value });
    }
  });

  test("CFG-01 NaN and Infinity are not JSON, and min_edge missing changes nothing", async () => {
    const before = server.desk.heard.length;
    for (const text of ["NaN", "Infinity", "-Infinity", "1e999", "0x1", "01", ".1", "+0.1"]) {
      const forged = { method: "POST", path: "/api/config", body: `{"min_edge":${text}}` };
      expect([text, (await forge(server.port, forged)).status]).toEqual([text, 400]);
    }
    expect(server.desk.heard.length).toBe(before);
    expect(await refusedFields("/api/config", {})).toEqual([""]);
    expect(await refusedFields("/api/config", { version: 1 })).toEqual([""]);
  });

  test.each(["max_position_size", "max_position"])("CFG-02 %s", async (name) => {
    for (const value of [9, 1001, 10.5, "lots", -1, 2 ** 53, null, 10.004, 99.999_999_999_9]) {
      expect(await refusedFields("/api/config", { [name]: value })).toEqual([name]);
    }
    for (const value of [10, 25, 1000]) {
      await accepted("/api/config", { [name]: value });
      expect(server.desk.config().maxPosition).toBe(value * 100);
    }
    expect(await refusedFields("/api/config", { max_position: 20, max_position_size: 20 })).toEqual(
      ["max_position"],
    );
  });

  test("CFG-03 booleans", async () => {
    for (const name of ["auto_trading", "paper_trading"]) {
      for (const value of ["true", 1, 0, null, [], "false"]) {
        expect(await refusedFields("/api/config", { [name]: value })).toEqual([name]);
      }
    }
  });

  test("CFG-04 one unknown or bad key refuses the whole request", async () => {
    const before = server.desk.config();
    expect(await refusedFields("/api/config", { min_edge: 0.2, min_egde: 0.3 })).toEqual([
      "min_egde",
    ]);
    expect(
      await refusedFields("/api/config", { min_edge: 0.2, max_position: 5, auto_trading: 1 }),
    ).toEqual(["max_position", "auto_trading"]);
    for (const body of [[], null, "x", 1, true, [{ min_edge: 0.2 }]]) {
      await refusedFields("/api/config", body);
    }
    expect(server.desk.config()).toBe(before);
  });

  const bodies: readonly (readonly [string, Buffer])[] = [
    ["a key twice", Buffer.from('{"min_edge":0.2,"min_edge":0.9}')],
    ["a key twice, once escaped", Buffer.from('{"min_edge":0.2,"min_\\u0065dge":0.9}')],
    ["trailing garbage", Buffer.from('{"min_edge":0.2} x')],
    ["two values", Buffer.from('{"min_edge":0.2}{"min_edge":0.3}')],
    ["a byte order mark", Buffer.from('\ufeff{"min_edge":0.2}')],
    ["UTF-16", Buffer.from('{"min_edge":0.2}', "utf16le")],
    ["UTF-16 with its mark", Buffer.from('\ufeff{"min_edge":0.2}', "utf16le")],
    ["bytes that are not UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ["a comment", Buffer.from('{"min_edge":0.2/* really */}')],
  ];
  test.each(bodies)("CFG-05 %s is refused", async (_what, body) => {
    const before = server.desk.heard.length;
    const { port } = server;
    const head = [
      "POST /api/config HTTP/1.1",
      `Host: localhost:${port}`,
      "Content-Type: application/json",
      "Connection: close",
      `Content-Length: ${body.length}`,
    ].join("\r\n");
    const answer = await sendRaw(port, Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body]));
    expect(answer.status).toBe(400);
    expect(server.desk.heard.length).toBe(before);
  });

  test("CFG-06 of two requests with one version the second is told 409", async () => {
    const { port, desk } = await underAttack();
    const answers = await Promise.all([
      post(port, "/api/config", { min_edge: 0.11, version: 1 }),
      post(port, "/api/config", { min_edge: 0.12, version: 1 }),
    ]);
    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([
      200, 409,
    ]);
    const won = answers.find(({ status }) => status === 200)!;
    const { config, version } = JSON.parse(won.body) as {
      config: { min_edge: number; version: number };
      version: number;
    };
    expect([version, config.version]).toEqual([2, 2]);
    expect(desk.config().minEdge).toBe(config.min_edge * 10_000);
  });
});

describe("SEC-18 no JSON reaches a prototype", () => {
  test.each([
    ["__proto__", '{"__proto__":{"auto_trading":true},"min_edge":0.2}'],
    ["__proto__ escaped", '{"\\u005f_proto__":{"auto_trading":true},"min_edge":0.2}'],
    ["constructor.prototype", '{"constructor":{"prototype":{"auto_trading":true}}}'],
    ["prototype", '{"prototype":{"auto_trading":true},"min_edge":0.2}'],
    ["nested", '{"min_edge":{"__proto__":{"valueOf":1}}}'],
    ["in a list", '[{"__proto__":{"auto_trading":true}}]'],
  ])("SEC-18 %s is refused on every route", async (_what, body) => {
    const before = server.desk.heard.length;
    for (const { method, url } of await enumerateRoutes()) {
      if (method !== "POST") continue;
      const lines = url === "/api/session" ? [`Origin: http://localhost:${server.port}`] : [];
      const answer = await forge(server.port, { method, path: url, lines, body });
      expect([url, answer.status]).toEqual([url, 400]);
    }
    expect(server.desk.heard.length).toBe(before);
    expect(({} as { auto_trading?: boolean }).auto_trading).toBeUndefined();
  });
});

describe("POST /api/execute-trade", () => {
  const ticket = { ticker: "KXNFLGAME-X-KC", side: "BUY", quantity: 10, price: 54 };
  const signal = { signal_id: "s-1", version: 3, quantity: 10, limit: 84 };

  test("a ticket and a signal reach the desk in units of the house", async () => {
    await accepted("/api/execute-trade", { ...ticket, side: "SELL", idempotency_key: "k" });
    expect(server.desk.heard.at(-1)?.command).toEqual({
      kind: "ticket",
      ticker: "KXNFLGAME-X-KC",
      side: "ask",
      quantity: 1000,
      price: 5400,
      idempotencyKey: "k",
    });
    await accepted("/api/execute-trade", { ...signal, limit: 84.5, reason: "seen on TV" });
    expect(server.desk.heard.at(-1)?.command).toEqual({
      kind: "execute",
      signalId: "s-1",
      version: 3,
      quantity: 1000,
      limit: 8450,
      idempotencyKey: undefined,
      reason: "seen on TV",
    });
  });

  test("CFG-10 quantity", async () => {
    for (const quantity of [0, -1, 0.5, 1.5, 1001, 999_999, "10", 1e9, null]) {
      for (const body of [ticket, signal]) {
        expect(await refusedFields("/api/execute-trade", { ...body, quantity })).toEqual([
          "quantity",
        ]);
      }
    }
    for (const quantity of [1, 1000]) await accepted("/api/execute-trade", { ...ticket, quantity });
  });

  test("CFG-11 price", async () => {
    for (const price of [0, 100, 101, -390, "54", 0.84, 54.555, null]) {
      expect(await refusedFields("/api/execute-trade", { ...ticket, price })).toEqual(["price"]);
    }
    for (const limit of [0, 100, 101, -390, "54", 54.555, null]) {
      expect(await refusedFields("/api/execute-trade", { ...signal, limit })).toEqual(["limit"]);
    }
    // Half cents are units of the house: whether a market takes them is its grid's gate.
    for (const price of [1, 99, 54.5, 54.55, 1.1, 8.3]) {
      await accepted("/api/execute-trade", { ...ticket, price });
      const { command } = server.desk.heard.at(-1)!;
      expect(command).toMatchObject({ price: Math.round(price * 100) });
    }
    const dollars = await post(server.port, "/api/execute-trade", { ...ticket, price: 0.84 });
    expect(dollars.body).toContain("cents, not dollars");
  });

  test("CFG-12 side", async () => {
    for (const side of ["BUY ", "buy", "LONG", "", 1, undefined]) {
      expect(await refusedFields("/api/execute-trade", { ...ticket, side })).toEqual(["side"]);
    }
  });

  test("a ticker, a reason or a key that could forge a line of a log is refused", async () => {
    for (const ticker of ["kxnflgame-x-kc", " KX", "KX\n", "<b>", "", "X".repeat(81)]) {
      expect(await refusedFields("/api/execute-trade", { ...ticket, ticker })).toEqual(["ticker"]);
    }
    for (const reason of ["a\nb", "\u001b[31m", "", "x".repeat(501)]) {
      expect(await refusedFields("/api/execute-trade", { ...signal, reason })).toEqual(["reason"]);
    }
  });
});

describe("what concerns really sending", () => {
  test("everything on the account is cancelled only with a true confirm", async () => {
    for (const confirm of [false, "true", 1, null, undefined]) {
      expect(await refusedFields("/api/cancel-everything", { confirm })).toEqual(["confirm"]);
    }
    await accepted("/api/cancel-everything", { confirm: true });
  });

  test("the fate of an order is absent or filled, and names an order", async () => {
    const word = { intent_id: 7, how: "absent" };
    for (const how of ["gone", "ABSENT", "", null, true]) {
      expect(await refusedFields("/api/resolve-unknown", { ...word, how })).toEqual(["how"]);
    }
    for (const id of [0, -1, 1.5, "7", null, undefined]) {
      expect(await refusedFields("/api/resolve-unknown", { ...word, intent_id: id })).toEqual([
        "intent_id",
      ]);
    }
    await accepted("/api/resolve-unknown", word);
  });

  test("a session cap is a number of dollars, 10 to 1000", async () => {
    for (const cap of [9.99, 1000.01, "100", null, -1]) {
      expect(await refusedFields("/api/arm", { session_cap: cap })).toEqual(["session_cap"]);
    }
    expect(await refusedFields("/api/arm", { mode: "LIVE" })).toEqual(["mode"]);
  });
});

describe("GET routes with a query", () => {
  const audit = (query: string) => forge(server.port, { path: `/api/audit-log${query}` });

  test("CFG-13 audit limit", async () => {
    for (const limit of ["-1", "0", "1001", "x", "1e9", "1000000000", "", "50 ", "+5", "5.0"]) {
      const answer = await audit(`?limit=${encodeURIComponent(limit)}`);
      expect([limit, answer.status]).toEqual([limit, 400]);
    }
    for (const limit of [1, 50, 1000]) {
      const answer = await audit(`?limit=${limit}`);
      const { entries } = JSON.parse(answer.body) as { entries: readonly unknown[] };
      expect([answer.status, entries.length]).toEqual([200, Math.min(limit, 120)]);
    }
  });

  test("the newest 50 come, newest last, with what to ask next", async () => {
    const body = JSON.parse((await audit("?limit=50")).body) as {
      entries: readonly { seq: number; event_type: string; timestamp: string }[];
      next: string;
    };
    expect(body.entries.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 50 }, (_, i) => i + 71),
    );
    expect(body.entries.at(-1)).toMatchObject({ event_type: "block", data: { index: 119 } });
    expect(body.next).toBe(body.entries.at(-1)?.timestamp);
    expect(JSON.parse((await audit("")).body)).toEqual(body);
  });

  test("kinds and a start time are passed on, and nonsense is not", async () => {
    await audit("?event_type=signal,block&start_time=2025-09-07T20:00:00Z&limit=5");
    const from = Date.parse("2025-09-07T20:00:00Z");
    expect(server.desk.queries.at(-1)).toEqual({ limit: 5, kinds: ["signal", "block"], from });
    await audit("?start_time=1757275200000");
    expect(server.desk.queries.at(-1)).toMatchObject({ from: 1_757_275_200_000 });
    const nonsense = "start_time=yesterday start_time=2025-09-07 event_type= event_type=a,,b x=1";
    for (const query of [...nonsense.split(" "), "limit=5&limit=6"]) {
      expect([query, (await audit(`?${query}`)).status]).toEqual([query, 400]);
    }
  });

  test("CFG-14 export hours", async () => {
    const csv = (query: string) => forge(server.port, { path: `/api/export/trades.csv${query}` });
    for (const hours of ["-1", "0", "0.0", "10000", "NaN", "x", ""]) {
      expect([hours, (await csv(`?hours=${hours}`)).status]).toEqual([hours, 400]);
    }
    expect((await csv("?kind=all")).status).toBe(400);
    const answer = await csv("?hours=4");
    expect([answer.status, answer.body]).toEqual([200, "trade_id\n"]);
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(server.desk.records.at(-1)).toEqual({
      kind: "export",
      body: { kind: "trades", hours: 4 },
    });
    expect((await csv("?kind=fills")).body).toBe("fill_id,0\n");
  });
});

test("CFG-16 no random body causes a 5xx or, unless it is valid, a change", async () => {
  const { desk, port } = server;
  const routes = (await enumerateRoutes()).filter(({ method }) => method === "POST");
  const fields = Object.values(validBodies).flatMap((body) => Object.keys(body as object));
  const json = fc.oneof(
    fc.jsonValue(),
    fc.dictionary(fc.constantFrom(...fields, "version", "x"), fc.jsonValue()),
    fc.dictionary(fc.constantFrom(...fields), fc.oneof(fc.integer(), fc.double(), fc.boolean())),
  );
  const wanted = 2000;
  const runs = Math.ceil(wanted / routes.length);
  for (const { url } of routes) {
    const property = fc.asyncProperty(json, async (body) => {
      const before = [desk.heard.length, JSON.stringify(desk.config())];
      const answer = await post(port, url, body);
      expect(answer.status).toBeLessThan(500);
      expect(answer.status).toBeGreaterThanOrEqual(200);
      const after = [desk.heard.length, JSON.stringify(desk.config())];
      if (answer.status >= 400) expect([url, after]).toEqual([url, before]);
    });
    await fc.assert(property, { numRuns: runs });
  }
  expect(server.warnings).toEqual([]);
}, 120_000);
