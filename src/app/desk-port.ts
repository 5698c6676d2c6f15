/** What the server is given of the desk. */
import { z } from "zod";
import { isoText } from "../domain/calendar.ts";
import { fetchSlate, type SlateGame } from "../feeds/espn/espn.ts";
import { fillRows, tradeViews, type View } from "../engine/engine.ts";
import type { DeskPort } from "../server/server.ts";
import type { NightSource } from "./night-source.ts";
import { appKind, auditName, kindsOfAudit } from "../journal/journal.ts";
import type { RunningDesk } from "./start-desk.ts";

const hourMs = 3_600_000;

/** Effects and acts of the app carry their body; an entry shows it under its audit name. */
const Body = z.looseObject({});

function withSpeed(view: View, speed: number | undefined): View {
  if (speed === undefined) return view;
  return { ...view, status: { ...view.status, speed } };
}

export function createDeskPort(source: NightSource, running: RunningDesk): DeskPort {
  const { loop, journal } = running;
  const { pace } = source;
  let shown:
    | { readonly from: View; readonly speed: number | undefined; readonly view: View }
    | undefined;
  const view = (): View => {
    const from = loop.view();
    const speed = pace?.speed();
    if (shown?.from !== from || shown.speed !== speed) {
      shown = { from, speed, view: withSpeed(from, speed) };
    }
    return shown.view;
  };
  const since = (hours: number | undefined): number | undefined =>
    hours === undefined ? undefined : loop.now().at - hours * hourMs;
  const port: DeskPort = {
    view,
    onChange: (listener) => loop.onChange(listener),
    command: (command, origin) => loop.command(command, origin),
    audit: async ({ limit, kinds, from }) => {
      const entries = await journal.auditTail({
        limit,
        ...(kinds === undefined ? {} : { kinds: kinds.flatMap(kindsOfAudit) }),
        ...(from === undefined ? {} : { from }),
      });
      return entries.map(({ seq, at, kind, body }) => ({
        seq,
        at,
        kind: auditName(kind),
        body: Body.safeParse(body).data ?? {},
      }));
    },
    trades: (hours) => tradeViews(running.desk, since(hours)),
    fills: (hours) => fillRows(running.desk, since(hours)),
    pages: (attached) => loop.post({ kind: "pages", attached }),
    games: async () => {
      const slate = await fetchSlate(source.http, source.espnUrl);
      if (slate.kind !== "read") return { games: [], error: slate.why };
      return { games: slate.value.map(gameOnWire) };
    },
    health: () => ({
      status: journal.failure === undefined ? "ok" : "journal down",
      session_id: running.opening.sessionId,
      source: source.source,
      mode: view().mode,
      journal: { ...journal.size },
    }),
    record: (kind, body) => journal.append({ ...loop.now(), kind: appKind(kind), body }),
  };
  if (pace === undefined) return port;
  return {
    ...port,
    setSpeed: (speed) => {
      pace.setSpeed(speed);
      return { status: 200, body: { speed } };
    },
  };
}

/** One game of the slate in the words of the wire. */
function gameOnWire({ game, situation }: SlateGame): Readonly<Record<string, unknown>> {
  return {
    event_id: game.eventId,
    home: game.home.abbreviation,
    away: game.away.abbreviation,
    kickoff_at: isoText(game.kickoffAt),
    state: situation.state,
    status: situation.statusText,
    home_score: situation.homeScore ?? null,
    away_score: situation.awayScore ?? null,
  };
}
