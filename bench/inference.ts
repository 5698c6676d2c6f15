/** One answer of the model, against the bare multiplications of its network. */
import { seededChance, wholeBetween } from "../src/domain/chance.ts";
import { type ModelInputs, predict } from "../src/model/model.ts";
import { networkOf } from "../src/model/stored.ts";
import { weights as stored } from "../src/model/weights.ts";
import { median, times } from "./measure.ts";

const situations = 20_000;
const rounds = 7;

function drawSituations(): ModelInputs[] {
  const chance = seededChance(1, "bench/inference");
  const whole = (low: number, high: number): number => wholeBetween(chance, low, high);
  return Array.from({ length: situations }, () => ({
    qtr: 3,
    gameSecondsRemaining: whole(901, 1800),
    homeScore: whole(0, 30),
    awayScore: whole(0, 30),
    posteamIsHome: whole(0, 1) === 1,
    down: whole(1, 4),
    ydstogo: whole(1, 10),
    yardline100: whole(1, 99),
    homeTimeouts: whole(0, 3),
    awayTimeouts: whole(0, 3),
    spreadLine: whole(-10, 10),
    totalLine: whole(38, 54),
  }));
}

/** Microseconds a piece. */
function each(work: () => void): number {
  const measured = Array.from({ length: rounds }, () => {
    const from = performance.now();
    work();
    return ((performance.now() - from) * 1000) / situations;
  });
  return median(measured);
}

/** What any network of this size has to do: one multiplication and one addition a weight. */
function bareNetwork(): () => void {
  const { dense, between } = networkOf(stored);
  const weights = new Float64Array(dense.length + between.length).fill(0.5);
  const inputs = new Float64Array(weights.length).fill(1);
  let kept = 0;
  return () => {
    for (let piece = 0; piece < situations; piece += 1) {
      let sum = kept;
      for (let index = 0; index < weights.length; index += 1) {
        sum += (weights[index] ?? 0) * (inputs[index] ?? 0);
      }
      kept = sum % 1;
    }
  };
}

/** The lines of this measurement. */
export function benchInference(): readonly string[] {
  const drawn = drawSituations();
  const floor = each(bareNetwork());
  const answer = each(() => {
    for (const situation of drawn) predict(situation);
  });
  return [
    `inference: ${answer.toFixed(2)} µs an answer, ${times(answer / floor)} the network's bare sums`,
  ];
}
