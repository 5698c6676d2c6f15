import { describe, expect, test } from "vitest";
import { KALSHI_DEMO, KALSHI_PRODUCTION, readKalshiUrl } from "./urls.ts";

describe("SEC-36 an address for Kalshi", () => {
  test.each([
    ["https://external-api.kalshi.com", KALSHI_PRODUCTION],
    ["https://external-api.kalshi.com/trade-api/v2/", KALSHI_PRODUCTION],
    ["https://external-api.demo.kalshi.co", KALSHI_DEMO],
    [
      "https://api.elections.kalshi.com/trade-api/v2",
      {
        restUrl: "https://api.elections.kalshi.com/trade-api/v2",
        socketUrl: "wss://api.elections.kalshi.com/trade-api/ws/v2",
      },
    ],
    [
      "http://127.0.0.1:9001/trade-api/v2",
      {
        restUrl: "http://127.0.0.1:9001/trade-api/v2",
        socketUrl: "ws://127.0.0.1:9001/trade-api/ws/v2",
      },
    ],
    [
      "https://localhost:9001",
      {
        restUrl: "https://localhost:9001/trade-api/v2",
        socketUrl: "wss://localhost:9001/trade-api/ws/v2",
      },
    ],
  ])("is taken: %s", (text, urls) => {
    expect(readKalshiUrl(text)).toEqual({ kind: "read", value: urls });
  });

  test.each([
    ["another host", "https://example.com/trade-api/v2"],
    ["the abandoned host", "https://trading-api.kalshi.com/trade-api/v2"],
    ["a look-alike", "https://external-api.kalshi.com.example.com"],
    ["a look-alike with another ending", "https://external-api.kalshi.co"],
    ["a look-alike in another alphabet", "https://external-api.kаlshi.com"],
    ["the stream's host", "https://external-api-ws.kalshi.com"],
    ["user-info", "https://me:secret@external-api.kalshi.com"],
    ["user-info that looks like the host", "https://external-api.kalshi.com@example.com"],
    ["an empty user", "https://@external-api.kalshi.com"],
    ["plain http beyond loopback", "http://external-api.kalshi.com"],
    ["another port", "https://external-api.kalshi.com:444"],
    ["another path", "https://external-api.kalshi.com/trade-api/v3"],
    ["a query", "https://external-api.kalshi.com/trade-api/v2?x=1"],
    ["another scheme", "wss://external-api.kalshi.com"],
    ["a loopback look-alike", "http://localhost.example.com"],
    ["an inherited name", "https://constructor"],
    ["a line break", "https://external-api.kalshi.com\n"],
  ])("is refused: %s", (_name, text) => {
    expect(readKalshiUrl(text).kind).toBe("unreadable");
  });
});
