import { describe, expect, test } from "vitest";
import { readEspnUrl, scoreboardUrl, summaryUrl } from "./urls.ts";

describe("SEC-36 an address for ESPN", () => {
  test.each([
    "https://site.api.espn.com",
    "https://site.web.api.espn.com/apis/site/v2/sports/football/nfl/scoreboard",
    "http://127.0.0.1:8123",
    "http://localhost:8123/",
    "http://[::1]:8123",
  ])("is taken: %s", (text) => {
    expect(readEspnUrl(text).kind).toBe("read");
  });

  test.each([
    ["another host", "https://example.com"],
    ["a look-alike", "https://site.api.espn.com.example.com"],
    ["a look-alike with a hyphen", "https://site-api.espn.com"],
    ["a look-alike in another alphabet", "https://site.api.еspn.com"],
    ["a trailing dot", "https://site.api.espn.com."],
    ["user-info", "https://me:secret@site.api.espn.com"],
    ["user-info that looks like the host", "https://site.api.espn.com@example.com"],
    ["user-info on loopback", "http://me@127.0.0.1:8123"],
    ["an empty user", "http://@127.0.0.1:8123"],
    ["plain http beyond loopback", "http://site.api.espn.com"],
    ["another port", "https://site.api.espn.com:8443"],
    ["a loopback look-alike", "http://127.0.0.1.example.com"],
    ["another scheme", "file:///etc/passwd"],
    ["white space", " https://site.api.espn.com"],
    ["a line break", "https://site.api.espn.com\n.example.com"],
    ["nothing", ""],
  ])("is refused: %s", (_name, text) => {
    expect(readEspnUrl(text).kind).toBe("unreadable");
  });
});

describe("addresses made from a base", () => {
  const board = "http://127.0.0.1:1/apis/site/v2/sports/football/nfl/scoreboard";

  test.each([
    "http://127.0.0.1:1",
    "http://127.0.0.1:1/",
    "http://127.0.0.1:1/apis/site/v2/sports/football/nfl",
    board,
    `${board}/?limit=1#x`,
  ])("%s leads to the scoreboard", (base) => {
    expect(scoreboardUrl(base, undefined)).toBe(board);
    expect(scoreboardUrl(base, "20261012")).toBe(`${board}?dates=20261012`);
  });

  test("the summary stands beside the scoreboard", () => {
    expect(summaryUrl(board, "401")).toBe(board.replace("scoreboard", "summary?event=401"));
  });
});
