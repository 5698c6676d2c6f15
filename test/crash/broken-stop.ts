/**
 * Loaded into a desk before anything else (`node --import`): breaks its STOP from within, as a
 * mistake of the program would, when a variable of the environment asks for it.
 */

/** The variable that asks for it; without it nothing is changed. */
export const brokenStopVariable = "BREAK_DESK_STOP";

/** A stop waits here for what is on its way, and nothing else in the order sender does. */
const waitsIn = "account/sender.ts";

function arm(): void {
  const settle = Promise.allSettled.bind(Promise);
  Promise.allSettled = ((of: Iterable<unknown>) => {
    if (new Error("where").stack?.includes(waitsIn) === true) throw new Error("the stop is broken");
    return settle(of);
  }) as typeof Promise.allSettled;
}

if (process.env[brokenStopVariable] !== undefined) arm();
