import type { GameView } from "../../../src/engine/view-types.ts";
import { ages, game, sinceTold, speed, view } from "../desk/state.ts";
import { Icon } from "../parts/icon.tsx";
import { Fact, Panel } from "../parts/panel.tsx";
import { ballOnStrip, downWords, gameClock } from "../words/game.ts";
import { espnAge, isEspnStale } from "../words/health.ts";
import { unknownText } from "../words/numbers.ts";
import { age, ageNow, dayAndTime, feedLagWords } from "../words/times.ts";

const timeoutsMax = 3;

function Timeouts({ left }: { readonly left: number | null | undefined }) {
  return (
    <span class="timeouts">
      <svg viewBox="0 0 34 8" aria-hidden="true">
        {Array.from({ length: timeoutsMax }, (_, index) => (
          <rect
            key={index}
            class={index < (left ?? 0) ? "is-left" : "is-used"}
            x={index * 12 + 0.5}
            y="1.5"
            width="9"
            height="5"
          />
        ))}
      </svg>
      <span>{left ?? unknownText}</span>
      <span class="sr-only">timeouts</span>
    </span>
  );
}

function TeamRow({
  shown,
  side,
}: {
  readonly shown: GameView | undefined;
  readonly side: "home" | "away";
}) {
  const team = shown?.[side] ?? null;
  const hasBall = team !== null && shown?.possession === team;
  return (
    <div class={`team-row ${hasBall ? "has-ball" : ""}`}>
      <span class="team-mark">{side}</span>
      <span class="team-name">
        <strong>{team ?? unknownText}</strong>
        <span>{shown?.[`${side}_name`] ?? ""}</span>
      </span>
      <span class="team-ball">
        {hasBall ? (
          <>
            <Icon name="ball" tone="is-caution" />
            <span class="sr-only">has the ball</span>
          </>
        ) : null}
      </span>
      <Timeouts left={shown?.[`${side}_timeouts`]} />
      <span class="team-score">{shown?.[`${side}_score`] ?? unknownText}</span>
    </div>
  );
}

/** The field from the home goal line at the left to the away goal line at the right. */
function FieldStrip({ shown }: { readonly shown: GameView | undefined }) {
  const ball = ballOnStrip(shown);
  const distance = shown?.distance ?? null;
  const first =
    ball === undefined || distance === null
      ? undefined
      : Math.min(100, Math.max(0, ball.at + ball.to * distance));
  const at = ball === undefined ? 0 : 10 + ball.at;
  return (
    <div class="field-strip">
      <svg viewBox="0 0 120 18" preserveAspectRatio="none" aria-hidden="true">
        <rect class="end-zone" x="0" y="0" width="10" height="18" />
        <rect class="end-zone" x="110" y="0" width="10" height="18" />
        <rect class="turf" x="10" y="0" width="100" height="18" />
        {[10, 20, 30, 40, 50, 60, 70, 80, 90].map((yard) => (
          <rect
            key={yard}
            class={yard === 50 ? "yard midfield" : "yard"}
            x={9.9 + yard}
            y="0"
            width="0.25"
            height="18"
          />
        ))}
        {first === undefined ? null : (
          <rect class="first-down" x={9.8 + first} y="0" width="0.5" height="18" />
        )}
        {ball === undefined ? null : (
          <path
            class="ball-mark"
            d={`M${at - ball.to * 1.6} 3 L${at + ball.to * 1.6} 9 L${at - ball.to * 1.6} 15 Z`}
          />
        )}
      </svg>
      <div class="field-names">
        <span>{shown?.home ?? ""} goal</span>
        <span>50</span>
        <span>{shown?.away ?? ""} goal</span>
      </div>
    </div>
  );
}

function possessionWords(shown: GameView | undefined): string {
  if (shown?.state === "pre") return `kickoff ${dayAndTime(shown.kickoff_at)} ET`;
  if (shown?.state === "post") return "final score";
  return shown?.possession ? `${shown.possession} ball` : "possession —";
}

function Aside() {
  const seconds = espnAge(view.value, sinceTold.value);
  if (isEspnStale(view.value, sinceTold.value)) {
    return <>ESPN silent {age(seconds)}</>;
  }
  const content = ageNow(ages.value?.espn_content, sinceTold.value, speed.value);
  return <>changed {age(content)} ago</>;
}

/** Top left: the game as ESPN tells it. */
export function GamePanel() {
  const shown = game.value;
  const spot = shown === undefined ? undefined : downWords(shown);
  return (
    <Panel
      id="game"
      title="Game state"
      aside={<Aside />}
      isStale={isEspnStale(view.value, sinceTold.value)}
    >
      <div class="score-board">
        <TeamRow shown={shown} side="away" />
        <TeamRow shown={shown} side="home" />
      </div>
      <p class="situation">
        <strong>{gameClock(shown)}</strong>
        <span>{possessionWords(shown)}</span>
        <span>{spot ?? ""}</span>
      </p>
      <FieldStrip shown={shown} />
      <dl class="facts">
        <Fact label="Yardline" title="From the own goal line of the team with the ball">
          {shown?.yardline ?? unknownText} of 100
        </Fact>
        <Fact label="To the goal">{shown?.yardline_100 ?? unknownText}</Fact>
        <Fact
          label="Behind the market"
          title="Seconds from a jump of the price to the play that explains it, tonight"
        >
          {feedLagWords(view.value?.feed_lag)}
        </Fact>
      </dl>
      <p class="last-play" title={shown?.last_play ?? undefined}>
        <span class="label">Last</span> {shown?.last_play ?? unknownText}
      </p>
    </Panel>
  );
}
