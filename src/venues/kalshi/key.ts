/**
 * Reads the private key once and keeps it in one closure. Nothing here ever puts the key, or a
 * message of the crypto library that might quote it, into a text.
 */
import { constants, createPrivateKey, type KeyObject, sign } from "node:crypto";
import { lstatSync, openSync, closeSync, fstatSync, readFileSync, existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Reading, read, unreadable } from "../../domain/reading.ts";

/** A key's signature of a message, base64 (standard alphabet, padded). */
export type Signer = (message: string) => Promise<string>;

/** What signs requests: the public name of the key, and the closure that holds it. */
export type Credentials = { readonly keyId: string; readonly sign: Signer };

const keyBytesMax = 16_384;
const groupAndOthers = 0o077;
const rsaBitsMin = 2048;

/** A key inside a checkout ends up in its history sooner or later. */
function repositoryAbove(file: string): string | undefined {
  let folder = dirname(file);
  for (;;) {
    if (existsSync(join(folder, ".git"))) return folder;
    const above = dirname(folder);
    if (above === folder) return undefined;
    folder = above;
  }
}

function checkPlace(file: string): string | undefined {
  const entry = lstatSync(file, { throwIfNoEntry: false });
  if (entry === undefined) return "the key file does not exist";
  if (entry.isSymbolicLink()) return "the key file is a link; give the file itself";
  if (!entry.isFile()) return "the key file is not a file";
  if (repositoryAbove(file) !== undefined) {
    return "the key file lies in a git repository; move it outside";
  }
  return undefined;
}

/** Reads through one descriptor, so that what was checked is what is read. */
function readChecked(file: string): Reading<Buffer> {
  const descriptor = openSync(file, "r");
  try {
    const { size, mode } = fstatSync(descriptor);
    if ((mode & groupAndOthers) !== 0) {
      return unreadable("the key file can be read by others; run: chmod 600 on it");
    }
    if (size === 0) return unreadable("the key file is empty");
    if (size > keyBytesMax) return unreadable("the key file is too large to be a key");
    return read(readFileSync(descriptor));
  } finally {
    closeSync(descriptor);
  }
}

function parseKey(bytes: Buffer): Reading<KeyObject> {
  const pem = bytes.toString("utf8").replace(/^\uFEFF/, "");
  if (pem.includes("ENCRYPTED")) {
    return unreadable("the key is encrypted; Kalshi's download is not: take the plain file");
  }
  if (pem.includes("PUBLIC KEY")) return unreadable("this is a public key, not the private one");
  try {
    return read(createPrivateKey(pem));
  } catch {
    return unreadable("the key file holds no private key in PEM form");
  }
}

/** A key that was read: what signs with it, and its kind for people. */
export type PrivateKey = { readonly sign: Signer; readonly kind: string };

function signerOf(key: KeyObject): Reading<PrivateKey> {
  const type = key.asymmetricKeyType;
  if (type !== "rsa" && type !== "ed25519") {
    return unreadable(
      `a key of type ${type ?? "unknown"} cannot sign; Kalshi takes RSA and Ed25519`,
    );
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (type === "rsa" && bits < rsaBitsMin) {
    return unreadable(`the RSA key has ${bits} bits; at least ${rsaBitsMin} are needed`);
  }
  const algorithm = type === "rsa" ? "sha256" : null;
  const options =
    type === "rsa"
      ? {
          key,
          padding: constants.RSA_PKCS1_PSS_PADDING,
          saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
        }
      : { key };
  return read({
    kind: type === "rsa" ? `RSA ${bits}` : "Ed25519",
    sign: (message) =>
      new Promise((fulfil, refuse) => {
        sign(algorithm, Buffer.from(message), options, (error, signature) => {
          if (error === null) fulfil(signature.toString("base64"));
          else refuse(new Error("signing failed"));
        });
      }),
  });
}

/** What signs with the key of a PEM file; see `readKeyFile`. */
export function readPrivateKey(file: string): Reading<Signer> {
  const key = readKeyFile(file);
  return key.kind === "read" ? read(key.value.sign) : key;
}

/**
 * Reads a PEM file (RSA as PKCS#1 or PKCS#8, or Ed25519) and returns what signs with it. Refused:
 * a link, a folder, a file that others can read, one inside a repository, any other content.
 */
export function readKeyFile(file: string): Reading<PrivateKey> {
  const place = resolve(file);
  try {
    const wrong = checkPlace(place);
    if (wrong !== undefined) return unreadable(wrong);
    const bytes = readChecked(place);
    if (bytes.kind === "unreadable") return bytes;
    const key = parseKey(bytes.value);
    bytes.value.fill(0);
    return key.kind === "unreadable" ? key : signerOf(key.value);
  } catch {
    return unreadable("the key file cannot be read");
  }
}
