/** From inputs to the chances of home, away and tie. */
import { bandOf } from "./band.ts";
import type { Prediction } from "./belief.ts";
import { type CleanInputs, clean, type ModelInputs } from "./inputs.ts";
import { overtime } from "./overtime.ts";
import { regulation } from "./regulation.ts";
import { networkOf } from "./stored.ts";
import { weights } from "./weights.ts";

/** Name of the model in the journal and on the screen: its kind and the hash of its weights. */
export const MODEL_NAME = `network ${weights.version.slice(0, 8)}`;

/** The answer of a model, or why there is none. */
export type Answer =
  | ({
      readonly kind: "answer";
      readonly without: readonly string[];
      /** Half the width of the model's own error around home's chance: 0.04 is "± 4 points". */
      readonly band: number;
    } & Prediction)
  | { readonly kind: "noAnswer"; readonly why: string };

/** The network with the shipped weights. */
export const shipped = networkOf(weights);

function decided(margin: number): Prediction {
  if (margin === 0) return { home: 0, away: 0, tie: 1 };
  return margin > 0 ? { home: 1, away: 0, tie: 0 } : { home: 0, away: 1, tie: 0 };
}

function chances(inputs: CleanInputs): Prediction {
  if (inputs.finished) return decided(inputs.margin);
  return inputs.overtime ? overtime(inputs) : regulation(shipped, inputs);
}

/** Chances of home, away and tie, unrounded, or why there is no answer. */
export function predict(raw: ModelInputs): Answer {
  const cleaning = clean(raw);
  if (cleaning.kind === "noAnswer") return cleaning;
  const { inputs } = cleaning;
  const { home, away, tie } = chances(inputs);
  const without = inputs.overtime ? [...inputs.without, "certainty (overtime)"] : inputs.without;
  const band = bandOf(inputs, home + tie / 2);
  return { kind: "answer", home, away, tie, without, band };
}
