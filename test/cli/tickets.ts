/** Tickets typed by a person: one after the other, never so fast that the desk trips. */
import { eventually } from "./product.ts";
import { type Fields, get, post } from "./requests.ts";

const betweenAttemptsMs = 400;

/** Buys HOME up to 3¢ above the offer, as soon as the gates let it; gives the intent's number. */
export function buyHome(url: string, quantity: number): Promise<number> {
  let last: unknown = "no offer";
  return eventually(
    () => `a ticket is taken (the last answer: ${JSON.stringify(last)})`,
    async () => {
      const { market_state: market } = await get(`${url}/api/state`);
      const { ticker, ask: offer } = market as Fields;
      const price = Math.round(Number(offer) * 100) + 3;
      if (offer === null || price >= 97) return undefined;
      const ticket = { ticker, side: "BUY", quantity, price };
      const { status, body } = await post(`${url}/api/execute-trade`, ticket);
      last = body;
      return status === 202 ? Number(body["intent_id"]) : undefined;
    },
    betweenAttemptsMs,
  );
}

/** Asks for flatten until nothing is held; gives the state then. */
export function sellAll(url: string): Promise<Fields> {
  return eventually(
    "everything is sold",
    async () => {
      const { performance } = await get(`${url}/api/state`);
      if ((performance as Fields)["open_trades"] === 0) return get(`${url}/api/state`);
      await post(`${url}/api/flatten`);
      return undefined;
    },
    betweenAttemptsMs,
  );
}
