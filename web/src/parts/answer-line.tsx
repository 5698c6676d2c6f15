import { type Place, type Said, saidAt } from "../desk/saying.ts";
import { Icon, type IconName } from "./icon.tsx";

const icons: Readonly<Record<string, IconName>> = {
  busy: "dash",
  done: "pass",
  refused: "stop",
  unknown: "caution",
};

const tones: Readonly<Record<string, string>> = {
  busy: "is-muted",
  done: "is-up",
  refused: "is-down",
  unknown: "is-caution",
};

/** What the desk answered to the control beside it. Its line is there even when it is empty. */
export function AnswerLine({ place }: { readonly place: Place }) {
  return <AnswerText said={saidAt.value[place]} place={place} />;
}

/** The newest answer of several places that share one line. */
export function NewestAnswer({ places }: { readonly places: readonly Place[] }) {
  const newest = places.reduce<Said | undefined>((best, place) => {
    const said = saidAt.value[place];
    return said !== undefined && said.number > (best?.number ?? -1) ? said : best;
  }, undefined);
  return <AnswerText said={newest} place={places.join(" ")} />;
}

function AnswerText({ said, place }: { readonly said: Said | undefined; readonly place: string }) {
  if (said === undefined || said.text === "") return <p class="answer" data-place={place} />;
  return (
    <p class={`answer said-${said.kind}`} data-place={place}>
      <Icon name={icons[said.kind] ?? "dash"} tone={tones[said.kind] ?? ""} />
      <span>{said.text}</span>
    </p>
  );
}
