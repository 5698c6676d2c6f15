/** Requests as plain curl makes them: no Origin, no cookie, no browser's headers. */
import { type IncomingHttpHeaders, request } from "node:http";

export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
};

/** Any JSON object, with its fields still to be looked at. */
export type Fields = Readonly<Record<string, unknown>>;

/** One request; `body` is sent as it stands, as JSON. */
export function ask(method: string, url: string, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const json = { "content-type": "application/json" };
    const headers = { "user-agent": "curl/8.5.0", ...(body === undefined ? {} : json) };
    const asking = request(url, { method, headers, agent: false }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part: string) => {
        text += part;
      });
      answer.once("end", () => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
      });
      answer.once("error", reject);
    });
    asking.once("error", reject);
    asking.end(body);
  });
}

/** A JSON text as an object; throws for anything else. */
export function fieldsOf(text: string): Fields {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`no JSON object: ${text.slice(0, 200)}`);
  }
  return value as Fields;
}

/** `GET` of a JSON object that must be answered with 200. */
export async function get(url: string): Promise<Fields> {
  const answer = await ask("GET", url);
  if (answer.status !== 200) throw new Error(`${url}: ${answer.status} ${answer.text}`);
  return fieldsOf(answer.text);
}

/** `POST` of a JSON body; status and fields of the answer. */
export async function post(
  url: string,
  body: unknown = {},
): Promise<{ readonly status: number; readonly body: Fields }> {
  const answer = await ask("POST", url, JSON.stringify(body));
  return { status: answer.status, body: fieldsOf(answer.text) };
}
