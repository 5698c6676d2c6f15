/** Sessions of pages, and the session token that the terminal printed; all of it in memory. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** A page's session: the cookie names it, the CSRF token proves that our page speaks. */
export type Session = {
  readonly id: string;
  readonly csrf: string;
  /** The person has given the session token: this session may touch DEMO and LIVE. */
  trusted: boolean;
};

export interface Sessions {
  open(): Session;
  /** The session that a Cookie header names, if there is exactly one and it is known. */
  find(cookie: string | undefined): Session | undefined;
  /** The value of Set-Cookie that gives this session to the page. */
  cookieFor(session: Session): string;
}

const sessionsMax = 64;

function secret(): string {
  return randomBytes(32).toString("base64url");
}

/** Compares without telling by its time where two texts differ. */
export function sameSecret(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

/** `name` holds the port: cookies are shared between ports, sessions must not be. */
export function createSessions(name: () => string): Sessions {
  const byId = new Map<string, Session>();

  const cookieValues = (header: string): string[] =>
    header
      .split(";")
      .map((pair) => pair.trim().split("="))
      .filter(([key]) => key === name())
      .map((parts) => parts.slice(1).join("="));

  return {
    open: () => {
      const session = { id: secret(), csrf: secret(), trusted: false };
      byId.set(session.id, session);
      if (byId.size > sessionsMax) dropOldest(byId);
      return session;
    },
    find: (cookie) => {
      const values = cookie === undefined ? [] : cookieValues(cookie);
      const [only] = values;
      return values.length === 1 && only !== undefined ? byId.get(only) : undefined;
    },
    cookieFor: (session) => `${name()}=${session.id}; Path=/; HttpOnly; SameSite=Strict`,
  };
}

/** The oldest session gives way; one that a person has vouched for goes last. */
function dropOldest(byId: Map<string, Session>): void {
  const oldest = [...byId.values()].find((session) => !session.trusted) ?? [...byId.values()][0];
  if (oldest !== undefined) byId.delete(oldest.id);
}

export type TokenVerdict = "right" | "wrong" | "lockedOut";

const wrongTokensMax = 20;

/**
 * Checks the session token in constant time. After 20 wrong ones no token is looked at any more
 * until the next start; sessions that have given it already, and STOP, go on.
 */
export function createTokenCheck(token: string): (presented: string) => TokenVerdict {
  let wrong = 0;
  return (presented) => {
    if (wrong >= wrongTokensMax) return "lockedOut";
    if (sameSecret(presented, token)) return "right";
    wrong += 1;
    return "wrong";
  };
}
