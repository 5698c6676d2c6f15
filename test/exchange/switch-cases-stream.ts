/** Switches of the stream. */
import { contracts } from "../../src/domain/numbers.ts";
import { weeklyPauseAt } from "../../src/sim/exchange/pauses.ts";
import { AWAY, HOME, START, cents, levels } from "../../src/sim/exchange/stage.ts";
import type { Client, Frame, Stage } from "../../src/sim/exchange/stage.ts";
import type { Switches } from "../../src/sim/exchange/switches.ts";
import { quoted } from "./switch-case.ts";
import type { SwitchCase } from "./switch-case.ts";

function subscribed(
  stage: Stage,
  channel: string,
  params: Readonly<Record<string, unknown>> = {},
): Client {
  const client = stage.connect();
  const asked = { channels: [channel], market_tickers: [HOME], ...params };
  client.send({ id: 1, cmd: "subscribe", params: asked });
  return client;
}

function ofType(client: Client, type: string): readonly Frame[] {
  return client.frames.filter((frame) => frame.type === type);
}

/** The first ticker of the home market. */
function ticker(stage: Stage): Frame | undefined {
  const client = subscribed(stage, "ticker", { send_initial_snapshot: true });
  return ofType(client, "ticker")[0];
}

export const streamCases = {
  upgradeRefusal: {
    observe: (make) => {
      const { socket } = make({ verify: () => false }).exchange;
      const request = { method: "GET", url: "ws://x/trade-api/ws/v2", headers: {} } as const;
      const refusal = socket.refuse(request)?.status;
      let closed: number | undefined;
      socket.accept(request, {
        send: () => undefined,
        ping: () => undefined,
        close: (code) => {
          closed = code;
        },
      });
      return [refusal, closed];
    },
    seen: [
      [401, undefined],
      [undefined, 1008],
    ],
  },
  sendingTimes: {
    observe: (make) => "sending_ts_ms" in (subscribed(make(), "orderbook_delta").frames[0] ?? {}),
    seen: [true, false],
  },
  subscriptionMarketsMax: {
    observe: (make) => {
      const client = subscribed(make(), "orderbook_delta", { market_tickers: [HOME, AWAY] });
      return [client.frames[0]?.type, client.frames[0]?.msg?.["code"]];
    },
    seen: [
      ["subscribed", undefined],
      ["error", 26],
    ],
  },
  yesPriceByDefault: {
    observe: (make) => {
      const [snapshot] = ofType(subscribed(quoted(make), "orderbook_delta"), "orderbook_snapshot");
      return snapshot?.msg?.["no_dollars_fp"];
    },
    seen: [[["0.3700", "500.00"]], [["0.6300", "500.00"]]],
  },
  seqOnTrades: {
    observe: (make) => {
      const stage = quoted(make);
      const client = subscribed(stage, "trade");
      stage.exchange.take(HOME, "bid", contracts(1), cents(63));
      return ofType(client, "trade")[0]?.seq;
    },
    seen: [1, undefined],
  },
  snapshotReplies: {
    observe: (make) => {
      const stage = quoted(make);
      const client = subscribed(stage, "orderbook_delta");
      const params = { action: "get_snapshot", sid: 1, market_tickers: [HOME] };
      client.send({ id: 2, cmd: "update_subscription", params });
      stage.exchange.quote(HOME, levels([62, 400]), levels([63, 500]));
      stage.clock.wind(50);
      return client.frames.slice(1).map(({ type, seq, id }) => [type, seq, id]);
    },
    seen: [
      [
        ["orderbook_snapshot", 1, undefined],
        ["orderbook_snapshot", 2, 2],
        ["orderbook_delta", 3, undefined],
      ],
      [
        ["orderbook_snapshot", 1, undefined],
        ["orderbook_delta", 2, undefined],
        ["orderbook_snapshot", 3, 2],
      ],
    ],
  },
  tickerNumbers: {
    observe: (make) => ticker(quoted(make))?.msg?.["yes_bid_dollars"],
    seen: ["0.6200", 0.62],
  },
  tickerMoment: {
    observe: (make) => "ts_ms" in (ticker(quoted(make))?.msg ?? {}),
    seen: [true, false],
  },
  weeklyPauseDrops: {
    observe: (make) => {
      const stage = make({ weeklyPause: true });
      const client = stage.connect();
      stage.clock.wind(weeklyPauseAt(START).from - START);
      return [stage.read("/exchange/status")["trading_active"], client.closed()];
    },
    seen: [
      [false, 1006],
      [false, undefined],
    ],
  },
  unknownTicker: {
    observe: (make) => {
      const client = subscribed(make(), "orderbook_delta", { market_tickers: ["KX-NONE"] });
      return client.frames.map(({ type, msg }) => [type, msg?.["code"]]);
    },
    seen: [
      [["error", 11]],
      [
        ["subscribed", undefined],
        ["orderbook_snapshot", undefined],
      ],
      [["error", 14]],
    ],
  },
} as const satisfies { readonly [Name in keyof Switches]?: SwitchCase };
