import type { PerformanceView } from "../../../src/engine/view-types.ts";
import { mode, performanceFigures } from "../desk/state.ts";
import { Icon } from "../parts/icon.tsx";
import { Fact, Panel } from "../parts/panel.tsx";
import {
  count,
  decimal,
  direction,
  dollars,
  gain,
  type Known,
  unknownText,
} from "../words/numbers.ts";

/** A result: the sign is in the text, the arrow says the same. */
export function Result({ amount, words }: { readonly amount: Known; readonly words?: string }) {
  const way = direction(amount);
  const tone = { up: "is-up", down: "is-down", flat: "is-muted" }[way];
  return (
    <span class={`result ${way === "flat" ? "" : tone}`}>
      <span class="result-arrow">{way === "flat" ? null : <Icon name={way} tone={tone} />}</span>
      {words ?? gain(amount)}
    </span>
  );
}

function winsWords(shown: PerformanceView | undefined): string {
  if (shown === undefined || shown.win_rate === null) return unknownText;
  const share = decimal(shown.win_rate * 100, 0);
  return `${shown.winning_trades} of ${shown.closed_trades} (${share}%)`;
}

/** Bottom right: this session's trades and money, of this mode alone. */
export function PerformancePanel() {
  const shown = performanceFigures.value;
  const trades =
    shown === undefined ? unknownText : `${count(shown.total_trades)} (${shown.open_trades} open)`;
  return (
    <Panel id="performance" title="Performance" aside={`session, ${mode.value ?? unknownText}`}>
      <dl class="facts figures">
        <Fact label="Trades">{trades}</Fact>
        <Fact label="Wins">{winsWords(shown)}</Fact>
        <Fact label="Realised">
          <Result amount={shown?.realized_pnl} />
        </Fact>
        <Fact label="Open" title="If closed now, at prices that can be traded">
          <Result amount={shown?.unrealized_pnl} />
        </Fact>
        <Fact label="Fees">{dollars(shown?.fees)}</Fact>
        <Fact label="At risk">{dollars(shown?.at_risk)}</Fact>
        <Fact label="Balance">{dollars(shown?.balance)}</Fact>
        <Fact label="Total" title="Realised and open, after fees">
          <strong class="total">
            <Result amount={shown?.total_pnl} />
          </strong>
        </Fact>
      </dl>
    </Panel>
  );
}
