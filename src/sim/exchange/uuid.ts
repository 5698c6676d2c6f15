import type { Chance } from "../../domain/chance.ts";

function hex(chance: Chance, digits: number): string {
  let text = "";
  while (text.length < digits) {
    text += Math.floor(chance.next() * 0x1_0000)
      .toString(16)
      .padStart(4, "0");
  }
  return text.slice(0, digits);
}

/** A version 4 UUID drawn from the seeded chance. */
export function drawUuid(chance: Chance): string {
  const variant = "89ab"[Math.floor(chance.next() * 4)] ?? "8";
  const start = `${hex(chance, 8)}-${hex(chance, 4)}-4${hex(chance, 3)}`;
  return `${start}-${variant}${hex(chance, 3)}-${hex(chance, 12)}`;
}
