/** When a connection counts as dead. Any frame, ping or pong is a sign of life. */

/** We ping this often, ms of the source's time. */
export const pingEveryMs = 4000;
export const silenceMsMax = 10_000;
/** A check that itself comes this late found signs of life perhaps not read yet. */
const lateMs = 1000;

export type KeepAlive = {
  heard(mono: number): void;
  /** When to look again at the earliest. */
  dueMono(): number;
  /** `lateMs`: how late the check itself runs. */
  check(mono: number, lateMs: number): "alive" | "lost";
};

/**
 * A late check proves nothing: the process slept or was busy, and frames may wait to be read. Such
 * a check grants the time of one more ping; the next one decides.
 */
export function createKeepAlive(startedMono: number): KeepAlive {
  let heardMono = startedMono;
  let graceUntilMono = 0;
  return {
    heard(mono) {
      heardMono = mono;
      graceUntilMono = 0;
    },
    dueMono: () => Math.max(heardMono + silenceMsMax, graceUntilMono),
    check(mono, late) {
      if (mono - heardMono < silenceMsMax) return "alive";
      if (graceUntilMono === 0 && late > lateMs) {
        graceUntilMono = mono + pingEveryMs;
        return "alive";
      }
      return mono < graceUntilMono ? "alive" : "lost";
    },
  };
}
