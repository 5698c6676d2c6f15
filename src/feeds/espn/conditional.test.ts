import { describe, expect, test } from "vitest";
import { board, open, situationOf } from "./test-night.ts";
import { eventOf, scoreboardOf } from "./test-payloads.ts";

describe("answers by name", () => {
  test("an address that names its answers is asked with that name, and may say: as before", async () => {
    const night = open();
    const condition = (): string | undefined =>
      night.world.requests.findLast(({ request }) => request.url.endsWith("/scoreboard"))?.request
        .headers["if-none-match"];
    const named = { status: 200, headers: { etag: 'W/"1"' }, body: scoreboardOf(eventOf()) };
    night.serve = () => ({ kind: "answered", response: named });
    night.feed.start();
    await night.world.advance(0);
    expect(condition()).toBeUndefined();
    const same = { status: 304, headers: {}, body: "" };
    night.serve = () => ({ kind: "answered", response: same });
    await night.world.advance(2000);
    expect(condition()).toBe('W/"1"');
    expect(night.heard.map(({ news }) => news.kind)).toEqual(["answer", "answer"]);
    expect(night.heard.at(-1)?.raw).toBeUndefined();
    night.serve = () => board({ homeScore: "14" });
    await night.world.advance(4000);
    expect(condition()).toBeUndefined();
    expect(situationOf(night).situation.homeScore).toBe(14);
  });

  test("'as before' that nobody asked for is a failure, and a strange name is not sent back", async () => {
    const night = open();
    night.serve = () => ({ kind: "answered", response: { status: 304, headers: {}, body: "" } });
    night.feed.start();
    await night.world.advance(0);
    expect(night.heard.map(({ news }) => news.kind)).toEqual(["failed"]);
    const named = { status: 200, headers: { etag: '"a\r\nx: y"' }, body: scoreboardOf(eventOf()) };
    night.serve = () => ({ kind: "answered", response: named });
    await night.world.advance(6000);
    const asked = night.world.requests.map(({ request }) => request.headers["if-none-match"]);
    expect(new Set(asked)).toEqual(new Set([undefined]));
  });
});
