/** Shapes that carry meaning together with a word. Drawn, so that no font decides their look. */

export type IconName =
  | "pass"
  | "caution"
  | "stop"
  | "up"
  | "down"
  | "flat"
  | "circle"
  | "octagon"
  | "diamond"
  | "dash"
  | "ball"
  | "halt"
  | "info";

const octagon = "M5 1h6l4 4v6l-4 4H5l-4-4V5z";

function shape(name: IconName) {
  switch (name) {
    case "pass":
      return (
        <>
          <circle cx="8" cy="8" r="7" />
          <path class="mark" d="M4.6 8.2 7 10.6l4.4-5" />
        </>
      );
    case "caution":
      return (
        <>
          <path d="M8 1 15.5 14.5H.5z" />
          <path class="mark" d="M8 6v4M8 12.2v.3" />
        </>
      );
    case "stop":
      return (
        <>
          <path d={octagon} />
          <path class="mark" d="m5.5 5.5 5 5m0-5-5 5" />
        </>
      );
    case "up":
      return <path d="M8 2.5 14 13H2z" />;
    case "down":
      return <path d="M8 13.5 2 3h12z" />;
    case "flat":
      return <path d="M2 7h12v2H2z" />;
    case "circle":
      return <circle cx="8" cy="8" r="7" />;
    case "octagon":
      return <path d={octagon} />;
    case "diamond":
      return <path d="M8 .5 15.5 8 8 15.5.5 8z" />;
    case "dash":
      return <circle class="hollow" cx="8" cy="8" r="6" />;
    case "ball":
      return (
        <>
          <ellipse cx="8" cy="8" rx="7.5" ry="4.8" />
          <path class="mark" d="M4.8 8h6.4M6.4 6.9v2.2M8 6.9v2.2M9.6 6.9v2.2" />
        </>
      );
    case "halt":
      return <path d="M2 2h12v12H2z" />;
    case "info":
      return (
        <>
          <circle cx="8" cy="8" r="7" />
          <path class="mark" d="M8 7.2v4.2M8 4.6v.2" />
        </>
      );
  }
}

/** Always beside a word, so it says nothing to a reader by itself. */
export function Icon({ name, tone }: { readonly name: IconName; readonly tone?: string }) {
  return (
    <svg class={`icon ${tone ?? ""}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {shape(name)}
    </svg>
  );
}
