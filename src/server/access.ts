/** Who may do what: one function, one table of rules (trading semantics §11, reliability §2). */
import type { Mode } from "../domain/orders.ts";
import type { Caller, HeaderTable } from "./front-door.ts";
import { sameSecret, type Session, type Sessions, type TokenVerdict } from "./sessions.ts";

/**
 * `stop`: always, from our own origin or a program. `safe`: never needs the token. `change`: needs
 * it in DEMO and LIVE. `guarded`: needs it in every mode (it leads out of PAPER).
 */
export type Need = "stop" | "safe" | "change" | "guarded";

export type Refusal = {
  readonly status: 403 | 409;
  readonly code: "ORIGIN" | "CSRF" | "TOKEN" | "TOKEN_LOCKED" | "OLD_PAGE";
  readonly error: string;
};

export type Visitor = { readonly caller: Caller; readonly headers: HeaderTable };

export interface Access {
  /** May a page's session be opened or found for this visitor? Only a page of ours has one. */
  sessionOf(visitor: Visitor): Session | undefined;
  /** Refuses a state change, or lets it pass (undefined). */
  refuse(visitor: Visitor, need: Need, mode: Mode): Refusal | undefined;
  /** Presents the token if the visitor brought one; a right one makes its session trusted. */
  present(visitor: Visitor): TokenVerdict | "none";
}

const refusals = {
  origin: { status: 403, code: "ORIGIN", error: "A browser must say which page asks." },
  csrf: { status: 403, code: "CSRF", error: "This page has no session here. Reload it." },
  oldPage: { status: 409, code: "OLD_PAGE", error: "This page is of an older build. Reload it." },
  token: {
    status: 403,
    code: "TOKEN",
    error: "This needs the session token: the code that the terminal printed at the start.",
  },
  locked: {
    status: 403,
    code: "TOKEN_LOCKED",
    error: "Too many wrong session tokens: none is taken any more until the next start.",
  },
} as const satisfies Record<string, Refusal>;

function bearer(headers: HeaderTable): string | undefined {
  const own = headers.get("x-mnf-token");
  if (own !== undefined) return own;
  return /^Bearer (\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
}

/** `build` is the page's build: a page that says it is of another one may not trade. */
export function createAccess(
  sessions: Sessions,
  checkToken: (presented: string) => TokenVerdict,
  build: string,
  onLogin: () => void,
): Access {
  const sessionOf = (visitor: Visitor): Session | undefined =>
    visitor.caller === "page" ? sessions.find(visitor.headers.get("cookie")) : undefined;

  const refusePage = (visitor: Visitor): Refusal | undefined => {
    const session = sessionOf(visitor);
    const csrf = visitor.headers.get("x-mnf-csrf");
    if (session === undefined || csrf === undefined) return refusals.csrf;
    if (!sameSecret(csrf, session.csrf)) return refusals.csrf;
    const page = visitor.headers.get("x-mnf-page");
    return page !== undefined && page !== build ? refusals.oldPage : undefined;
  };

  const present = (visitor: Visitor): TokenVerdict | "none" => {
    const token = bearer(visitor.headers);
    if (token === undefined) return "none";
    const verdict = checkToken(token);
    if (verdict !== "right") return verdict;
    const session = sessionOf(visitor);
    if (session !== undefined && !session.trusted) {
      session.trusted = true;
      onLogin();
    }
    return verdict;
  };

  const refuseToken = (visitor: Visitor): Refusal | undefined => {
    if (sessionOf(visitor)?.trusted === true) return undefined;
    const verdict = present(visitor);
    if (verdict === "right") return undefined;
    return verdict === "lockedOut" ? refusals.locked : refusals.token;
  };

  return {
    sessionOf,
    present,
    refuse: (visitor, need, mode) => {
      if (need === "stop") return undefined;
      if (visitor.caller === "browser") return refusals.origin;
      const refusal = visitor.caller === "page" ? refusePage(visitor) : undefined;
      if (refusal !== undefined || need === "safe") return refusal;
      return need === "guarded" || mode !== "PAPER" ? refuseToken(visitor) : undefined;
    },
  };
}
