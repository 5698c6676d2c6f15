/** The 32 teams as the exchange and ESPN spell them. */

/** Other spellings → ESPN's abbreviation. */
const aliases: Readonly<Record<string, string>> = {
  WAS: "WSH",
  JAC: "JAX",
  LA: "LAR",
  STL: "LAR",
  OAK: "LV",
  SD: "LAC",
};

/** ESPN's abbreviation → the city in the exchange's titles. */
const cities: Readonly<Record<string, string>> = {
  ARI: "Arizona",
  ATL: "Atlanta",
  BAL: "Baltimore",
  BUF: "Buffalo",
  CAR: "Carolina",
  CHI: "Chicago",
  CIN: "Cincinnati",
  CLE: "Cleveland",
  DAL: "Dallas",
  DEN: "Denver",
  DET: "Detroit",
  GB: "Green Bay",
  HOU: "Houston",
  IND: "Indianapolis",
  JAX: "Jacksonville",
  KC: "Kansas City",
  LAC: "Los Angeles C",
  LAR: "Los Angeles R",
  LV: "Las Vegas",
  MIA: "Miami",
  MIN: "Minnesota",
  NE: "New England",
  NO: "New Orleans",
  NYG: "New York G",
  NYJ: "New York J",
  PHI: "Philadelphia",
  PIT: "Pittsburgh",
  SEA: "Seattle",
  SF: "San Francisco",
  TB: "Tampa Bay",
  TEN: "Tennessee",
  WSH: "Washington",
};

/** One spelling for every code of a team. */
export function teamCode(code: string): string {
  const upper = code.toUpperCase();
  return Object.hasOwn(aliases, upper) ? (aliases[upper] ?? upper) : upper;
}

/** True unless the title is a city that belongs to another team than the code. */
export function titleFits(title: string | undefined, code: string): boolean {
  const owner = Object.entries(cities).find(([, city]) => city === title)?.[0];
  return owner === undefined || owner === teamCode(code);
}
