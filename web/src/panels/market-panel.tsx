import type { BookView } from "../../../src/engine/view-types.ts";
import { market, sinceTold, view } from "../desk/state.ts";
import { Panel } from "../parts/panel.tsx";
import { isKalshiStale } from "../words/health.ts";
import { cents, count, midCents, unknownText } from "../words/numbers.ts";

const rungs = 5;

type Level = readonly [price: number, contracts: number];

function Rung({
  level,
  side,
  most,
}: {
  readonly level: Level | undefined;
  readonly side: "bid" | "ask";
  readonly most: number;
}) {
  const share = level === undefined || most === 0 ? 0 : Math.min(1, level[1] / most);
  return (
    <tr class={`rung ${side}`}>
      <th scope="row">{level === undefined ? "" : cents(level[0])}</th>
      <td>
        <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
          <rect x="0" y="0" width={share * 100} height="10" />
        </svg>
        <span>{level === undefined ? "" : count(level[1], 0)}</span>
      </td>
    </tr>
  );
}

/** Asks above, bids below, the best of each at the gap between them. */
function Ladder({ book }: { readonly book: BookView | null | undefined }) {
  const asks = book?.asks.slice(0, rungs) ?? [];
  const bids = book?.bids.slice(0, rungs) ?? [];
  const most = Math.max(0, ...[...asks, ...bids].map(([, size]) => size));
  const rows = (levels: readonly Level[], side: "bid" | "ask") => {
    const cells = Array.from({ length: rungs }, (_, index) => levels[index]);
    const ordered = side === "ask" ? cells.reverse() : cells;
    return ordered.map((level, index) => (
      <Rung key={`${side}${index}`} level={level} side={side} most={most} />
    ));
  };
  return (
    <table class="ladder">
      <caption class="sr-only">Depth of {book?.team ?? "the market"}</caption>
      <thead class="sr-only">
        <tr>
          <th scope="col">Price</th>
          <th scope="col">Contracts</th>
        </tr>
      </thead>
      <tbody class="asks">{rows(asks, "ask")}</tbody>
      <tbody class="bids">{rows(bids, "bid")}</tbody>
    </table>
  );
}

/** Why this market is not simply open, in words; "" when it is. */
function bookNote(book: BookView | null | undefined): string {
  if (book === null || book === undefined) return "not known yet";
  if (book.book === "broken") return `resyncing${book.why === null ? "" : `: ${book.why}`}`;
  if (book.book === "waiting") return "waiting for the book";
  if (book.status !== "active") return book.status;
  if (book.bid === null && book.ask === null) return "no quotes";
  if (book.bid === null) return "no bid";
  return book.ask === null ? "no ask" : "open";
}

function quote(price: number | null | undefined, size: number | null | undefined) {
  return (
    <>
      <span class="size">{size === null || size === undefined ? "" : `${count(size, 0)} at`}</span>
      <strong>{cents(price)}</strong>
    </>
  );
}

type Row = {
  readonly label: string;
  readonly of: (book: BookView | null | undefined) => preact.ComponentChildren;
};

const rowsShown: readonly Row[] = [
  { label: "Bid", of: (book) => quote(book?.bid, book?.bid_size) },
  { label: "Ask", of: (book) => quote(book?.ask, book?.ask_size) },
  { label: "Mid", of: (book) => midCents(book?.mid) },
  { label: "Spread", of: (book) => cents(book?.spread) },
  { label: "Volume", of: (book) => count(book?.volume, 0) },
  { label: "5 min", of: (book) => count(book?.volume_5m, 0) },
];

/** Top right: both markets of the game. */
export function MarketPanel() {
  const shown = market.value;
  const isStale = isKalshiStale(view.value, sinceTold.value);
  const books = [shown?.home, shown?.away] as const;
  const aside = isStale
    ? "no word from Kalshi: prices are old"
    : (shown?.event_ticker ?? unknownText);
  return (
    <Panel id="market" title="Market state" aside={aside} isStale={isStale}>
      <table class="quotes">
        <thead>
          <tr>
            <td />
            {books.map((book, index) => (
              <th key={index} scope="col" title={book?.ticker}>
                {book?.team ?? unknownText}{" "}
                <span class="book-note">{`${index === 0 ? "home" : "away"}, ${bookNote(book)}`}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rowsShown.map(({ label, of }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {books.map((book, index) => (
                <td key={index} class={book?.book === "broken" ? "is-old" : ""}>
                  {of(book)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div class="ladders">
        {books.map((book, index) => (
          <div key={index} class={book?.book === "live" ? "" : "is-stale"}>
            <Ladder book={book} />
          </div>
        ))}
      </div>
    </Panel>
  );
}
