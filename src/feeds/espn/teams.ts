/** Codes by which one team is called in ESPN's texts, on the way to one spelling. */

const aliases: Readonly<Record<string, string>> = {
  WAS: "WSH",
  LA: "LAR",
  SL: "LAR",
  STL: "LAR",
  JAC: "JAX",
  OAK: "LV",
  SD: "LAC",
  ARZ: "ARI",
  BLT: "BAL",
  CLV: "CLE",
  HST: "HOU",
};

function canonical(code: string): string {
  const upper = code.trim().toUpperCase();
  return Object.hasOwn(aliases, upper) ? (aliases[upper] ?? upper) : upper;
}

/** True when two codes name the same team. */
export function sameTeamCode(left: string, right: string): boolean {
  return canonical(left) === canonical(right);
}
