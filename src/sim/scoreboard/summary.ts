/**
 * ESPN's summary of one game, as far as anything reads it: who plays, how it stands, and the line
 * as it was before the game (`pickcenter` stays when the scoreboard's odds are gone).
 */
import type { TeamSide } from "../../domain/game.ts";
import { minuteText } from "../calendar.ts";
import { teamById } from "../teams.ts";
import { stateAt } from "../timeline.ts";
import type { Timeline, TrueState } from "../timeline.ts";
import { seasonTypeNumber, venueBody } from "./event.ts";
import type { SlateGame } from "./event.ts";
import { shownClock, shownIndex } from "./lag.ts";
import { pickcenterBody } from "./odds.ts";
import { statusBody } from "./status.ts";

/** The summary as it is shown at a moment: no sooner than the scoreboard. */
export function summaryBody({ timeline, shown }: SlateGame, at: number): object {
  const { game } = timeline;
  const index = shownIndex(shown, at);
  const state = stateAt(timeline, index);
  const stage = state.situation.state;
  return {
    boxscore: { teams: [], players: [] },
    format: { regulation: { periods: 4 } },
    gameInfo: { venue: venueBody(timeline) },
    ...(stage === "pre" ? {} : { drives: { previous: [] }, scoringPlays: [] }),
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
          date: minuteText(game.kickoffAt),
          neutralSite: game.neutralSite,
          competitors: [headerTeam(timeline, state, "home"), headerTeam(timeline, state, "away")],
          status: statusBody(timeline, state, shownClock(timeline, index, at)),
        },
      ],
    },
  };
}

function headerTeam({ game }: Timeline, state: TrueState, side: TeamSide): object {
  const team = teamById(side === "home" ? game.home.id : game.away.id);
  const { homeScore = 0, awayScore = 0, state: stage, possession } = state.situation;
  const [own, other] = side === "home" ? [homeScore, awayScore] : [awayScore, homeScore];
  const byPeriod = side === "home" ? state.homeByPeriod : state.awayByPeriod;
  return {
    id: team.id,
    uid: `s:20~l:28~t:${team.id}`,
    order: side === "home" ? 0 : 1,
    homeAway: side,
    ...(stage === "post" ? { winner: own > other } : {}),
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
