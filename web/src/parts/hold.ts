import { useEffect, useRef, useState } from "preact/hooks";

/** How long a value stays put after the pointer was last down on it. */
export const holdMs = 400;

const pressEnds = ["pointerup", "pointercancel"] as const;

/**
 * Nothing moves under the pointer: from the press until 400 ms after it, the value stays as it was
 * shown. Give `onPointerDown` to the element that must not move.
 */
export function useHeld<T>(value: T): { readonly held: T; readonly onPointerDown: () => void } {
  const [frozen, setFrozen] = useState<{ readonly value: T } | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const shown = frozen === undefined ? value : frozen.value;

  useEffect(() => () => clearTimeout(timer.current), []);

  const onPointerDown = (): void => {
    clearTimeout(timer.current);
    setFrozen({ value: shown });
    // Listening from the press itself on: a quick release may come before the next paint.
    const listening = new AbortController();
    const release = (): void => {
      listening.abort();
      timer.current = setTimeout(() => setFrozen(undefined), holdMs);
    };
    for (const end of pressEnds) window.addEventListener(end, release, listening);
  };
  return { held: shown, onPointerDown };
}
