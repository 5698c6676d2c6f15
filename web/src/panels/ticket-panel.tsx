import { signal } from "@preact/signals";
import type { BookView } from "../../../src/engine/view-types.ts";
import { sendTicket } from "../desk/actions.ts";
import { hush, isBusy, saidAt } from "../desk/saying.ts";
import { isSmallScreen, tradesFromSmall } from "../desk/screen-state.ts";
import { config, market, whyDisabled } from "../desk/state.ts";
import { NumberField } from "../parts/number-field.tsx";
import { OrderAnswer } from "../parts/order-answer.tsx";
import { Panel } from "../parts/panel.tsx";
import { contractsMax, type Field, readCents, readContracts } from "../words/fields.ts";
import { count, dollars } from "../words/numbers.ts";
import { orderWords } from "../words/orders.ts";
import { ticketRisk, walkShown } from "../words/preview.ts";

type Side = "BUY" | "SELL";

/** What stands in the ticket's fields. */
const typed = signal({
  team: "home" as "home" | "away",
  side: "BUY" as Side,
  size: "10",
  price: "",
});

function type(part: Partial<typeof typed.value>): void {
  hush("ticket");
  typed.value = { ...typed.value, ...part };
}

type Written = {
  readonly book: BookView;
  readonly side: Side;
  readonly quantity: number;
  readonly cents: number;
};

function bookChosen(): BookView | undefined {
  return market.value?.[typed.value.team] ?? undefined;
}

function sizeMost(): number {
  return config.value?.max_position_size ?? contractsMax;
}

/** The ticket as it would be sent; undefined while something is missing or wrong. */
function written(): Written | undefined {
  const { side, size, price } = typed.value;
  const book = bookChosen();
  const quantity = readContracts(size, sizeMost());
  const cents = readCents(price);
  if (book === undefined || quantity.kind === "wrong" || cents.kind === "wrong") return undefined;
  return { book, side, quantity: quantity.value, cents: cents.value };
}

function whyNot(): string | undefined {
  if (whyDisabled.value !== undefined) return whyDisabled.value;
  const isOff = isSmallScreen.value && !tradesFromSmall.value;
  return isOff ? "Trading from small screens is off." : undefined;
}

function send(event: Event): void {
  event.preventDefault();
  const ticket = written();
  if (ticket === undefined || whyNot() !== undefined || isBusy("ticket")) return;
  const { book, side, quantity, cents } = ticket;
  sendTicket({ ticker: book.ticker, team: book.team, side, quantity, cents });
}

function previewWords({ book, side, quantity, cents }: Written): string {
  const limit = cents / 100;
  const { maxLoss, maxGain } = ticketRisk(side, quantity, limit);
  const { filled } = walkShown(side === "BUY" ? book.asks : book.bids, side, quantity, limit);
  const risk = `max loss ${dollars(maxLoss, "up")}, max gain ${dollars(maxGain, "down")}`;
  return `${risk}, before the fee; the book shows ${count(filled)} at this price`;
}

function wrongOf(field: Field<number>): string | undefined {
  return field.kind === "wrong" ? field.why : undefined;
}

function WhatFields() {
  const { team, side } = typed.value;
  const books = market.value;
  return (
    <>
      <div class="field">
        <label for="ticket-market">Market</label>
        <select
          id="ticket-market"
          value={team}
          onChange={({ currentTarget }) =>
            type({ team: currentTarget.value === "away" ? "away" : "home" })
          }
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
          onChange={({ currentTarget }) =>
            type({ side: currentTarget.value === "SELL" ? "SELL" : "BUY" })
          }
        >
          <option value="BUY">Buy</option>
          <option value="SELL">Sell</option>
        </select>
      </div>
    </>
  );
}

function AmountFields() {
  const { size, price } = typed.value;
  const most = sizeMost();
  return (
    <>
      <NumberField
        id="ticket-size"
        label="Contracts"
        unit=""
        value={size}
        min={1}
        max={most}
        step={1}
        error={wrongOf(readContracts(size, most))}
        onInput={(text) => type({ size: text })}
      />
      <NumberField
        id="ticket-price"
        label="Price"
        unit="¢"
        value={price}
        min={1}
        max={99}
        step={1}
        error={price === "" ? undefined : wrongOf(readCents(price))}
        onInput={(text) => type({ price: text })}
      />
    </>
  );
}

function SendButton({ ticket }: { readonly ticket: Written | undefined }) {
  const why = whyNot() ?? (ticket === undefined ? "Contracts and price are needed." : undefined);
  const isSending = isBusy("ticket");
  const words =
    ticket === undefined
      ? "Send ticket"
      : orderWords(ticket.side, ticket.book.team, ticket.quantity, ticket.cents / 100);
  return (
    <button type="submit" class="ticket-send" disabled={why !== undefined || isSending} title={why}>
      {isSending ? "Sending…" : words}
    </button>
  );
}

/** A person's own order: it bypasses the model, not the limits. */
export function TicketPanel() {
  const ticket = written();
  return (
    <Panel id="ticket" title="Ticket" aside="bypasses the model, not the limits">
      <form class="ticket-form" noValidate onSubmit={send}>
        <WhatFields />
        <AmountFields />
        <SendButton ticket={ticket} />
      </form>
      <div class="preview">
        {saidAt.value.ticket !== undefined ? (
          <OrderAnswer place="ticket" />
        ) : ticket === undefined ? null : (
          <p>{previewWords(ticket)}</p>
        )}
      </div>
    </Panel>
  );
}
