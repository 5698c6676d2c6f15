/** `mnf doctor espn` as a person and a program meet it. */
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { beforeGame, scoreboardOf } from "../../src/feeds/espn/test-payloads.ts";
import { emptyFolder, mnf } from "../cli/product.ts";
import { kcEvent } from "./night.ts";

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

async function serve(status: number, body: string): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(status).end(body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function fileWith(body: string | Buffer): string {
  const file = join(emptyFolder(), "payload.json");
  writeFileSync(file, body);
  return file;
}

const good = scoreboardOf(kcEvent(), kcEvent({ ...beforeGame, id: "401772951" }));

describe("mnf doctor espn", () => {
  test("shows raw beside parsed for people, and why an event is not taken", async () => {
    const broken = { id: "401772959", competitions: [{ status: { type: { state: "pre" } } }] };
    const file = fileWith(scoreboardOf(kcEvent(), broken));
    const { code, out, err } = await mnf(["doctor", "espn", "--file", file]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^401772950 {2}DEN @ KC {2}2026-10-13T00:15/);
    expect(out).toMatch(/^ {2}possession +12 +KC$/m);
    expect(out).toMatch(/^ {2}yardline_100 +34 \| KC 34 +66$/m);
    expect(out).toMatch(/^ {2}spread_home +— +—$/m);
    expect(out).toMatch(/401772959 {2}— @ —[^]*not taken: /);
  });

  test("asks the address it is given, and prints JSON for programs", async () => {
    const url = await serve(200, good);
    const { code, out } = await mnf(["doctor", "espn", "--json", "--espn-url", url]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject([
      { event_id: "401772950", possession: "KC", spread_home: null },
      { event_id: "401772951", possession: null, spread_home: 3.5, total: 47.5 },
    ]);
  });

  test("texts of a payload cannot steer the terminal", async () => {
    const name = { abbreviation: "K\u001b[2J" };
    const { out } = await mnf([
      "doctor",
      "espn",
      "--file",
      fileWith(scoreboardOf(kcEvent({ home: name }))),
    ]);
    expect(out).not.toContain("\u001b");
    expect(out).toContain("K?[2J");
  });

  test("a day without games is read, and says so", async () => {
    const { code, out } = await mnf(["doctor", "espn", "--file", fileWith('{"events":[]}')]);
    expect([code, out]).toEqual([0, "No events.\n"]);
    const json = await mnf(["doctor", "espn", "--json", "--file", fileWith('{"events":[]}')]);
    expect([json.code, json.out]).toEqual([0, "[]\n"]);
  });

  test("when none of the events can be read, their rows are printed and the code is 1", async () => {
    const file = fileWith('{"events":[{"id":"1"},7]}');
    const { code, out, err } = await mnf(["doctor", "espn", "--json", "--file", file]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject([{ event_id: "1" }, { event_id: null }]);
    expect(err).toBe("none of the events could be read\n");
  });

  test.each<[string, () => readonly string[] | Promise<readonly string[]>, number, RegExp]>([
    ["no such file", () => ["--file", "/nowhere/x.json"], 1, /nowhere.*no such file/],
    ["HTML", () => ["--file", fileWith("<html>")], 1, /not JSON/],
    ["another JSON", () => ["--file", fileWith('{"header":{}}')], 1, /no list of events/],
    ["half a gzip", () => ["--file", fileWith(gzipSync(good).subarray(0, 90))], 1, /payload\.json/],
    ["a refusal", async () => ["--espn-url", await serve(403, "<html>")], 1, /status 403/],
    ["nobody there", () => ["--espn-url", "http://127.0.0.1:1"], 1, /did not answer/],
    ["a foreign host", () => ["--espn-url", "https://example.com"], 1, /--espn-url: only/],
    ["two sources", () => ["--file", "x", "--espn-url", "http://127.0.0.1:1"], 2, /exclude/],
    ["an unknown option", () => ["--yaml"], 2, /--yaml/],
  ])("%s is one line and nothing on standard output", async (_name, args, exit, words) => {
    const { code, out, err } = await mnf(["doctor", "espn", "--json", ...(await args())]);
    expect([code, out]).toEqual([exit, ""]);
    expect(err).toMatch(words);
    expect(err.trim().split("\n").length).toBe(1);
  });

  test("without a source it names the ones it knows", async () => {
    const { code, err } = await mnf(["doctor"]);
    expect(code).toBe(2);
    expect(err).toMatch(/takes one of espn/);
  });
});
