import { useState } from "preact/hooks";
import { setSpeed } from "../desk/actions.ts";
import { isBusy } from "../desk/saying.ts";
import { connection, now, sinceTold, status, toldAt, view, whyDisabled } from "../desk/state.ts";
import { healthShapes } from "../parts/health-shape.ts";
import { Icon } from "../parts/icon.tsx";
import {
  type Chip,
  espnChip,
  journalChip,
  kalshiChip,
  pageChip,
  worstOf,
} from "../words/health.ts";
import { unknownText } from "../words/numbers.ts";
import { timeOfDay } from "../words/times.ts";

function ChipView({ chip, isWorst }: { readonly chip: Chip; readonly isWorst: boolean }) {
  const [icon, tone, word] = healthShapes[chip.health];
  return (
    <li class={`chip health-${chip.health} ${isWorst ? "is-worst" : ""}`} title={chip.more}>
      <Icon name={icon} tone={tone} />
      <span>{chip.name}</span>
      <span class="sr-only">{word}</span>
      <span class="chip-age">{chip.words}</span>
    </li>
  );
}

const lostChip: Chip = { name: "Page link", health: "bad", words: "lost", more: "No connection." };

/** The places of the chips before the first numbers. */
const notHeardYet: readonly Chip[] = ["ESPN", "Kalshi book", "Journal"].map((name) => {
  return { name, health: "unknown", words: unknownText, more: "Not heard yet." };
});

function chips(): readonly Chip[] {
  const shown = view.value;
  const link = connection.value;
  const page = link.kind === "open" ? pageChip(link.roundTripMs) : lostChip;
  if (shown === undefined) return [...notHeardYet, page];
  const since = sinceTold.value;
  return [espnChip(shown, since), kalshiChip(shown, since), journalChip(shown), page];
}

function SourceTime() {
  const shown = view.value;
  const later =
    connection.value.kind === "open" ? (now.value - toldAt.value) * (shown?.status.speed ?? 1) : 0;
  return (
    <span class="source-time" title="The source's clock, in New York">
      {timeOfDay(shown?.as_of, Math.max(0, later))} ET
    </span>
  );
}

const speeds = [1, 12, 60] as const;

/** Only sources with a clock of their own have a speed. */
function SpeedControl() {
  const speed = status.value?.speed ?? null;
  if (speed === null) return null;
  const why = whyDisabled.value;
  const isOwn = speeds.some((choice) => choice === speed);
  return (
    <div class="speed" role="group" aria-label="Speed of the simulated night">
      <span>Speed</span>
      {speeds.map((choice) => (
        <button
          key={choice}
          type="button"
          aria-pressed={choice === speed}
          disabled={why !== undefined || isBusy("speed")}
          title={why}
          onClick={() => setSpeed(choice)}
        >
          {choice}×
        </button>
      ))}
      {isOwn ? null : <span class="speed-other">now {speed}×</span>}
    </div>
  );
}

/** Line 2: one chip for each leg of the data, the source's time and its speed. */
export function HealthStrip() {
  const [isOpen, setOpen] = useState(false);
  const shown = chips();
  const worst = worstOf(shown);
  return (
    <div class="health-strip">
      <ul class={`chips ${isOpen ? "is-open" : ""}`} aria-label="Health of the data">
        {shown.map((chip) => (
          <ChipView key={chip.name} chip={chip} isWorst={chip === worst} />
        ))}
      </ul>
      <button
        type="button"
        class="is-link chips-more"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? "only the worst" : `all ${shown.length}`}
      </button>
      <SourceTime />
      <SpeedControl />
    </div>
  );
}
