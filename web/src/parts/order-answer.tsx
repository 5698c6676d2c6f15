import { type Place, saidAt } from "../desk/saying.ts";
import { market, orders } from "../desk/state.ts";
import { cents, count } from "../words/numbers.ts";
import { isUnderWay, orderStateWords, sideVerb, teamOf } from "../words/orders.ts";
import { AnswerLine } from "./answer-line.tsx";
import { Icon } from "./icon.tsx";

/** What became of the order that was sent from here; until the list knows it, the answer. */
export function OrderAnswer({ place }: { readonly place: Place }) {
  const intentId = saidAt.value[place]?.intentId;
  const order = orders.value?.find((candidate) => candidate.intent_id === intentId);
  if (intentId === undefined || order === undefined) return <AnswerLine place={place} />;
  const team = teamOf(order.ticker, market.value);
  const isGood = order.state === "filled";
  const name = isUnderWay(order) ? "dash" : isGood ? "pass" : "caution";
  const tone = isUnderWay(order) ? "is-muted" : isGood ? "is-up" : "is-caution";
  const words = `${sideVerb(order.side)} ${team} ${count(order.quantity)} @ ${cents(order.limit)}`;
  return (
    <p class="answer" data-place={place}>
      <Icon name={name} tone={tone} />
      <span>
        Order {order.intent_id}: {words}, {orderStateWords(order)}
      </span>
    </p>
  );
}
