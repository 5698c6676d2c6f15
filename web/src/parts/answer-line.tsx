import { type Place, saidAt } from "../desk/saying.ts";
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
  const said = saidAt.value[place];
  if (said === undefined || said.text === "") return <p class="answer" data-place={place} />;
  return (
    <p class={`answer said-${said.kind}`} data-place={place}>
      <Icon name={icons[said.kind] ?? "dash"} tone={tones[said.kind] ?? ""} />
      <span>{said.text}</span>
    </p>
  );
}
