/** A night for orders: opened for one test, closed after it, with the faults that orders meet. */
import { afterEach } from "vitest";
import { type Fault, openNight, type OpenNight, until } from "./floor.ts";

export const create = { method: "POST", part: "/portfolio/events/orders" } as const;
export const remove = { method: "DELETE", part: "/portfolio/events/orders/" } as const;
const nights: OpenNight[] = [];

export async function open(...options: Parameters<typeof openNight>): Promise<OpenNight> {
  const night = await openNight(...options);
  nights.push(night);
  return night;
}

afterEach(async () => {
  for (const night of nights.splice(0)) await night.close();
});

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** The exchange's own list, after its reads have caught up. */
export async function ordersAt(night: OpenNight): Promise<Record<string, unknown>[]> {
  await pause(200);
  const { orders } = await night.truth("/portfolio/orders");
  return orders ?? [];
}

export const lostAfter: Fault["does"] = async (send) => {
  await send();
  return { kind: "lost", why: "no answer in time" };
};

export const ends = (night: OpenNight, intentId: number): Promise<void> =>
  until(`intent ${intentId} ends`, () => night.kinds(intentId).includes("ended"));
