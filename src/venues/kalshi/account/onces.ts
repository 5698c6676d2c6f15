/** Work that is never done twice at once. */

export type Work = () => Promise<unknown>;
/** When it shall be done again, ms; undefined: not by itself. */
export type NextMs = () => number | undefined;

export type Onces<Name> = {
  run(name: Name, work: Work, nextMs: NextMs): void;
};

/** Each kind of work never twice at once; a wish that comes meanwhile is kept. */
export function createOnces<Name>(
  dated: (name: Name, nextMs: number | undefined) => void,
): Onces<Name> {
  const busy = new Set<Name>();
  const again = new Set<Name>();
  return {
    run(name, work, nextMs) {
      if (busy.has(name)) {
        again.add(name);
        return;
      }
      busy.add(name);
      void work().finally(() => {
        busy.delete(name);
        dated(name, again.delete(name) ? 0 : nextMs());
      });
    },
  };
}
