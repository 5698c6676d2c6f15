/** A night that is traded at the built-in exchange, under the scheduler: for tests of sending. */
import type { Command } from "../../src/domain/commands.ts";
import type { Answer, Effect } from "../../src/domain/effects.ts";
import type { Config } from "../../src/domain/config.ts";
import { createScheduledSource, type RunningDesk, startDesk } from "../../src/app/app.ts";
import { type Night, type NightConditions, planNight } from "../../src/sim/sim.ts";
import { dataFolder } from "../cli/product.ts";

export type DemoWish = {
  readonly seed?: number;
  readonly settings?: Partial<Config>;
  readonly conditions?: NightConditions;
  readonly crowd?: "overreacting" | "efficient";
};

export type DemoNight = {
  readonly running: RunningDesk;
  readonly data: string;
  /** The built-in servers: their truth, and the faults on their wire. */
  readonly night: () => Night;
  /** Everything that the desk decided, in order, until it was looked at. */
  readonly effects: readonly Effect[];
  /** Lets simulated time pass until `done`, or until so many seconds of it have gone by. */
  until(done: () => boolean, seconds?: number): Promise<void>;
  seconds(count: number): Promise<void>;
  ask(command: Command): Promise<Answer>;
  end(): Promise<void>;
};

const secondsMax = 20_000;

/** Opens the night: quotes are there, the desk is on paper. */
export async function openDemoNight(wish: DemoWish = {}): Promise<DemoNight> {
  const { seed = 2, settings = {}, conditions = {}, crowd = "overreacting" } = wish;
  let opened: Night | undefined;
  const first = { afterMs: 0, happen: (night: Night) => void (opened = night) };
  const script = [first, ...(conditions.script ?? [])];
  const kind = { kind: "builtIn", crowd } as const;
  const plan = planNight({ seed, kind, conditions: { ...conditions, script } });
  const source = createScheduledSource(plan);
  const data = dataFolder();
  let started: Awaited<ReturnType<typeof startDesk>> | undefined;
  const starting = startDesk({
    source,
    dataFolder: data,
    seed,
    settings,
    auto: false,
    optionsText: "demo night",
    recovered: {
      ledger: undefined,
      dailyLossTrippedDay: undefined,
      beginning: undefined,
      second: undefined,
    },
    onFailure: (why) => {
      throw new Error(why);
    },
  }).then((result) => (started = result));
  await source.drive?.(() => started !== undefined);
  const result = await starting;
  if (result.kind === "refused") throw new Error(result.why);
  const running = result.desk;
  source.begin();
  running.begin();
  const effects: Effect[] = [];
  const until = async (done: () => boolean, seconds = secondsMax): Promise<void> => {
    const before = source.timeline.clock.now().mono;
    const isLate = (): boolean => source.timeline.clock.now().mono - before >= seconds * 1000;
    await source.drive?.(() => done() || isLate());
  };
  return {
    running,
    data,
    night: () => {
      if (opened === undefined) throw new Error("the night has not begun");
      return opened;
    },
    effects,
    until,
    seconds: (count) => until(() => false, count),
    async ask(command) {
      let answer: Answer | undefined;
      const asking = running.loop.command(command, "terminal").then((told) => (answer = told));
      await until(() => answer !== undefined, 120);
      if (answer === undefined) throw new Error(`${command.kind} was not answered`);
      return await asking;
    },
    async end() {
      const ending = running.stop();
      await until(() => false, 10);
      await ending;
      await source.close();
    },
  };
}

/** Arms DEMO and presses Start, a page attached as DEAD_MAN asks; throws when either is refused. */
export async function intoDemo(night: DemoNight): Promise<void> {
  const view = () => night.running.loop.view();
  await night.until(() => view().market_state.bid !== null, 60);
  // The line is gone from the scoreboard by then: it comes with the second source.
  const model = () => view().gates.find(({ code }) => code === "MODEL_OK");
  await night.until(() => model()?.verdict === "pass", 60);
  await night.seconds(5);
  night.running.loop.post({ kind: "pages", attached: 1 });
  for (const command of [armDemo, { kind: "start" } as const]) {
    const answer = await night.ask(command);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  }
}

export async function switchAutoOn(night: DemoNight): Promise<void> {
  const nothing = { paperTrading: undefined, version: undefined };
  const change = { settings: {}, autoTrading: true, ...nothing };
  const answer = await night.ask({ kind: "config", change });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}

export const armDemo: Command = { kind: "arm", word: undefined, sessionCap: undefined };
