import type { SignalView } from "../../../src/engine/view-types.ts";
import { useState } from "preact/hooks";
import { allowLateGame, execute } from "../desk/actions.ts";
import { isBusy } from "../desk/saying.ts";
import { chosenSize, isSmallScreen, recordsTab, tradesFromSmall } from "../desk/screen-state.ts";
import {
  card,
  config,
  fairHome,
  game,
  gates,
  market,
  model,
  sinceTold,
  speed,
  status,
  whyDisabled,
} from "../desk/state.ts";
import { useHeld } from "../parts/hold.ts";
import { Icon } from "../parts/icon.tsx";
import { OrderAnswer } from "../parts/order-answer.tsx";
import { Fact, Panel } from "../parts/panel.tsx";
import { ReasonDialog } from "../parts/reason-dialog.tsx";
import { gateSentence } from "../words/gates.ts";
import { cents, count, percent, points, unknownText } from "../words/numbers.ts";
import { type Offer, offerOf, orderWords, riskWords } from "../words/orders.ts";
import { ageNow, countdown } from "../words/times.ts";

const presets = [10, 25, 50, 100] as const;
const reasonsShown = 3;
const staleSecondsMax = 10;

function chosenOf(offer: Offer): number {
  return Math.min(chosenSize.value ?? offer.quantity, offer.quantity);
}

function Sizes({ offer }: { readonly offer: Offer | undefined }) {
  const most = offer?.quantity ?? 0;
  const chosen = chosenSize.value;
  return (
    <div class="sizes" role="group" aria-label="Contracts to send">
      <span class="label">Size</span>
      {presets.map((size) => (
        <button
          key={size}
          type="button"
          aria-pressed={chosen === size}
          disabled={size > most}
          title={size > most ? `The card offers ${count(most)}` : undefined}
          onClick={() => {
            chosenSize.value = size;
          }}
        >
          {size}
        </button>
      ))}
      <button
        type="button"
        aria-pressed={chosen === undefined || chosen > most}
        onClick={() => {
          chosenSize.value = undefined;
        }}
      >
        All {offer === undefined ? "" : count(most)}
      </button>
    </div>
  );
}

/** Seconds of the source until the oldest input is too old; undefined when not known. */
function secondsLeft(shown: SignalView | null | undefined): number | undefined {
  const told = shown?.stale_in ?? null;
  const passed = ageNow(0, sinceTold.value, speed.value) ?? 0;
  return told === null ? undefined : Math.max(0, told - passed);
}

/** Time left until then, as words and as a bar. */
function StaleCountdown({ shown }: { readonly shown: SignalView | null | undefined }) {
  const left = secondsLeft(shown);
  return (
    <div class="stale-in">
      <span>{left === undefined ? "" : `stale in ${countdown(left)}`}</span>
      <svg viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true">
        <rect class="track" x="0" y="0" width="100" height="3" />
        <rect class="left" x="0" y="0" width={((left ?? 0) / staleSecondsMax) * 100} height="3" />
      </svg>
    </div>
  );
}

/** What blocks Execute: the card's own list, and without a card every check that fails. */
function blockedBy(shown: SignalView | null | undefined): readonly string[] {
  if (shown !== null && shown !== undefined) return shown.blocked_by;
  return (gates.value ?? [])
    .filter(({ verdict, applies }) => verdict === "fail" && applies.execute)
    .map(({ code }) => code);
}

/** Why Execute is possible or not: the three most telling reasons, each beside its mark. */
function Reasons({ shown }: { readonly shown: SignalView | null | undefined }) {
  const blocked = blockedBy(shown);
  const more = blocked.length - reasonsShown;
  const isLate = blocked.includes("LATE_GAME");
  return (
    <div class="reasons">
      <ul>
        {blocked.slice(0, reasonsShown).map((code) => (
          <li key={code}>
            <Icon name="stop" tone="is-down" />
            <span>{gateSentence(code, gates.value)}</span>
          </li>
        ))}
        {shown?.executable === true && blocked.length === 0 ? (
          <li>
            <Icon name="pass" tone="is-up" />
            <span>All checks for Execute pass</span>
          </li>
        ) : null}
      </ul>
      <p class="reasons-more">
        <button
          type="button"
          class="is-link"
          onClick={() => {
            recordsTab.value = "checks";
          }}
        >
          {more > 0 ? `${more} more; all checks` : "All checks"}
        </button>
        {isLate ? (
          <button
            type="button"
            class="is-link"
            disabled={whyDisabled.value !== undefined}
            onClick={allowLateGame}
          >
            Allow late-game entries for this game
          </button>
        ) : null}
      </p>
    </div>
  );
}

