/** The life of the connection, in a world whose time moves by hand. */
import { describe, expect, test } from "vitest";
import { loud, open, started } from "./test-night.ts";

describe("the connection", () => {
  test("KWS-09 a quiet book stays: we ping every 4 s and the answers keep it alive", async () => {
    const night = await started();
    const from = night.heard.length;
    await night.world.advance(300_000);
    expect(night.world.connections.length).toBe(1);
    expect(loud(night, from)).toEqual([]);
    expect(night.socket().pings).toBeGreaterThanOrEqual(74);
    const heardAt = night.of("heard").length;
    expect(heardAt).toBeGreaterThanOrEqual(74);
    expect(night.of("crossCheck").length).toBeGreaterThanOrEqual(58);
  });

  test("KWS-10 nothing heard for 10 s: the stream is lost and comes anew", async () => {
    const night = await started();
    const first = night.socket();
    first.deaf = true;
    const from = night.heard.length;
    await night.world.advance(9000);
    expect(loud(night, from)).toEqual([]);
    await night.world.advance(8000);
    expect(loud(night, from).slice(0, 2)).toEqual(["connection", "connection"]);
    expect(night.of("connection").map(({ up }) => up)).toEqual([true, false, true]);
    expect(night.world.connections.length).toBe(2);
    expect(night.of("snapshot").length).toBe(4);
  });

  test("TIM-05 after a sleep the stream gets the time of one ping", async () => {
    const night = await started();
    night.world.sleep(600_000);
    const from = night.heard.length;
    await night.world.advance(6000);
    expect(night.world.connections.length).toBe(1);
    expect(loud(night, from)).toEqual([]);
  });

  test("a dropped connection comes back at once and everything is read anew", async () => {
    const night = await started();
    await night.world.advance(60_000);
    const from = night.heard.length;
    const series = () =>
      night.world.requests.filter(({ request }) => request.url.includes("/series"));
    const before = series().length;
    night.socket().drop("1006");
    await night.world.advance(1500);
    expect(loud(night, from)).toEqual(["connection", "connection", "snapshot", "snapshot"]);
    expect(night.kinds(from)).toContain("markets");
    expect(night.kinds(from)).toContain("exchange");
    expect(night.kinds(from)).toContain("crossCheck");
    expect(series().length).toBe(before + 1);
  });

  test("KWS-12 lost every 3 s for 10 min: never two, a bounded rate, no leak", async () => {
    const night = await started();
    let most = 0;
    for (let round = 0; round < 200; round += 1) {
      night.socket().drop("1006");
      await night.world.advance(3000);
      most = Math.max(most, night.world.openSockets());
    }
    expect(most).toBe(1);
    expect(night.world.connections.length).toBeLessThanOrEqual(121);
    expect(night.world.connections.length).toBeGreaterThan(80);
    expect(night.world.waiting()).toBeLessThan(6);
  });

  test("KWS-12 a dead connection that never ends is waited for, then left", async () => {
    const night = await started();
    night.socket().deaf = true;
    await night.world.advance(13_000);
    expect(night.world.connections.length).toBe(1);
    await night.world.advance(5000);
    expect(night.world.connections.length).toBe(2);
  });

  test.each([
    [
      "the subscription is refused",
      { type: "error", id: 1, msg: { code: 8, msg: "Unknown channel name" } },
    ],
    [
      "authentication fails",
      { type: "error", id: 1, msg: { code: 9, msg: "Authentication required" } },
    ],
  ])("KWS-11 %s: told, and tried again after 30 s only", async (_name, frame) => {
    const night = open();
    night.world.greet = (socket) => {
      socket.accept();
      socket.send(frame);
    };
    night.venue.start();
    await night.world.advance(25_000);
    expect(night.world.connections.length).toBe(1);
    expect(night.of("connection").map(({ up }) => up)).toEqual([false]);
    await night.world.advance(10_000);
    expect(night.world.connections.length).toBe(2);
  });

  test("KWS-11 an upgrade refused with 401 is tried again after 30 s only", async () => {
    const night = open();
    night.world.greet = (socket) => socket.drop("the upgrade was refused: 401");
    night.venue.start();
    await night.world.advance(100_000);
    expect(night.world.connections.length).toBe(4);
  });

  test("KEY-08 while the stream alone is refused with 401, nothing else is held for it", async () => {
    const night = await started();
    const asked = async (): Promise<number> => {
      const before = night.world.requests.length;
      await night.world.advance(60_000);
      return night.world.requests.length - before;
    };
    await asked();
    const usual = await asked();
    night.world.greet = (socket) => socket.drop("the upgrade was refused: 401");
    night.socket().drop("1006");
    expect(await asked()).toBeGreaterThanOrEqual(usual);
    expect(night.world.connections.length).toBeLessThanOrEqual(4);
  });

  test("a subscription that the exchange ends is made anew", async () => {
    const night = await started();
    await night.world.advance(10_000);
    const overflow = { code: 25, msg: "Subscription buffer overflow" };
    night.socket().send({ type: "error", sid: 1, msg: overflow });
    await night.world.advance(1000);
    expect(night.world.connections.length).toBe(2);
    expect(night.of("snapshot").length).toBe(4);
  });

  test("KWS-08 distrusted books: new snapshots first, a new connection the next time", async () => {
    const night = await started();
    await night.world.advance(10_000);
    night.venue.resubscribe("REST differs");
    await night.world.advance(1500);
    expect(night.world.connections.length).toBe(1);
    expect(night.of("snapshot").length).toBe(4);
    night.venue.resubscribe("REST still differs");
    await night.world.advance(1500);
    expect(night.world.connections.length).toBe(2);
    expect(night.of("snapshot").length).toBe(6);
  });

  test("after stop no timer stands, no connection is open and nothing is posted", async () => {
    const night = await started();
    await night.world.advance(20_000);
    night.venue.stop();
    const from = night.heard.length;
    await night.world.advance(100);
    expect(night.world.openSockets()).toBe(0);
    expect(night.world.waiting()).toBe(0);
    await night.world.advance(60_000);
    expect(night.heard.length).toBe(from);
  });
});
