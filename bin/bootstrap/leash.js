/**
 * Loaded into the child before its own code (`node --import`). Two things a plain child lacks:
 * it stops when the process that started it is gone, whatever killed that one; and a SIGINT which
 * only the starter received reaches it, once.
 */

/** A SIGINT of the group and word of the same one from the starter arrive this close together. */
const sameInterruptMs = 300;

let interruptedAt = Number.NEGATIVE_INFINITY;

process.on("SIGINT", function noteInterrupt() {
  interruptedAt = performance.now();
  if (process.listenerCount("SIGINT") > 1) return;
  // Nobody else listens: let the signal do what it does to any process.
  process.off("SIGINT", noteInterrupt);
  process.kill(process.pid, "SIGINT");
});

process.on("message", (message) => {
  if (message !== "SIGINT" || heardJustNow()) return;
  setTimeout(() => {
    if (!heardJustNow()) process.kill(process.pid, "SIGINT");
  }, sameInterruptMs).unref();
});

process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));

// Listening alone must not keep a finished command alive.
process.channel?.unref();

function heardJustNow() {
  return performance.now() - interruptedAt < 2 * sameInterruptMs;
}
