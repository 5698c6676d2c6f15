/** Both signatures verified from their standards with plain integers: no crypto library's verify. */
import { createHash, type KeyObject } from "node:crypto";

const sha = (name: "sha256" | "sha512", ...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash(name);
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const bigOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
const littleOf = (bytes: Uint8Array): bigint => bigOf(Uint8Array.from(bytes).reverse());

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

function field(key: KeyObject, name: "n" | "e" | "x"): Buffer {
  return Buffer.from(key.export({ format: "jwk" })[name] ?? "", "base64url");
}

function mask(seed: Uint8Array, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let index = 0; blocks.length * 32 < length; index += 1) {
    blocks.push(sha("sha256", seed, Uint8Array.of(0, 0, index >> 8, index & 255)));
  }
  return Buffer.concat(blocks).subarray(0, length);
}

/** RSASSA-PSS of RFC 8017 §8.1.2 with SHA-256, MGF1 and a salt of 32 bytes. */
export function verifyPss(key: KeyObject, text: string, signature: Uint8Array): boolean {
  const modulus = bigOf(field(key, "n"));
  const size = field(key, "n").length;
  if (signature.length !== size) return false;
  const opened = power(bigOf(signature), bigOf(field(key, "e")), modulus);
  const encoded = Buffer.from(opened.toString(16).padStart(size * 2, "0"), "hex");
  if (encoded.at(-1) !== 0xbc) return false;
  const split = size - 32 - 1;
  const hash = encoded.subarray(split, -1);
  const pad = mask(hash, split);
  const block = Buffer.from(encoded.subarray(0, split).map((byte, at) => byte ^ (pad[at] ?? 0)));
  block[0] = (block[0] ?? 0) & 0x7f;
  const salt = block.subarray(split - 32);
  const lead = block.subarray(0, split - 32);
  const isPadded = lead.at(-1) === 1 && lead.subarray(0, -1).every((byte) => byte === 0);
  const message = sha("sha256", Buffer.from(text));
  return isPadded && sha("sha256", new Uint8Array(8), message, salt).equals(hash);
}

const prime = 2n ** 255n - 19n;
const order = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (value: bigint): bigint => ((value % prime) + prime) % prime;
const inverse = (value: bigint): bigint => power(mod(value), prime - 2n, prime);
const curve = mod(-121665n * inverse(121666n));

type Point = readonly [x: bigint, y: bigint];

function add([x1, y1]: Point, [x2, y2]: Point): Point {
  const cross = mod(curve * mod(x1 * x2) * mod(y1 * y2));
  return [
    mod((x1 * y2 + x2 * y1) * inverse(1n + cross)),
    mod((y1 * y2 + x1 * x2) * inverse(1n - cross)),
  ];
}

function multiply(point: Point, factor: bigint): Point {
  let sum: Point = [0n, 1n];
  let double = point;
  for (let left = factor; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) sum = add(sum, double);
    double = add(double, double);
  }
  return sum;
}

function decode(bytes: Uint8Array): Point {
  const value = littleOf(bytes);
  const y = value & (2n ** 255n - 1n);
  const square = mod((y * y - 1n) * inverse(curve * y * y + 1n));
  let x = power(square, (prime + 3n) / 8n, prime);
  if (mod(x * x - square) !== 0n) x = mod(x * power(2n, (prime - 1n) / 4n, prime));
  return (x & 1n) === value >> 255n ? [x, y] : [mod(-x), y];
}

/** Ed25519 of RFC 8032 §5.1.7. */
export function verifyEd25519(key: KeyObject, text: string, signature: Uint8Array): boolean {
  const publicBytes = field(key, "x");
  const [head, tail] = [signature.subarray(0, 32), signature.subarray(32)];
  const challenge = littleOf(sha("sha512", head, publicBytes, Buffer.from(text))) % order;
  const base = decode(Buffer.from(`58${"66".repeat(31)}`, "hex"));
  const left = multiply(base, littleOf(tail));
  const right = add(decode(head), multiply(decode(publicBytes), challenge));
  return left[0] === right[0] && left[1] === right[1];
}