/** Why the button cannot be pressed; undefined when it can. */
function whyNot(
  shown: SignalView | null | undefined,
  offer: Offer | undefined,
): string | undefined {
  if (whyDisabled.value !== undefined) return whyDisabled.value;
  if (isBusy("order")) return "An order is on its way.";
  if (shown === null || shown === undefined) return "There is no signal.";
  if (offer === undefined) return "No size of this signal keeps the net edge.";
  if (secondsLeft(shown) === 0) return "Its numbers are too old.";
  if (isSmallScreen.value && !tradesFromSmall.value) return "Trading from small screens is off.";
  if (shown.executable || shown.needs_reason) return undefined;
  return shown.blocked_by.map((code) => gateSentence(code, gates.value))[0] ?? "Blocked.";
}

function ExecuteButton({ shown }: { readonly shown: SignalView | null | undefined }) {
  const [asking, setAsking] = useState<Offer | undefined>(undefined);
  const offer = offerOf(shown, market.value);
  const why = whyNot(shown, offer);
  const isSending = isBusy("order");
  const press = (): void => {
    if (offer === undefined || isBusy("order")) return;
    if (shown?.needs_reason === true && !shown.executable) setAsking(offer);
    else execute(offer, chosenOf(offer), undefined);
  };
  return (
    <>
      <button
        type="button"
        class="execute"
        disabled={why !== undefined}
        title={why}
        onClick={press}
      >
        <span class="execute-word">{isSending ? "Sending…" : "Execute"}</span>
        {offer === undefined ? (
          <span class="execute-what">{shown ? "nothing to send" : "no signal"}</span>
        ) : (
          <span class="execute-what">
            <strong>{orderWords(offer.side, offer.team, chosenOf(offer), offer.limit)}</strong>
            {` — ${riskWords(offer, chosenOf(offer))}`}
          </span>
        )}
      </button>
      {asking === undefined ? null : (
        <ReasonDialog
          title={orderWords(asking.side, asking.team, chosenOf(asking), asking.limit)}
          confirm="Execute"
          question="A check stops this signal unless a person says why it may pass:"
          points={shown?.blocked_by.map((code) => gateSentence(code, gates.value)) ?? []}
          onCancel={() => setAsking(undefined)}
          onReason={(reason) => {
            setAsking(undefined);
            execute(asking, chosenOf(asking), reason);
          }}
        />
      )}
    </>
  );
}

function SmallScreenChoice() {
  if (!isSmallScreen.value) return null;
  return (
    <label class="small-choice">
      <input
        type="checkbox"
        checked={tradesFromSmall.value}
        onChange={(event) => {
          tradesFromSmall.value = event.currentTarget.checked;
        }}
      />
      Trade from small screens
    </label>
  );
}

function phaseOf(shown: SignalView | null | undefined): string {
  if (status.value === undefined) return unknownText;
  if (isBusy("order")) return "sending";
  if (shown === null || shown === undefined) return "watching";
  if (shown.executable) return shown.strong ? "strong signal" : "signal";
  return shown.needs_reason ? "needs a reason" : "blocked";
}

function headline(shown: SignalView | null | undefined): string {
  if (shown !== null && shown !== undefined) return shown.action;
  const edge = model.value?.edge;
  if (edge === null || edge === undefined) return "No signal";
  return `No signal: edge ${points(edge)}, needs ${percent(config.value?.min_edge)}`;
}

function netWords(shown: SignalView | null | undefined): string {
  if (shown?.net_edge === null || shown?.net_edge === undefined) return unknownText;
  const size = shown.quantity === null ? "" : ` for ${count(shown.quantity)}`;
  return `${points(shown.net_edge, 2)}${size}`;
}

function routeWords({ routes, toward }: SignalView): string {
  const own = routes.own === null ? unknownText : cents(routes.own);
  const other = routes.other === null ? unknownText : cents(routes.other);
  return `${toward} costs ${own} in its own market, ${other} by the other`;
}

/** The middle of the screen: what Execute would send right now, and why it may or may not. */
export function SignalPanel() {
  const { held: shown, onPointerDown } = useHeld(card.value);
  const home = game.value?.home ?? "";
  const tone = shown ? (shown.signal === "BUY" ? "is-up" : "is-down") : "is-muted";
  const icon = shown ? (shown.signal === "BUY" ? "up" : "down") : "flat";
  return (
    <Panel id="signal" title="Signal" aside={phaseOf(shown)}>
      <div class="card" onPointerDown={onPointerDown}>
        <p class={`action ${tone}`}>
          <Icon name={icon} tone={tone} />
          <strong>{headline(shown)}</strong>
        </p>
        <dl class="card-figures">
          <Fact label={`Model ${home}`}>{percent(fairHome.value)}</Fact>
          <Fact label={`Market ${home}`}>{percent(model.value?.market_price)}</Fact>
          <Fact label="Edge">{points(shown?.edge ?? model.value?.edge)}</Fact>
          <Fact label="Net edge">{netWords(shown)}</Fact>
        </dl>
        <StaleCountdown shown={shown} />
        <Sizes offer={offerOf(shown, market.value)} />
        <ExecuteButton shown={shown} />
        <SmallScreenChoice />
        <Reasons shown={shown} />
        <p class="route">{shown ? routeWords(shown) : ""}</p>
      </div>
      <OrderAnswer place="order" />
    </Panel>
  );
}
