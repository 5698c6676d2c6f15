/** From what the person asked for to a source, with every file and address checked first. */
import { type NightPlan, planNight, readCandles, readPlays } from "../sim/sim.ts";
import type { SourceOrRefusal } from "./night-source.ts";
import { createRealSource } from "./real-source.ts";
import { createPacedSource, createScheduledSource } from "./simulated-source.ts";

/** What shapes a night. */
export type SourceWish = {
  readonly source: "sim" | "file" | "demo" | "real";
  readonly seed: number;
  readonly crowd: "overreacting" | "efficient";
  readonly espnLagSeconds: number | undefined;
  readonly plays: string | undefined;
  readonly candles: string | undefined;
  readonly game: string | undefined;
  readonly speed: number | "max" | undefined;
  readonly espnUrl: string | undefined;
  readonly kalshiUrl: string | undefined;
};

export type PlanOrRefusal =
  | { readonly kind: "plan"; readonly plan: NightPlan }
  | { readonly kind: "refused"; readonly why: string };

/** What of a wish shapes a simulated or replayed night. */
export type PlanWish = Omit<SourceWish, "speed" | "espnUrl" | "kalshiUrl"> & {
  /** Unix ms at which a built-in night shall begin; default: its own Monday. */
  readonly beginsAt?: number | undefined;
};

function builtInPlan({ seed, espnLagSeconds, crowd, beginsAt }: PlanWish): NightPlan {
  const usual = planNight({ seed, espnLagSeconds, kind: { kind: "builtIn", crowd } });
  if (beginsAt === undefined) return usual;
  // The game is the same at another hour: it begins as long after its kickoff as ever.
  const kickoffAt = usual.timeline.game.kickoffAt + beginsAt - usual.startsAt;
  return planNight({ seed, espnLagSeconds, kind: { kind: "builtIn", crowd, kickoffAt } });
}

/** Reads the files of a past game, or draws the built-in one. */
export function planFor(wish: PlanWish): PlanOrRefusal {
  const { seed, espnLagSeconds } = wish;
  if (wish.source === "sim") {
    return { kind: "plan", plan: builtInPlan(wish) };
  }
  const plays = readPlays(wish.plays ?? "", wish.game);
  if (plays.kind === "unreadable") return { kind: "refused", why: plays.why };
  const gameId = plays.value[0]?.gameId ?? "";
  const candles = wish.candles === undefined ? undefined : readCandles(wish.candles, gameId);
  if (candles?.kind === "unreadable") return { kind: "refused", why: candles.why };
  return {
    kind: "plan",
    plan: planNight({
      seed,
      espnLagSeconds,
      kind: { kind: "file", plays: plays.value, candles: candles?.value ?? [], gameId },
    }),
  };
}

/** A source that is ready to be opened, and the words that name what shapes it. */
export type Opener =
  | {
      readonly kind: "ready";
      readonly optionsText: string;
      readonly open: () => Promise<SourceOrRefusal>;
    }
  | { readonly kind: "refused"; readonly why: string };

const simSpeed = 12;
const fileSpeed = 1;

/** Checks everything that can be checked before anything is started. */
export function openerFor(
  wish: SourceWish,
  environment: Readonly<Record<string, string | undefined>>,
): Opener {
  if (wish.source === "demo" || wish.source === "real") {
    const { source, espnUrl, kalshiUrl, game } = wish;
    const made = createRealSource({ source, espnUrl, kalshiUrl, game, environment });
    if (made.kind === "refused") return made;
    return { kind: "ready", optionsText: source, open: () => Promise.resolve(made) };
  }
  const planned = planFor(wish);
  if (planned.kind === "refused") return planned;
  const { plan } = planned;
  const speed = wish.speed ?? (wish.source === "sim" ? simSpeed : fileSpeed);
  const { crowd, espnLagSeconds } = wish;
  const optionsText = JSON.stringify([wish.source, crowd, espnLagSeconds ?? null, plan.gameName]);
  return {
    kind: "ready",
    optionsText,
    open: async () => {
      const source =
        speed === "max" ? createScheduledSource(plan) : await createPacedSource(plan, speed);
      return { kind: "source", source };
    },
  };
}
