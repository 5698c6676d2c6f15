import { useState } from "preact/hooks";
import { contractsMax, readCents, readContracts } from "../words/fields.ts";
import { sendTicket } from "../desk/actions.ts";
import { isBusy } from "../desk/saying.ts";
import { isSmallScreen, tradesFromSmall } from "../desk/screen-state.ts";
import { config, market, whyDisabled } from "../desk/state.ts";
import { NumberField } from "../parts/number-field.tsx";
import { OrderAnswer } from "../parts/order-answer.tsx";
import { Panel } from "../parts/panel.tsx";
import { count, dollars } from "../words/numbers.ts";
import { orderWords } from "../words/orders.ts";
import { ticketRisk, walkShown } from "../words/preview.ts";

type Side = "BUY" | "SELL";

function previewWords(
  book: { readonly asks: Levels; readonly bids: Levels } | null | undefined,
  side: Side,
  quantity: number,
  limit: number,
): string {
  const { maxLoss, maxGain } = ticketRisk(side, quantity, limit);
  const risk = `max loss ${dollars(maxLoss, "up")}, max gain ${dollars(maxGain, "down")}, plus the fee`;
  const levels = side === "BUY" ? book?.asks : book?.bids;
  if (levels === undefined) return risk;
  const { filled } = walkShown(levels, side, quantity, limit);
  return `${risk}; the book shows ${count(filled)} at this price`;
}

type Levels = readonly (readonly [number, number])[];

/** A person's own order: it bypasses the model, not the limits. */
export function TicketPanel() {
  const [away, setAway] = useState(false);
  const [side, setSide] = useState<Side>("BUY");
  const [size, setSize] = useState("10");
  const [price, setPrice] = useState("");
  const [isTouched, setTouched] = useState(false);
  const books = market.value;
  const book = away ? books?.away : books?.home;
  const most = config.value?.max_position_size ?? contractsMax;
  const quantity = readContracts(size, most);
  const cents = readCents(price);
  const isReady =
    quantity.kind === "read" && cents.kind === "read" && book !== null && book !== undefined;
  const small = isSmallScreen.value && !tradesFromSmall.value;
  const why = whyDisabled.value ?? (small ? "Trading from small screens is off." : undefined);
  const send = (event: Event): void => {
    event.preventDefault();
    setTouched(true);
    if (!isReady || why !== undefined || isBusy("ticket")) return;
    sendTicket({ ticker: book.ticker, side, quantity: quantity.value, cents: cents.value });
  };
  return (
    <Panel id="ticket" title="Ticket" aside="bypasses the model, not the limits">
      <form class="ticket-form" noValidate onSubmit={send}>
        <div class="field">
          <label for="ticket-market">Market</label>
          <select
            id="ticket-market"
            value={away ? "away" : "home"}
            onChange={(event) => setAway(event.currentTarget.value === "away")}
          >
            <option value="home">{books?.home?.team ?? "home"} wins</option>
            <option value="away">{books?.away?.team ?? "away"} wins</option>
          </select>
        </div>
        <div class="field">
          <label for="ticket-side">Side</label>
          <select
            id="ticket-side"
            value={side}
            onChange={(event) => setSide(event.currentTarget.value === "SELL" ? "SELL" : "BUY")}
          >
            <option value="BUY">Buy</option>
            <option value="SELL">Sell</option>
          </select>
        </div>
        <NumberField
          id="ticket-size"
          label="Contracts"
          unit=""
          value={size}
          min={1}
          max={most}
          step={1}
          error={quantity.kind === "wrong" ? quantity.why : undefined}
          onInput={setSize}
        />
        <NumberField
          id="ticket-price"
          label="Price"
          unit="¢"
          value={price}
          min={1}
          max={99}
          step={1}
          error={
            isTouched || price !== "" ? (cents.kind === "wrong" ? cents.why : undefined) : undefined
          }
          onInput={setPrice}
        />
        <button
          type="submit"
          class="ticket-send"
          disabled={why !== undefined || isBusy("ticket") || !isReady}
          title={why}
        >
          {isBusy("ticket")
            ? "Sending…"
            : isReady
              ? orderWords(side, book.team, quantity.value, cents.value / 100)
              : "Send ticket"}
        </button>
      </form>
      <p class="preview">
        {isReady ? previewWords(book, side, quantity.value, cents.value / 100) : ""}
      </p>
      <OrderAnswer place="ticket" />
    </Panel>
  );
}
