/** A night in this process, by the same path that `mnf start` takes; quicker than a child. */
import { openerFor, runNight, type NightRun, type Summary } from "../../src/app/app.ts";
import { readStartOptions } from "../../src/cli/start-options.ts";
import { dataFolder, emptyFolder } from "../cli/product.ts";

/** A night that was played to its end and whose server still answers. */
export type Played = {
  readonly summary: Summary;
  readonly url: string;
  readonly data: string;
  /** What stood at the terminal. */
  readonly said: readonly string[];
  stop: NightRun["stop"];
};

/** Plays a night at `--speed max` with the given arguments of `mnf start`. */
export async function playNight(args: readonly string[]): Promise<Played> {
  const data = dataFolder();
  const read = readStartOptions([...args, "--speed", "max", "--data", data], {});
  if (read.kind === "refused") throw new Error(read.why);
  const { options } = read;
  const opener = openerFor(options, {});
  if (opener.kind === "refused") throw new Error(opener.why);
  const said: string[] = [];
  const started = await runNight({
    dataFolder: data,
    port: 0,
    pageFolder: emptyFolder(),
    seed: options.seed,
    settings: options.settings.settings,
    auto: options.auto,
    source: options.source,
    optionsText: opener.optionsText,
    openSource: opener.open,
    quit: () => {},
    say: (line) => said.push(line),
  });
  if (started.kind === "refused") throw new Error(started.why);
  const summary = await started.run.over;
  return { summary, url: said[0] ?? "", data, said, stop: () => started.run.stop() };
}
