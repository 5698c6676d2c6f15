import { expect, test } from "vitest";
import { seededChance } from "../../domain/chance.ts";
import type { HttpResponse, Socket } from "../../domain/ports.ts";
import { HOME, levels, order, setStage } from "../exchange/stage.ts";
import type { Stage } from "../exchange/stage.ts";
import { createFaults, randomRules } from "./faults.ts";
import type { CallFault, Faults, FrameFault, Rules } from "./faults.ts";

const ordersPath = "/portfolio/events/orders";

type Struck = {
  readonly stage: Stage;
  readonly faults: Faults;
  /** Sends a create; what came, once it came. */
  readonly create: (clientOrderId: string) => { response?: HttpResponse | undefined };
  /** Client order ids that the exchange knows. */
  readonly known: () => unknown[];
};

function struckBy(rules: Rules, seed = 1): Struck {
  const stage = setStage();
  stage.exchange.quote(HOME, levels([62, 100]), levels([63, 2000]));
  const faults = createFaults({
    rules,
    chance: seededChance(seed, "faults"),
    timers: stage.clock.timers,
  });
  const rest = faults.http(stage.exchange.rest);
  return {
    stage,
    faults,
    create: (id) => {
      const came: { response?: HttpResponse | undefined } = {};
      const url = `http://127.0.0.1:1/trade-api/v2${ordersPath}`;
      const body = JSON.stringify(order({ client_order_id: id }));
      void Promise.resolve(rest.handle({ method: "POST", url, headers: {}, body })).then(
        (response) => {
          came.response = response;
        },
      );
      return came;
    },
    known: () => {
      const orders: unknown = stage.read("/portfolio/orders")["orders"];
      return (orders as { client_order_id: string }[]).map((one) => one.client_order_id);
    },
  };
}

