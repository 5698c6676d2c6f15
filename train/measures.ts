/** How good probabilities are: log loss, Brier, AUC, calibration. */

/** Probabilities of the home team, and what happened (1 or 0), play by play. */
export type Judged = {
  readonly chance: Float64Array;
  readonly won: Float64Array;
};

export type Measures = {
  readonly count: number;
  readonly logLoss: number;
  readonly brier: number;
  readonly auc: number;
  /** Mean distance of predicted and happened, over 10 and 20 equal bins of the prediction. */
  readonly calibration10: number;
  readonly calibration20: number;
};

/** Predictions are kept this far from 0 and 1 before a logarithm is taken. */
const nearest = 1e-7;

export function lossOf(chance: number, won: number): number {
  const kept = Math.min(1 - nearest, Math.max(nearest, chance));
  return -(won * Math.log(kept) + (1 - won) * Math.log(1 - kept));
}

export type Bin = { readonly predicted: number; readonly happened: number; readonly count: number };

/** Equal bins of the prediction; empty ones are left out. */
export function bins(judged: Judged, parts: number): Bin[] {
  const predicted = new Float64Array(parts);
  const happened = new Float64Array(parts);
  const count = new Float64Array(parts);
  for (const [index, chance] of judged.chance.entries()) {
    const part = Math.min(parts - 1, Math.floor(chance * parts));
    predicted[part] = (predicted[part] as number) + chance;
    happened[part] = (happened[part] as number) + (judged.won[index] as number);
    count[part] = (count[part] as number) + 1;
  }
  const found: Bin[] = [];
  for (let part = 0; part < parts; part += 1) {
    const size = count[part] as number;
    if (size === 0) continue;
    found.push({
      predicted: (predicted[part] as number) / size,
      happened: (happened[part] as number) / size,
      count: size,
    });
  }
  return found;
}

/** Mean distance between predicted and happened, weighted by the plays of the bins. */
export function calibrationError(judged: Judged, parts: number): number {
  let sum = 0;
  for (const bin of bins(judged, parts)) {
    sum += bin.count * Math.abs(bin.predicted - bin.happened);
  }
  return sum / judged.chance.length;
}

/** Chance that a won play has the higher prediction than a lost one; equal ones count half. */
function areaUnderCurve(judged: Judged): number {
  const order = Array.from(judged.chance.keys()).toSorted(
    (left, right) => (judged.chance[left] as number) - (judged.chance[right] as number),
  );
  let [rankSum, winners, begin] = [0, 0, 0];
  while (begin < order.length) {
    let end = begin;
    const value = judged.chance[order[begin] as number];
    let won = 0;
    while (end < order.length && judged.chance[order[end] as number] === value) {
      won += judged.won[order[end] as number] as number;
      end += 1;
    }
    rankSum += won * ((begin + end + 1) / 2);
    winners += won;
    begin = end;
  }
  const losers = order.length - winners;
  return (rankSum - (winners * (winners + 1)) / 2) / (winners * losers);
}

/** All measures at once. */
export function measure(judged: Judged): Measures {
  let [loss, brier] = [0, 0];
  for (const [index, chance] of judged.chance.entries()) {
    const won = judged.won[index] as number;
    loss += lossOf(chance, won);
    brier += (chance - won) ** 2;
  }
  const count = judged.chance.length;
  return {
    count,
    logLoss: loss / count,
    brier: brier / count,
    auc: areaUnderCurve(judged),
    calibration10: calibrationError(judged, 10),
    calibration20: calibrationError(judged, 20),
  };
}

/**
 * nflfastR's published measure of its win probability: predictions rounded to 5 points, distance
 * from what happened weighted by plays within each quarter, then quarters weighted by their won
 * plays (nflfastR, "Estimated win probability: calibration").
 */
export function quarterCalibrationError(judged: Judged, quarter: ArrayLike<number>): number {
  let [sum, wins] = [0, 0];
  for (let wanted = 1; wanted <= 4; wanted += 1) {
    const groups = new Map<number, { plays: number; won: number }>();
    for (const [index, chance] of judged.chance.entries()) {
      if (quarter[index] !== wanted) continue;
      const key = Math.round(chance * 20);
      const group = groups.get(key) ?? { plays: 0, won: 0 };
      group.plays += 1;
      group.won += judged.won[index] as number;
      groups.set(key, group);
    }
    let [error, plays, won] = [0, 0, 0];
    for (const [key, group] of groups) {
      error += group.plays * Math.abs(key / 20 - group.won / group.plays);
      plays += group.plays;
      won += group.won;
    }
    if (plays === 0) continue;
    sum += (won * error) / plays;
    wins += won;
  }
  return sum / wins;
}
