/** Answers to our commands. */
import { z } from "zod";

export const SubscribedShape = z.object({ channel: z.string(), sid: z.int().nonnegative() });

export const ErrorShape = z.object({
  code: z.int().optional().catch(undefined),
  msg: z.string().optional().catch(undefined),
});

/** Errors after which a subscription is dead and must be made anew. */
export const terminalErrors: readonly number[] = [10, 25];

/** An error as a sentence. */
export function errorText(msg: unknown): {
  readonly code: number | undefined;
  readonly text: string;
} {
  const parsed = ErrorShape.safeParse(msg);
  if (!parsed.success) return { code: undefined, text: "an error of unknown shape" };
  const { code, msg: words } = parsed.data;
  return { code, text: `error ${code ?? "without code"}: ${words ?? ""}`.trim() };
}
