/** POSTs of this page: within its session, as JSON, answered as a value whatever happens. */

export type Body = Readonly<Record<string, unknown>>;

export type Reply =
  | { readonly kind: "answered"; readonly status: number; readonly body: Body }
  /** Whether the server has heard it is not known. */
  | { readonly kind: "unreachable"; readonly why: string };

let csrf: string | undefined;
/** The build of this page: that of the first session it was given. */
let ownBuild: string | undefined;

async function bodyOf(response: Response): Promise<Body> {
  const body: unknown = await response.json().catch(() => undefined);
  return typeof body === "object" && body !== null ? (body as Body) : {};
}

/** Posts to one of our own routes, with the session's code if given. Never throws or repeats. */
export async function post(path: string, body: Body = {}, code?: string): Promise<Reply> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (csrf !== undefined) headers["x-mnf-csrf"] = csrf;
  if (ownBuild !== undefined) headers["x-mnf-page"] = ownBuild;
  if (code !== undefined) headers["x-mnf-token"] = code;
  try {
    const request = { method: "POST", headers, body: JSON.stringify(body), keepalive: true };
    const response = await fetch(path, request);
    return { kind: "answered", status: response.status, body: await bodyOf(response) };
  } catch {
    return { kind: "unreachable", why: "The desk cannot be reached from this page." };
  }
}

/** True when the page may go on; one of another build loads itself anew. */
export function isOwnBuild(build: string): boolean {
  ownBuild ??= build;
  if (ownBuild === build) return true;
  location.reload();
  return false;
}

export type Opened =
  | { readonly failed: string }
  /** `trusted`: a person has given this session the code before. */
  | { readonly failed: undefined; readonly trusted: boolean };

/** Opens the page's session, or finds it again; the reason when there is none. */
export async function openSession(): Promise<Opened> {
  const reply = await post("/api/session");
  if (reply.kind === "unreachable") return { failed: reply.why };
  const { csrf: given, page, trusted } = reply.body;
  if (reply.status !== 200 || typeof given !== "string" || typeof page !== "string") {
    return { failed: `The desk gave this page no session (${reply.status}).` };
  }
  csrf = given;
  if (!isOwnBuild(page)) return { failed: "A newer page is being loaded." };
  return { failed: undefined, trusted: trusted === true };
}
