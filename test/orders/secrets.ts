/** Looks for what must never be written down, in everything that was. */

export type Secrets = {
  readonly keyId: string;
  readonly pem: string;
  readonly signatures: ReadonlySet<string>;
  /** Session token, cookie and the page's own token, by their names. */
  readonly words: Readonly<Record<string, string>>;
};

/** So many characters of the key's id may be shown. */
const keyIdShown = 4;
const base64Runs = /[A-Za-z0-9+/]{40,}={0,2}/g;
const base64Url = /[A-Za-z0-9_-]{40,}/g;

function pieces(keyId: string): readonly string[] {
  const length = keyIdShown + 1;
  return Array.from({ length: keyId.length - length + 1 }, (_, at) => keyId.slice(at, at + length));
}

/** Each secret that this text holds, by its name. */
export function secretsIn(text: string, secrets: Secrets): readonly string[] {
  const { keyId, pem, signatures, words } = secrets;
  const found = new Set<string>();
  if (/-----BEGIN|PRIVATE KEY/.test(text)) found.add("a PEM line");
  for (const line of pem.split("\n")) {
    if (line.length > 10 && !line.startsWith("-----") && text.includes(line)) found.add("the key");
  }
  for (const [run] of text.matchAll(base64Runs)) if (signatures.has(run)) found.add("a signature");
  const inUrls = new Set([...text.matchAll(base64Url)].map(([run]) => run));
  for (const signature of inUrls.size === 0 ? [] : signatures) {
    const plain = signature.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    if (inUrls.has(plain)) found.add("a signature");
  }
  if (pieces(keyId).some((piece) => text.includes(piece))) found.add("more of the key's id");
  for (const [name, word] of Object.entries(words)) if (text.includes(word)) found.add(name);
  return [...found];
}
