import { connection, view } from "./desk/state.ts";
import { AccountStrip } from "./panels/account-strip.tsx";
import { Alerts } from "./panels/alerts.tsx";
import { ArmingDialogs } from "./panels/arming-dialog.tsx";
import { BreakersPanel } from "./panels/breakers-panel.tsx";
import { CodeDialog } from "./panels/code-dialog.tsx";
import { ControlsPanel } from "./panels/controls-panel.tsx";
import { GamePanel } from "./panels/game-panel.tsx";
import { HealthStrip } from "./panels/health-strip.tsx";
import { MarketPanel } from "./panels/market-panel.tsx";
import { ModeBar } from "./panels/mode-bar.tsx";
import { ModelPanel } from "./panels/model-panel.tsx";
import { PerformancePanel } from "./panels/performance-panel.tsx";
import { PositionPanel } from "./panels/position-panel.tsx";
import { RecordsPanel } from "./panels/records-panel.tsx";
import { SignalPanel } from "./panels/signal-panel.tsx";
import { StatusLine } from "./panels/status-line.tsx";
import { TicketPanel } from "./panels/ticket-panel.tsx";
import { Announcer } from "./parts/announcer.tsx";

/** The whole screen: who we are and how we stand, the four quarters, controls and records. */
export function Screen() {
  const isLost = connection.value.kind !== "open" && view.value !== undefined;
  return (
    <>
      <header class="top">
        <h1 class="sr-only">MNF Trader</h1>
        <ModeBar />
        <HealthStrip />
        <StatusLine />
        <AccountStrip />
        <Alerts />
      </header>
      <main class={`desk ${isLost ? "is-stale is-lost" : ""}`}>
        <GamePanel />
        <SignalPanel />
        <MarketPanel />
        <ModelPanel />
        <div class="middle">
          <PositionPanel />
          <TicketPanel />
        </div>
        <PerformancePanel />
        <ControlsPanel />
        <RecordsPanel />
        <BreakersPanel />
      </main>
      <ArmingDialogs />
      <CodeDialog />
      <Announcer />
    </>
  );
}
