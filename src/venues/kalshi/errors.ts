/** The exchange's refusals: four shapes of a body, one sentence for people. */
import { z } from "zod";
import { readJson } from "../../domain/reading.ts";

const worded = z.object({
  code: z.string().optional(),
  message: z.string().optional(),
  details: z.string().optional(),
});

const ErrorBody = z.union([
  z.object({ error: worded }).transform(({ error }) => error),
  z.object({ error: z.string() }).transform(({ error }) => ({ message: error })),
  z.object({ msg: z.string() }).transform(({ msg }) => ({ message: msg })),
  worded,
]);

const textMax = 200;

/** What a refusal says, e.g. "401 authentication_error: NOT_FOUND"; only the status otherwise. */
export function refusalText(status: number, body: string): string {
  const json = readJson(body);
  const parsed = json.kind === "read" ? ErrorBody.safeParse(json.value) : undefined;
  if (parsed?.success !== true) return `status ${status}`;
  const said: z.output<typeof worded> = parsed.data;
  const name = said.code ?? said.message;
  const detail = said.details ?? (said.code === undefined ? undefined : said.message);
  if (name === undefined) return `status ${status}`;
  const more = detail === undefined || detail === name ? "" : `: ${detail}`;
  return `${status} ${name}${more}`.slice(0, textMax);
}
