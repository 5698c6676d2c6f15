import { type Halting, halting } from "../desk/actions.ts";
import { openArming } from "../desk/arming.ts";
import { connection, now, sinceTold, status, view, whyDisabled } from "../desk/state.ts";
import { Icon, type IconName } from "../parts/icon.tsx";
import { isReducing } from "../words/account.ts";
import { isEspnStale, isKalshiStale } from "../words/health.ts";
import { age, countdown } from "../words/times.ts";
import type { View } from "../../../src/engine/view-types.ts";

type Line = {
  readonly level: "calm" | "caution" | "alarm";
  readonly icon: IconName;
  readonly text: string;
};

function connectionLine(): Line | undefined {
  const link = connection.value;
  const shown = view.value;
  if (link.kind === "open") return undefined;
  if (shown === undefined && link.kind === "connecting" && link.attempt === 1) {
    return { level: "calm", icon: "dash", text: "Connecting to the desk…" };
  }
  const next =
    link.kind === "waiting"
      ? `retrying in ${countdown((link.retryAt - now.value) / 1000)}`
      : "trying now";
  const lost = link.lostAt === undefined ? "" : ` for ${age((now.value - link.lostAt) / 1000)}`;
  const auto =
    shown === undefined
      ? ""
      : ` The desk keeps running; Auto was ${shown.status.auto ? "ON" : "OFF"} there.`;
  const text =
    `Not connected to the desk${lost}: ${next} (attempt ${link.attempt}).${auto}` +
    " Stop without this page: npm run mnf -- stop";
  return { level: "alarm", icon: "stop", text };
}

function haltingLine({ kind, text }: Halting, shown: View | undefined): Line | undefined {
  const isStopped = shown?.status.state === "STOPPED" || shown?.status.state === "HALTED";
  if (kind === "notHeard") return isStopped ? undefined : { level: "alarm", icon: "stop", text };
  if (kind === "asked") return { level: "caution", icon: "halt", text };
  // Where an account is open its own line shows the proof for as long as it counts.
  if (!isStopped || shown?.status.account?.stop) return undefined;
  return { level: "caution", icon: "halt", text };
}

function withWhy(words: string, why: string | null): string {
  return why === null ? words : `${words}: ${why}`;
}

function stateLine(shown: View): Line | undefined {
  const { mode, status: standing, position } = shown;
  const { state, why } = standing;
  if (isReducing(shown) && state !== "HALTED") {
    const words = withWhy(`${mode} · REDUCE-ONLY: cancels and exits only`, why);
    return { level: "caution", icon: "diamond", text: `${words}. Held: ${position.words}` };
  }
  switch (state) {
    case "HALTED":
      return { level: "alarm", icon: "octagon", text: withWhy("HALTED", why) };
    case "MONITORING": {
      const text = `${withWhy("Watching, no entries", why)}. Start, in Controls, allows them.`;
      return { level: "caution", icon: "diamond", text };
    }
    case "STOPPED":
      return { level: "caution", icon: "halt", text: withWhy("Stopped", why) };
    case "REDUCE-ONLY":
    case "TRADING":
      return undefined;
  }
}

function dataLine(shown: View): Line | undefined {
  const since = sinceTold.value;
  const { espn, kalshi } = shown.circuit_breaker;
  if (shown.status.journal === "down") {
    const text = "The journal cannot be written: nothing is sent that cannot be recorded.";
    return { level: "alarm", icon: "stop", text };
  }
  if (kalshi.state === "OPEN") {
    return { level: "caution", icon: "octagon", text: "Kalshi breaker open: no entries." };
  }
  if (isKalshiStale(shown, since)) {
    return { level: "caution", icon: "caution", text: "Kalshi is silent: no entries." };
  }
  if (espn.state === "OPEN") {
    return { level: "caution", icon: "octagon", text: "ESPN breaker open: no signals." };
  }
  if (isEspnStale(shown, since)) {
    return { level: "caution", icon: "caution", text: "ESPN is silent: signals are blocked." };
  }
  return undefined;
}

function calmLine(shown: View): Line {
  if (shown.game_state.state === "post") {
    return { level: "calm", icon: "info", text: "The game is over; no more entries." };
  }
  const text = shown.status.auto
    ? "Auto is ON: signals that pass every check are traded without a click."
    : "Trading by hand: nothing is sent without a click on Execute.";
  return { level: "calm", icon: "info", text };
}

function lineNow(): Line {
  const shown = view.value;
  const lost = connectionLine();
  const halted = halting.value === undefined ? undefined : haltingLine(halting.value, shown);
  if (lost !== undefined && halted?.level === "alarm") {
    return { ...halted, text: `${halted.text}. ${lost.text}` };
  }
  if (lost !== undefined) return lost;
  if (shown === undefined) return { level: "calm", icon: "dash", text: "Waiting for numbers…" };
  return halted ?? stateLine(shown) ?? dataLine(shown) ?? calmLine(shown);
}

/** How to arm again stands beside the words that it has ended. */
function ArmAgain() {
  if (!isReducing(view.value)) return null;
  const why = whyDisabled.value;
  return (
    <button
      type="button"
      class="line-button"
      disabled={why !== undefined}
      title={why}
      onClick={openArming}
    >
      Arm again…
    </button>
  );
}

/** Line 3: the one sentence that matters most now, and the source's caution, always. */
export function StatusLine() {
  const { level, icon, text } = lineNow();
  const caution = status.value?.caution ?? null;
  return (
    <div class={`status-line level-${level}`}>
      <p class="status-words">
        <Icon name={icon} />
        <span>{text}</span>
      </p>
      <ArmAgain />
      {caution === null ? null : <p class="caution-words">{caution}</p>}
    </div>
  );
}
