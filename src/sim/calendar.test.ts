import { expect, test } from "vitest";
import { easternDay, easternTime, minuteText, tickerDate } from "./calendar.ts";
import { LEAGUE, asTeam, exchangeCode, exchangeName, teamByCode } from "./teams.ts";

test("an evening game is filed under the Eastern day, not the UTC day", () => {
  const kickoff = Date.UTC(2026, 8, 15, 0, 15);
  expect(easternDay(kickoff)).toBe("20260914");
  expect(tickerDate(kickoff)).toBe("26SEP14");
  expect(minuteText(kickoff)).toBe("2026-09-15T00:15Z");
  expect(easternTime(kickoff)).toMatchObject({ weekday: "Mon", clock: "8:15 PM EDT" });
});

test("daylight time ends on the first Sunday of November at 2:00 and begins in March", () => {
  expect(easternTime(Date.UTC(2025, 10, 2, 5, 59)).clock).toBe("1:59 AM EDT");
  expect(easternTime(Date.UTC(2025, 10, 2, 6, 0)).clock).toBe("1:00 AM EST");
  expect(easternTime(Date.UTC(2026, 2, 8, 6, 59)).clock).toBe("1:59 AM EST");
  expect(easternTime(Date.UTC(2026, 2, 8, 7, 0)).clock).toBe("3:00 AM EDT");
  expect(easternTime(Date.UTC(2026, 0, 1, 17, 5)).clock).toBe("12:05 PM EST");
});

test("teams are found by every source's code and named as the exchange names them", () => {
  expect(LEAGUE).toHaveLength(32);
  expect(new Set(LEAGUE.map((team) => team.id)).size).toBe(32);
  const named = ["WAS", "JAC", "LA", "OAK"].map((code) => teamByCode(code)?.abbreviation);
  expect(named).toEqual(["WSH", "JAX", "LAR", "LV"]);
  expect(teamByCode("XYZ")).toBeUndefined();
  const jets = LEAGUE.find((team) => team.abbreviation === "NYJ");
  if (jets === undefined) throw new Error("no Jets");
  expect(asTeam(jets)).toEqual({ id: "20", abbreviation: "NYJ", name: "New York Jets" });
  expect(exchangeName(jets)).toBe("New York J");
  const washington = teamByCode("WSH");
  if (washington === undefined) throw new Error("no Commanders");
  expect([exchangeCode(washington), exchangeName(washington)]).toEqual(["WAS", "Washington"]);
});
