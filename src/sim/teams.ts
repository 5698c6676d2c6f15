/** The 32 teams: ESPN's ids and abbreviations, the exchange's codes and the codes of plays files. */
import type { Team } from "../domain/game.ts";

export type LeagueTeam = {
  readonly id: string;
  readonly abbreviation: string;
  readonly location: string;
  readonly nickname: string;
  readonly color: string;
  readonly alternateColor: string;
  /** Plays under a fixed or movable roof at home. */
  readonly indoor: boolean;
};

const rows = `
1 ATL|Atlanta|Falcons|a71930|000000|roof
2 BUF|Buffalo|Bills|00338d|d50a0a|
3 CHI|Chicago|Bears|0b1c3a|e64100|
4 CIN|Cincinnati|Bengals|fb4f14|000000|
5 CLE|Cleveland|Browns|472a08|ff3c00|
6 DAL|Dallas|Cowboys|002a5c|b0b7bc|roof
7 DEN|Denver|Broncos|0a2343|fc4c02|
8 DET|Detroit|Lions|0076b6|bbbbbb|roof
9 GB|Green Bay|Packers|204e32|ffb612|
10 TEN|Tennessee|Titans|4b92db|002a5c|
11 IND|Indianapolis|Colts|003b75|ffffff|roof
12 KC|Kansas City|Chiefs|e31837|ffb612|
13 LV|Las Vegas|Raiders|000000|a5acaf|roof
14 LAR|Los Angeles|Rams|003594|ffd100|roof
15 MIA|Miami|Dolphins|008e97|fc4c02|
16 MIN|Minnesota|Vikings|4f2683|ffc62f|roof
17 NE|New England|Patriots|002a5c|c60c30|
18 NO|New Orleans|Saints|d3bc8d|000000|roof
19 NYG|New York|Giants|003c7f|c9243f|
20 NYJ|New York|Jets|115740|ffffff|
21 PHI|Philadelphia|Eagles|06424d|000000|
22 ARI|Arizona|Cardinals|a40227|ffffff|roof
23 PIT|Pittsburgh|Steelers|000000|ffb612|
24 LAC|Los Angeles|Chargers|0080c6|ffc20e|roof
25 SF|San Francisco|49ers|aa0000|b3995d|
26 SEA|Seattle|Seahawks|002a5c|69be28|
27 TB|Tampa Bay|Buccaneers|bd1c36|3e3a35|
28 WSH|Washington|Commanders|5a1414|ffb612|
29 CAR|Carolina|Panthers|0085ca|000000|
30 JAX|Jacksonville|Jaguars|007487|d7a22a|
33 BAL|Baltimore|Ravens|29126f|000000|
34 HOU|Houston|Texans|00143f|c41230|roof`;

function readRow(row: string): LeagueTeam {
  const [key = "", location = "", nickname = "", color = "", alternateColor = "", roof = ""] =
    row.split("|");
  const [id = "", abbreviation = ""] = key.split(" ");
  return { id, abbreviation, location, nickname, color, alternateColor, indoor: roof === "roof" };
}

export const LEAGUE: readonly LeagueTeam[] = rows.trim().split("\n").map(readRow);

const otherCodes: Readonly<Record<string, string>> = {
  WAS: "WSH",
  LA: "LAR",
  JAC: "JAX",
  OAK: "LV",
  SD: "LAC",
  STL: "LAR",
  ARZ: "ARI",
  BLT: "BAL",
  CLV: "CLE",
  HST: "HOU",
  SL: "LAR",
};

/** The team of any source's code (ESPN, nflverse, the exchange); undefined: not a team. */
export function teamByCode(code: string): LeagueTeam | undefined {
  const abbreviation = otherCodes[code] ?? code;
  return LEAGUE.find((team) => team.abbreviation === abbreviation);
}

/** The team of an ESPN id. Throws when there is none: ids inside the simulation are its own. */
export function teamById(id: string): LeagueTeam {
  const team = LEAGUE.find((one) => one.id === id);
  if (team === undefined) throw new Error(`no team has the id ${id}`);
  return team;
}

/** The team in the words of the house. */
export function asTeam({ id, abbreviation, location, nickname }: LeagueTeam): Team {
  return { id, abbreviation, name: `${location} ${nickname}` };
}

const exchangeCodes: Readonly<Record<string, string>> = { WSH: "WAS", JAX: "JAC" };

/** The exchange's code of a team: its own for Washington and Jacksonville. */
export function exchangeCode(team: LeagueTeam): string {
  return exchangeCodes[team.abbreviation] ?? team.abbreviation;
}

/** What the exchange calls a team: its city, with the nickname's initial where two share one. */
export function exchangeName(team: LeagueTeam): string {
  const shared = LEAGUE.filter((one) => one.location === team.location).length > 1;
  return shared ? `${team.location} ${team.nickname.slice(0, 1)}` : team.location;
}
