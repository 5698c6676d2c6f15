import { useState } from "preact/hooks";
import type { BookView, MarketView, PositionView } from "../../../src/engine/view-types.ts";
import { close } from "../desk/actions.ts";
import { isBusy } from "../desk/saying.ts";
import { game, market, position, status, whyDisabled } from "../desk/state.ts";
import { Dialog } from "../parts/dialog.tsx";
import { NumberField } from "../parts/number-field.tsx";
import { OrderAnswer } from "../parts/order-answer.tsx";
import { Panel } from "../parts/panel.tsx";
import { cents, count, dollars, gain, type Known, outcome, unknownText } from "../words/numbers.ts";
import { walkShown, worstExit } from "../words/preview.ts";
import { Result } from "./performance-panel.tsx";

type Leg = { readonly book: BookView; readonly contracts: number };

function legsOf(held: PositionView | undefined, books: MarketView | undefined): readonly Leg[] {
  const legs = [
    { book: books?.home, contracts: held?.home_contracts ?? 0 },
    { book: books?.away, contracts: held?.away_contracts ?? 0 },
  ];
  return legs.flatMap(({ book, contracts }) =>
    book && contracts !== 0 ? [{ book, contracts }] : [],
  );
}

/** What closing one leg means: side, best price, worst price, and its cost against the mid. */
function exitOf({ book, contracts }: Leg) {
  const side = contracts > 0 ? "SELL" : "BUY";
  const best = side === "SELL" ? book.bid : book.ask;
  const levels = side === "SELL" ? book.bids : book.asks;
  const worst = best === null ? undefined : worstExit(side, best);
  const size = Math.abs(contracts);
  const walked = worst === undefined ? undefined : walkShown(levels, side, size, worst);
  const average = walked?.average;
  const cost =
    average === undefined || book.mid === null
      ? undefined
      : Math.abs(book.mid - average) * (walked?.filled ?? 0);
  return { side, size, best, worst, cost, filled: walked?.filled ?? 0 } as const;
}

function LegWords({ leg }: { readonly leg: Leg }) {
  const { side, size, best, worst, cost, filled } = exitOf(leg);
  const verb = side === "SELL" ? "Sell" : "Buy";
  if (best === null || worst === undefined) {
    return (
      <li>
        {verb} {count(size)} {leg.book.team}: there is no {side === "SELL" ? "bid" : "ask"} to close
        against.
      </li>
    );
  }
  const rest = size > filled ? ` The book shows ${count(filled)} of them up to there.` : "";
  return (
    <li>
      {verb} {count(size)} {leg.book.team}, best {cents(best)}, at worst {cents(worst)}; costs about{" "}
      {dollars(cost)} against the mid, before the fee.{rest}
    </li>
  );
}

function parsedCents(text: string): number | undefined {
  const value = Number(text);
  return text.trim() !== "" && value > 0 && value < 100 ? value : undefined;
}

function FlattenDialog({
  legs,
  onEnd,
}: {
  readonly legs: readonly Leg[];
  readonly onEnd: () => void;
}) {
  const only = legs.length === 1 ? legs[0] : undefined;
  const suggested = only === undefined ? undefined : exitOf(only).worst;
  const [text, setText] = useState(
    suggested === undefined ? "" : String(Math.round(suggested * 1e4) / 100),
  );
  const worst = parsedCents(text);
  const isTyped = suggested !== undefined;
  const held = position.value;
  const isEqual =
    held !== undefined && held.if_home === held.if_away && held.if_home === held.if_tie;
  return (
    <Dialog
      title="Flatten: close everything that is held"
      confirm="Flatten"
      canConfirm={!isTyped || worst !== undefined}
      onCancel={onEnd}
      onConfirm={() => {
        onEnd();
        close("flatten", isTyped && worst !== undefined ? worst / 100 : undefined);
      }}
    >
      <ul>
        {legs.map((leg) => (
          <LegWords key={leg.book.ticker} leg={leg} />
        ))}
      </ul>
      {isEqual ? (
        <p>Every outcome pays the same already: this locks in {gain(held.if_home, "down")}.</p>
      ) : null}
      {isTyped ? (
        <NumberField
          id="flatten-worst"
          label="Worst price"
          unit="¢"
          value={text}
          min={1}
          max={99}
          step={1}
          error={worst === undefined ? "is a price in cents, above 0 and below 100" : undefined}
          onInput={setText}
        />
      ) : null}
      <p class="label">What stays unfilled is reported and not tried again by itself.</p>
    </Dialog>
  );
}

function Outcome({ label, amount }: { readonly label: string; readonly amount: Known }) {
  return (
    <div class="fact">
      <dt>{label}</dt>
      <dd>
        <Result amount={amount} words={outcome(amount)} />
      </dd>
    </div>
  );
}

/** What is held, and what each end of the game would make of it, after fees. */
export function PositionPanel() {
  const [isAsking, setAsking] = useState(false);
  const held = position.value;
  const legs = legsOf(held, market.value);
  const isFlat = held?.words === "flat";
  const why = whyDisabled.value ?? (legs.length === 0 ? "Nothing is held." : undefined);
  const isStopped = why !== undefined || isBusy("position");
  const resting = status.value?.resting_orders ?? 0;
  const teams = game.value;
  return (
    <Panel id="position" title="Position" aside={`${count(resting)} resting orders`}>
      <p class="held">
        <strong>
          {held === undefined ? unknownText : isFlat ? "Flat: nothing held" : held.words}
        </strong>
      </p>
      {held === undefined || held.left_over === null ? null : (
        <p class="label">Left over from another game: {held.left_over}</p>
      )}
      <dl class="facts outcomes">
        <Outcome label={`${teams?.home ?? "Home"} wins`} amount={held?.if_home} />
        <Outcome label={`${teams?.away ?? "Away"} wins`} amount={held?.if_away} />
        <Outcome label="Tie" amount={held?.if_tie} />
        <Outcome label="If closed now" amount={isFlat ? 0 : held?.if_closed} />
      </dl>
      <div class="buttons">
        <button
          type="button"
          disabled={isStopped}
          title={why}
          onClick={() => close("reduce", undefined)}
        >
          Reduce half
        </button>
        <button type="button" disabled={isStopped} title={why} onClick={() => setAsking(true)}>
          Flatten…
        </button>
      </div>
      <OrderAnswer place="position" />
      {isAsking ? <FlattenDialog legs={legs} onEnd={() => setAsking(false)} /> : null}
    </Panel>
  );
}
