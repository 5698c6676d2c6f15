/**
 * ESPN's summary of one game, as far as anything reads it: who plays, how it stands, and the line
 * as it was before the game (`pickcenter` stays when the scoreboard's odds are gone).
 */
import type { TeamSide } from "../../domain/game.ts";
import { minuteText } from "../calendar.ts";
import { teamById } from "../teams.ts";
import type { Timeline } from "../timeline.ts";
import type { Shown } from "./corrections.ts";
import { announcedAt, seasonTypeNumber, venueBody } from "./event.ts";
import { pickcenterBody } from "./odds.ts";
import { shownAt } from "./slate-game.ts";
import type { SlateGame } from "./slate-game.ts";
import { statusBody } from "./status.ts";

/** The summary as the scoreboard stood at a moment. */
export function summaryBody(slate: SlateGame, at: number): object {
  const { timeline } = slate;
  const { game } = timeline;
  const shown = shownAt(slate, at);
  const { state, clockSeconds } = shown;
  const kickoffAt = announcedAt(slate, shown);
  return {
    boxscore: { teams: [], players: [] },
    format: { regulation: { periods: 4 } },
    gameInfo: { venue: venueBody(timeline) },
    ...(state.situation.state === "pre" ? {} : { drives: { previous: [] }, scoringPlays: [] }),
    pickcenter: pickcenterBody(timeline),
    odds: [],
    winprobability: [],
    header: {
      id: game.eventId,
      uid: `s:20~l:28~e:${game.eventId}`,
      season: { year: game.season, type: seasonTypeNumber(timeline) },
      week: game.week,
      timeValid: true,
      competitions: [
        {
          id: game.eventId,
          uid: `s:20~l:28~e:${game.eventId}~c:${game.eventId}`,
          date: minuteText(kickoffAt),
          neutralSite: game.neutralSite,
          competitors: [headerTeam(timeline, shown, "home"), headerTeam(timeline, shown, "away")],
          status: statusBody({ state, clockSeconds, kickoffAt, early: false }),
        },
      ],
    },
  };
}

/** The summary in a shape that no reader expects: its live shape was never captured. */
export function otherSummaryBody({ timeline }: SlateGame): object {
  return { gameId: timeline.game.eventId, gamepackageJSON: { header: { competitions: [] } } };
}

function headerTeam({ game }: Timeline, { state, scored }: Shown, side: TeamSide): object {
  const team = teamById(side === "home" ? game.home.id : game.away.id);
  const { state: stage, possession, completed } = state.situation;
  const [own, other] = side === "home" ? [scored.home, scored.away] : [scored.away, scored.home];
  const byPeriod = side === "home" ? scored.homeByPeriod : scored.awayByPeriod;
  return {
    id: team.id,
    uid: `s:20~l:28~t:${team.id}`,
    order: side === "home" ? 0 : 1,
    homeAway: side,
    ...(stage === "post" ? { winner: completed && own > other } : {}),
    team: {
      id: team.id,
      location: team.location,
      name: team.nickname,
      abbreviation: team.abbreviation,
      displayName: `${team.location} ${team.nickname}`,
    },
    ...(stage === "pre" ? {} : { score: String(own) }),
    linescores: byPeriod.map((points) => ({ displayValue: String(points) })),
    possession: possession === side,
  };
}
