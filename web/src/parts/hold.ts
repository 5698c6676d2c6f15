import { useEffect, useRef, useState } from "preact/hooks";

/** How long a value stays put after the pointer was last down on it. */
export const holdMs = 400;

/**
 * Nothing moves under the pointer: from the press until 400 ms after it, the value stays as it was
 * shown. Give `onPointerDown` to the element that must not move.
 */
export function useHeld<T>(value: T): { readonly held: T; readonly onPointerDown: () => void } {
  const [frozen, setFrozen] = useState<{ readonly value: T } | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const shown = frozen === undefined ? value : frozen.value;

  useEffect(() => {
    if (frozen === undefined) return undefined;
    const release = (): void => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setFrozen(undefined), holdMs);
    };
    const ends = ["pointerup", "pointercancel"] as const;
    for (const end of ends) window.addEventListener(end, release);
    return () => {
      for (const end of ends) window.removeEventListener(end, release);
    };
  }, [frozen]);

  const onPointerDown = (): void => {
    clearTimeout(timer.current);
    setFrozen({ value: shown });
  };
  return { held: shown, onPointerDown };
}
