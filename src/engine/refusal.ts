/** A plain refusal with its code: what was asked for cannot be done now. */
import type { ReasonCode } from "../domain/codes.ts";
import type { Answer } from "../domain/effects.ts";

export function refusal(status: Answer["status"], code: ReasonCode, error: string): Answer {
  return { status, body: { error, code } };
}
