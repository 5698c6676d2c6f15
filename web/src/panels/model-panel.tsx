import { fairHome, game, market, model, sinceTold, view } from "../desk/state.ts";
import type { ModelView } from "../../../src/engine/view-types.ts";
import { Fact, Panel } from "../parts/panel.tsx";
import { edgeWords } from "../words/edge.ts";
import { isEspnStale } from "../words/health.ts";
import { cents, type Known, percent, signedPoints, unknownText } from "../words/numbers.ts";

function at(share: number): number {
  return Math.min(1000, Math.max(0, share * 1000));
}

/** 0 to 100 of the home team: the model's mark, and between bid and ask the market's interval. */
function ModelBar({
  fair,
  bid,
  ask,
}: {
  readonly fair: Known;
  readonly bid: Known;
  readonly ask: Known;
}) {
  const left = typeof bid === "number" ? at(bid) : undefined;
  const right = typeof ask === "number" ? at(ask) : undefined;
  return (
    <svg class="model-bar" viewBox="0 0 1000 40" preserveAspectRatio="none" aria-hidden="true">
      <rect class="track" x="0" y="12" width="1000" height="16" />
      {[250, 500, 750].map((x) => (
        <rect key={x} class="tick" x={x - 1} y="12" width="2" height="16" />
      ))}
      {left === undefined || right === undefined ? null : (
        <rect class="interval" x={left} y="6" width={Math.max(6, right - left)} height="28" />
      )}
      {typeof fair === "number" ? (
        <rect class="model-mark" x={at(fair) - 3} y="0" width="6" height="40" />
      ) : null}
    </svg>
  );
}

function noteWords(shown: ModelView | undefined) {
  const note = shown?.note;
  if (note !== null && note !== undefined) return <span class="is-caution">{note}</span>;
  if (typeof shown?.band !== "number") return "";
  const usual = `± ${Math.round(100 * shown.band)} points usual error here`;
  if (typeof shown.pooled_home !== "number") return usual;
  return `${usual} · with the market ${percent(shown.pooled_home)}`;
}

function chance(share: Known): string {
  const text = percent(share);
  return text === unknownText ? text : `${text}%`;
}

/** Bottom left: what the model thinks, against the market. */
export function ModelPanel() {
  const shown = model.value;
  const teams = game.value;
  const { home_wp: home, away_wp: away, tie } = shown ?? {};
  const fair = fairHome.value;
  const isStale = isEspnStale(view.value, sinceTold.value);
  const bid = market.value?.bid;
  const ask = market.value?.ask;
  return (
    <Panel id="model" title="Model prediction" aside={shown?.model ?? ""} isStale={isStale}>
      <dl class="chances">
        <Fact label={`${teams?.home ?? "Home"} wins`}>{chance(home)}</Fact>
        <Fact label={`${teams?.away ?? "Away"} wins`}>{chance(away)}</Fact>
        <Fact label="Tie">{chance(tie)}</Fact>
      </dl>
      <ModelBar fair={fair} bid={bid} ask={ask} />
      <p class="bar-legend">
        <span class="legend-model">model {percent(fair)}</span>
        <span class="legend-market">
          market {cents(bid)} to {cents(ask)}
        </span>
        <span class="label">{teams?.home ?? "home"}, 0 to 100</span>
      </p>
      <p class="edge-words">
        <strong>{signedPoints(shown?.edge)}</strong>
        <span>{edgeWords(shown?.edge)}</span>
      </p>
      <p class="model-note">{noteWords(shown)}</p>
    </Panel>
  );
}