/** Every promise that can be settled is. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function onFirst(fault: CallFault): Rules {
  return { calls: [{ method: "POST", path: ordersPath, numbers: [1], fault }] };
}

test.each([
  // fault, does the order exist, what the client hears
  [{ kind: "dropAnswer" }, true, undefined],
  [{ kind: "drop" }, false, undefined],
  [{ kind: "status", status: 503, carriedOut: true }, true, 503],
  [{ kind: "status", status: 503, carriedOut: false }, false, 503],
  [{ kind: "status", status: 429, carriedOut: false }, false, 429],
  [{ kind: "status", status: 400, carriedOut: false }, false, 400],
  [{ kind: "html", carriedOut: true }, true, 200],
  [{ kind: "html", carriedOut: false }, false, 200],
  [{ kind: "half" }, true, 201],
  [{ kind: "empty" }, true, 201],
  [{ kind: "rename", field: "order_id", to: "id" }, true, 201],
  [{ kind: "duplicate", answer: "first" }, true, 201],
  [{ kind: "duplicate", answer: "last" }, true, 409],
] as const)(
  "%o: the order exists %s, the client hears %s; the next call is whole",
  async (...row) => {
    const [fault, exists, status] = row;
    const { create, known, faults } = struckBy(onFirst(fault));
    const first = create("one");
    await settled();
    expect(known()).toEqual(exists ? ["one"] : []);
    expect(first.response?.status).toBe(status);
    const next = create("two");
    await settled();
    expect(next.response?.status).toBe(201);
    expect(JSON.parse(next.response?.body ?? "")).toHaveProperty("order_id");
    const { kind } = fault;
    expect(faults.strikes).toEqual([
      { where: "call", what: `POST /trade-api/v2${ordersPath}`, kind },
    ]);
  },
);

test("answers are HTML, half, empty or renamed as asked for", async () => {
  const bodyUnder = async (fault: CallFault): Promise<string> => {
    const { create } = struckBy(onFirst(fault));
    const came = create("one");
    await settled();
    return came.response?.body ?? "nothing";
  };
  expect(await bodyUnder({ kind: "html", carriedOut: true })).toMatch(/^<!doctype html>/);
  expect(await bodyUnder({ kind: "empty" })).toBe("");
  const half = await bodyUnder({ kind: "half" });
  expect(half).toMatch(/^\{"order_id"/);
  expect(() => JSON.parse(half) as unknown).toThrow(SyntaxError);
  const renamed = JSON.parse(await bodyUnder({ kind: "rename", field: "fill_count", to: "f" }));
  expect(renamed).toHaveProperty("f");
  expect(renamed).not.toHaveProperty("fill_count");
});

test("a late order appears after its time and is never answered", async () => {
  const { stage, create, known } = struckBy(onFirst({ kind: "late", ms: 5000 }));
  const came = create("one");
  stage.clock.wind(4999);
  await settled();
  expect(known()).toEqual([]);
  stage.clock.wind(1);
  await settled();
  expect(known()).toEqual(["one"]);
  expect(came.response).toBeUndefined();
});

test("a delayed answer comes later, though the order is there at once", async () => {
  const { stage, create, known } = struckBy(onFirst({ kind: "delay", ms: 700 }));
  const came = create("one");
  await settled();
  expect([known(), came.response]).toEqual([["one"], undefined]);
  stage.clock.wind(700);
  await settled();
  expect(came.response?.status).toBe(201);
});

test("an overtaken answer comes after that of the next call", async () => {
  const { create, known } = struckBy(onFirst({ kind: "overtaken" }));
  const first = create("one");
  await settled();
  expect([known(), first.response]).toEqual([["one"], undefined]);
  const second = create("two");
  await settled();
  expect([second.response?.status, first.response?.status]).toEqual([201, 201]);
});

test("rules strike by method, path and number, and the first of them counts", async () => {
  const { create, faults, known } = struckBy({
    calls: [
      { method: "GET", fault: { kind: "drop" } },
      { path: "/markets", fault: { kind: "drop" } },
      { path: ordersPath, numbers: [2], fault: { kind: "drop" } },
      { path: ordersPath, from: 2, fault: { kind: "dropAnswer" } },
    ],
  });
  for (const id of ["one", "two", "three"]) {
    create(id);
    await settled();
  }
  expect(known()).toEqual(["three", "one"]);
  expect(faults.strikes.map(({ kind }) => kind)).toEqual(["drop", "dropAnswer"]);
});

type Heard = { readonly texts: string[]; pings: number; closed: number | undefined };

function listenUnder(fault: FrameFault, type = "orderbook_delta"): Heard & { stage: Stage } {
  const stage = setStage();
  const rules: Rules = { frames: [{ type, numbers: [2], fault }] };
  const faults = createFaults({
    rules,
    chance: seededChance(1, "faults"),
    timers: stage.clock.timers,
  });
  const heard: Heard & { stage: Stage } = { texts: [], pings: 0, closed: undefined, stage };
  const client: Socket = {
    send: (text) => {
      heard.texts.push(text);
    },
    ping: () => {
      heard.pings += 1;
    },
    close: (code) => {
      heard.closed = code;
    },
  };
  const request = { method: "GET", url: "ws://x/trade-api/ws/v2", headers: {} } as const;
  const listener = faults.socket(stage.exchange.socket).accept(request, client);
  const params = { channels: ["orderbook_delta"], market_tickers: [HOME], use_yes_price: true };
  listener.message(JSON.stringify({ id: 1, cmd: "subscribe", params }));
  // Frames: subscribed, snapshot 1, then one delta for each level.
  stage.exchange.quote(HOME, levels([60, 1], [59, 2], [58, 3], [57, 4]), levels([63, 5]));
  return heard;
}

function numbersOf({ texts }: Heard): unknown[] {
  return texts.slice(1).map((text) => {
    const number = /"seq":(\d+)/.exec(text)?.[1];
    return number === undefined ? "cut" : Number(number);
  });
}

test.each([
  [{ kind: "drop" }, [1, 2, 4, 5, 6]],
  [{ kind: "duplicate" }, [1, 2, 3, 3, 4, 5, 6]],
  [{ kind: "reorder" }, [1, 2, 4, 3, 5, 6]],
  [{ kind: "silence", ms: 15_000 }, [1, 2]],
] as const)("a frame under %o: the sequence heard is %s", (fault, sequence) => {
  expect(numbersOf(listenUnder(fault))).toEqual(sequence);
});

test("a delayed frame comes last; a half one cannot be read; a renamed field is gone", () => {
  const delayed = listenUnder({ kind: "delay", ms: 300 });
  expect(numbersOf(delayed)).toEqual([1, 2, 4, 5, 6]);
  delayed.stage.clock.wind(300);
  expect(numbersOf(delayed)).toEqual([1, 2, 4, 5, 6, 3]);
  const half = listenUnder({ kind: "half" }).texts[3] ?? "";
  expect(() => JSON.parse(half) as unknown).toThrow(SyntaxError);
  const fault = { kind: "rename", field: "delta_fp", to: "change_fp" } as const;
  const renamed = JSON.parse(listenUnder(fault).texts[3] ?? "") as { msg: object };
  expect(Object.keys(renamed.msg)).toContain("change_fp");
  expect(Object.keys(renamed.msg)).not.toContain("delta_fp");
});

test("a silent connection still pings, and speaks again when its time is over", () => {
  const heard = listenUnder({ kind: "silence", ms: 15_000 });
  const before = heard.texts.length;
  heard.stage.clock.wind(14_999);
  heard.stage.exchange.quote(HOME, levels([60, 9]), levels([63, 5]));
  expect([heard.texts.length, heard.pings]).toEqual([before, 1]);
  heard.stage.clock.wind(1);
  heard.stage.exchange.quote(HOME, levels([60, 8]), levels([63, 5]));
  expect(heard.texts.length).toBe(before + 1);
});

test("a struck connection is closed by the server; a struck upgrade is refused", () => {
  expect(listenUnder({ kind: "close", code: 1011 }).closed).toBe(1011);
  const stage = setStage();
  const faults = createFaults({
    rules: { upgrades: [{ numbers: [1], status: 502 }] },
    chance: seededChance(1, "faults"),
    timers: stage.clock.timers,
  });
  const socket = faults.socket(stage.exchange.socket);
  const request = { method: "GET", url: "ws://x/trade-api/ws/v2", headers: {} } as const;
  expect([socket.refuse(request)?.status, socket.refuse(request)]).toEqual([502, undefined]);
});

test("drawn faults are the same for a seed, others for another, and as many as the rate says", async () => {
  const strikesOf = async (seed: number): Promise<string[]> => {
    const { create, faults, stage } = struckBy(randomRules(0.02), seed);
    for (let call = 0; call < 300; call += 1) create(`id-${call}`);
    await settled();
    stage.clock.wind(10_000);
    await settled();
    return faults.strikes.map(({ what, kind }) => `${what} ${kind}`);
  };
  const first = await strikesOf(3);
  expect(await strikesOf(3)).toEqual(first);
  expect(await strikesOf(4)).not.toEqual(first);
  // Twelve rules at 2 %: about a fifth of 300 calls is struck by one of them.
  expect(first.length).toBeGreaterThan(30);
  expect(first.length).toBeLessThan(100);
  expect(new Set(first).size).toBeGreaterThan(8);
});

test("a rule that is added counts from then on, until it is taken away", async () => {
  const { create, faults, known } = struckBy({});
  create("one");
  const end = faults.add(onFirst({ kind: "drop" }));
  create("two");
  create("three");
  end();
  faults.add({ calls: [{ fault: { kind: "drop" } }] })();
  create("four");
  await settled();
  expect(known()).toEqual(["four", "three", "one"]);
});

test("a slow order is matched when it arrives, and answered then", async () => {
  const { create, stage, known } = struckBy(onFirst({ kind: "slow", ms: 3000 }));
  const came = create("slow");
  stage.clock.wind(2999);
  await settled();
  expect([known(), came.response]).toEqual([[], undefined]);
  stage.exchange.quote(HOME, levels([70, 100]), levels([71, 100]));
  stage.clock.wind(1);
  await settled();
  expect(came.response?.status).toBe(201);
  expect(came.response?.body).toContain('"fill_count":"0.00"');
});

test("an answer may name another order, or be any answer at all", async () => {
  const other = struckBy(onFirst({ kind: "alter", field: "order_id", value: "another" }));
  const named = other.create("one");
  await settled();
  expect(named.response?.body).toContain('"order_id":"another"');
  expect(other.known()).toEqual(["one"]);
  const body = { message: "deprecated" };
  const any = struckBy(onFirst({ kind: "answer", status: 200, body, carriedOut: false }));
  const came = any.create("one");
  await settled();
  expect(came.response).toMatchObject({ status: 200, body: JSON.stringify(body) });
  expect(any.known()).toEqual([]);
});

test("another message may come instead of a frame", () => {
  const message = { type: "error", sid: 1, msg: { code: 25, msg: "overflow" } };
  const { texts } = listenUnder({ kind: "instead", message });
  expect(texts.map((text) => JSON.parse(text) as unknown)).toContainEqual(message);
});
