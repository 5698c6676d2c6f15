/**
 * A second opinion that listens to the market: the model's chance and the market's mid, averaged in
 * log-odds. It is shown beside the pure model and decides nothing.
 */

/**
 * The model's share. A round number: nothing at hand settles it, for two recorded games and the
 * closing moneylines leave almost any share possible (docs/model.md).
 */
const modelShare = 0.25;
const nearest = 1e-4;

function logOdds(chance: number): number {
  const kept = Math.min(1 - nearest, Math.max(nearest, chance));
  return Math.log(kept / (1 - kept));
}

/**
 * The pooled chance of HOME, 0–1, a tie counted half: `model` is the model's, `mid` the market's.
 * `undefined` when either is no probability.
 */
export function pooledChance(model: number, mid: number): number | undefined {
  if (!(model >= 0 && model <= 1 && mid >= 0 && mid <= 1)) return undefined;
  if (model === mid) return model;
  const odds = modelShare * logOdds(model) + (1 - modelShare) * logOdds(mid);
  return 1 / (1 + Math.exp(-odds));
}
