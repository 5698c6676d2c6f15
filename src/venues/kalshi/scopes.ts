/** What a key may do, judged for a desk that trades. */

/** The least that trades, for people. */
export const scopesWanted = "read and write::trade";

export type ScopeVerdict = {
  readonly mayRead: boolean;
  readonly mayTrade: boolean;
  /** It can move money between accounts: more than a desk needs. */
  readonly mayTransfer: boolean;
  /** It is restricted to one subaccount. */
  readonly words: string;
};

/** Judges the scopes that `GET /api_keys` lists for a key. A key without any list has full access. */
export function judgeScopes(scopes: readonly string[]): ScopeVerdict {
  const isFull = scopes.length === 0;
  const has = (scope: string): boolean => isFull || scopes.includes(scope);
  const mayRead = has("read");
  const mayTrade = mayRead && (has("write") || has("write::trade"));
  const mayTransfer = has("write") || has("write::transfer");
  return { mayRead, mayTrade, mayTransfer, words: wordsOf(scopes, mayTrade, mayTransfer) };
}

function wordsOf(scopes: readonly string[], mayTrade: boolean, mayTransfer: boolean): string {
  const listed = scopes.length === 0 ? "full access" : scopes.join(", ");
  if (!mayTrade) {
    return `${listed}: this key cannot trade, so DEMO and LIVE are impossible; PAPER works. A key that trades needs ${scopesWanted}`;
  }
  if (mayTransfer) {
    return `${listed}: this key can also move money; a key with ${scopesWanted} is enough`;
  }
  return listed;
}
