/** Payloads gone wrong: fields dropped, types changed, texts cut, values from elsewhere. */
import type { Chance } from "../../src/domain/chance.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Every place in a payload: its holder and the key in it. */
type Place = { readonly holder: Record<string, Json> | Json[]; readonly key: string | number };

function placesOf(value: Json, found: Place[] = []): Place[] {
  if (typeof value !== "object" || value === null) return found;
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  for (const key of keys) {
    found.push({ holder: value as Place["holder"], key });
    placesOf((value as Record<string | number, Json>)[key] ?? null, found);
  }
  return found;
}

const strangers: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  5,
  1e308,
  "",
  "NaN",
  "7",
  "-3",
  "12.5",
  "4th & -1 at KC 34",
  "1st & Goal at KC 3",
  "KC 34",
  "DEN 12",
  "50",
  "__proto__",
  "STATUS_HALFTIME",
  "STATUS_FINAL",
  [],
  {},
  [null],
  { id: "12" },
];

function pick<T>(chance: Chance, list: readonly T[]): T | undefined {
  return list[Math.floor(chance.next() * list.length)];
}

function changed(chance: Chance, value: Json): Json {
  const kind = Math.floor(chance.next() * 4);
  if (kind === 0 && typeof value === "string") {
    return value.slice(0, Math.floor(chance.next() * value.length));
  }
  if (kind === 1 && typeof value === "number") return String(value);
  if (kind === 1 && typeof value === "string" && value.trim() !== "") return Number(value) || value;
  if (kind === 2 && typeof value === "number") {
    return value + Math.floor(chance.next() * 41) - 20;
  }
  return structuredClone(pick(chance, strangers) ?? null);
}

/** A copy with one to four things wrong. */
export function mutated(payload: unknown, chance: Chance): unknown {
  const copy = structuredClone(payload) as Json;
  const times = 1 + Math.floor(chance.next() * 4);
  for (let time = 0; time < times; time += 1) {
    const place = pick(chance, placesOf(copy));
    if (place === undefined) return copy;
    const holder = place.holder as Record<string | number, Json>;
    if (chance.next() < 0.3 && !Array.isArray(place.holder)) delete holder[place.key];
    else holder[place.key] = changed(chance, holder[place.key] ?? null);
  }
  return copy;
}
