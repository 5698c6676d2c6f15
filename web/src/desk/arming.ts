/** The way out of PAPER: what its dialog shows, and what the desk answered. */
import { signal } from "@preact/signals";
import { post } from "../link/post.ts";
import { codeRefusal, type PreflightLine, preflightOf, type SecondMode } from "../words/arming.ts";
import { refusalText, sentence } from "./answers.ts";
import { wantsCode } from "./ask.ts";
import { hush, say } from "./saying.ts";
import { status, trusted, whyDisabled } from "./state.ts";

/** Where the dialog stands. `lines`: the pre-flight of the last answer. */
export type ArmingDialog = {
  readonly kind: "asking" | "checking" | "armed";
  readonly mode: SecondMode;
  readonly lines: readonly PreflightLine[];
  readonly error: string | undefined;
};

export const armingDialog = signal<ArmingDialog | undefined>(undefined);

const liveIsLater = "LIVE is not released: this page cannot arm it.";

/** Why this source cannot leave PAPER; undefined when it can. */
function whyNotOffered(): string | undefined {
  const { second_mode: second, second_mode_why: why } = status.value ?? {};
  if (whyDisabled.value !== undefined) return whyDisabled.value;
  if (second === "LIVE") return liveIsLater;
  if (second === "DEMO") return undefined;
  return sentence(why ?? "this source offers no mode beside PAPER");
}

/** Opens the dialog, or says why there is none. */
export function openArming(): void {
  const why = whyNotOffered();
  if (why === undefined) {
    armingDialog.value = { kind: "asking", mode: "DEMO", lines: [], error: undefined };
  } else {
    say("paper", "refused", why);
  }
}

/** Closes it. A pre-flight that is under way goes on, and its answer stands beside the switch. */
export function closeArming(): void {
  armingDialog.value = undefined;
}

/** The answer in the dialog; beside the switch when the dialog was closed meanwhile. */
function answer(dialog: ArmingDialog): void {
  if (armingDialog.value?.kind === "checking") {
    armingDialog.value = dialog;
    hush("paper");
  } else if (dialog.kind === "armed") {
    say("paper", "done", `${dialog.mode} is armed; Auto is OFF.`);
  } else {
    say("paper", "refused", dialog.error ?? `${dialog.mode} is not armed.`);
  }
}

/** Asks the desk to arm. Its answer comes when the pre-flight is done, after at most 15 s. */
export async function arm(code: string): Promise<void> {
  const asked = armingDialog.value;
  if (asked === undefined || asked.kind !== "asking" || whyDisabled.value !== undefined) return;
  const { mode: wanted } = asked;
  armingDialog.value = { ...asked, kind: "checking", lines: [], error: undefined };
  say("paper", "busy", `Pre-flight for ${wanted}…`);
  const reply = await post("/api/arm", {}, code === "" ? undefined : code);
  if (reply.kind === "unreachable") {
    const error = `${reply.why} Whether ${wanted} is armed stands in the bar when it is back.`;
    answer({ kind: "asking", mode: wanted, lines: [], error });
    return;
  }
  const { status: number, body } = reply;
  if (wantsCode(reply)) trusted.value = false;
  else if (number !== 403 && code !== "") trusted.value = true;
  if (number < 300) {
    const armed = body["mode"] === "LIVE" ? "LIVE" : "DEMO";
    answer({ kind: "armed", mode: armed, lines: preflightOf(body), error: undefined });
    return;
  }
  const error = wantsCode(reply) ? codeRefusal(code !== "") : refusalText(number, body);
  answer({ kind: "asking", mode: wanted, lines: preflightOf(body), error });
}
