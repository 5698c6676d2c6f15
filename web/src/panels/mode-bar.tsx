import type { View } from "../../../src/engine/view-types.ts";
import { halting, kill, stop } from "../desk/actions.ts";
import { game, status, view } from "../desk/state.ts";
import { Icon, type IconName } from "../parts/icon.tsx";
import { isReducing } from "../words/account.ts";
import { moneyWords } from "../words/arming.ts";
import { gameClock } from "../words/game.ts";
import { dollars, unknownText } from "../words/numbers.ts";

function moneyOf(shown: View): string {
  const cap = shown.config["session_cap"];
  const limit = shown.mode === "LIVE" && typeof cap === "number" ? ` · cap ${dollars(cap)}` : "";
  return `${moneyWords[shown.mode]}${limit}`;
}

function ModeBlock() {
  const shown = view.value;
  const about = isReducing(shown) ? "REDUCE-ONLY" : (shown?.status.source_words ?? "connecting");
  return (
    <div class={`mode-block mode-${(shown?.mode ?? "unknown").toLowerCase()}`}>
      <strong>{shown?.mode ?? unknownText}</strong>
      <span>{about}</span>
      <span class="mode-money">{shown === undefined ? unknownText : moneyOf(shown)}</span>
    </div>
  );
}

function GameBlock() {
  const shown = game.value;
  const teams = shown?.home && shown.away ? `${shown.away} @ ${shown.home}` : "No game";
  return (
    <div class="bar-game">
      <strong>{teams}</strong>
      <span>{gameClock(shown)}</span>
    </div>
  );
}

const stateIcons: Readonly<Record<string, readonly [IconName, string]>> = {
  TRADING: ["circle", "is-up"],
  MONITORING: ["diamond", "is-caution"],
  "REDUCE-ONLY": ["diamond", "is-caution"],
  STOPPED: ["halt", "is-down"],
  HALTED: ["octagon", "is-down"],
};

function StateBlock() {
  const shown = status.value;
  const [icon, tone] = stateIcons[shown?.state ?? ""] ?? ["dash", "is-muted"];
  const auto = shown === undefined ? unknownText : shown.auto ? "ON" : "OFF";
  return (
    <dl class="bar-state">
      <div>
        <dt>State</dt>
        <dd>
          <Icon name={icon} tone={tone} />
          {shown?.state ?? unknownText}
        </dd>
      </div>
      <div>
        <dt>Auto</dt>
        <dd>
          <Icon name={shown?.auto === true ? "circle" : "dash"} tone="is-muted" />
          {auto}
        </dd>
      </div>
    </dl>
  );
}

/** Acts on press: the click that follows a press of the pointer is the same press. */
function onPress(act: () => void) {
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button === 0) act();
    },
    onClick: (event: MouseEvent) => {
      if (event.detail === 0) act();
    },
  };
}

function HaltButtons() {
  const asked = halting.value?.kind === "asked" ? halting.value.what : undefined;
  return (
    <div class="halt-buttons">
      <button
        type="button"
        class="kill"
        title="Kill: auto off, halted, orders cancelled (K K)"
        {...onPress(kill)}
      >
        Kill
      </button>
      <button type="button" class="stop" title="Stop now (Space)" {...onPress(stop)}>
        <Icon name="halt" />
        <span>{asked === "STOP" ? "Stopping…" : "STOP"}</span>
      </button>
    </div>
  );
}

/** Line 1: mode, source, game, state, auto and STOP. It never scrolls away. */
export function ModeBar() {
  return (
    <div class="mode-bar">
      <ModeBlock />
      <GameBlock />
      <StateBlock />
      <HaltButtons />
    </div>
  );
}
