/** Keys of every kind, made on the spot, in files of every mode. */
import {
  constants,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  verify,
} from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readPrivateKey } from "./key.ts";
import { signedHeaders, signedText } from "./sign.ts";

let folder = "";
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ed25519 = generateKeyPairSync("ed25519");
const pkcs8 = { type: "pkcs8", format: "pem" } as const;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "key-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string, mode = 0o600): string {
  const name = join(mkdtempSync(join(folder, "a-")), "key.pem");
  writeFileSync(name, content);
  chmodSync(name, mode);
  return name;
}

function whyNot(name: string): string {
  const reading = readPrivateKey(name);
  return reading.kind === "unreadable" ? reading.why : "accepted";
}

function pem(key: KeyObject): string {
  return key.export(pkcs8).toString();
}

describe("KEY-01 a key file is refused", () => {
  test.each([0o644, 0o640, 0o666])("with mode %o", (mode) => {
    expect(whyNot(file(pem(rsa.privateKey), mode))).toMatch(/chmod 600/);
  });

  test("inside a repository", () => {
    const name = file(pem(rsa.privateKey));
    mkdirSync(join(name, "..", ".git"));
    expect(whyNot(name)).toMatch(/repository/);
  });

  test("as a link, a folder, nothing, an empty file and a huge one", () => {
    const link = join(folder, "link.pem");
    symlinkSync(file(pem(rsa.privateKey)), link);
    expect(whyNot(link)).toMatch(/link/);
    expect(whyNot(folder)).toMatch(/not a file/);
    expect(whyNot(join(folder, "none.pem"))).toMatch(/does not exist/);
    expect(whyNot(file(""))).toMatch(/empty/);
    expect(whyNot(file("x".repeat(20_000)))).toMatch(/too large/);
  });
});

describe("KEY-02 a key", () => {
  test.each<[string, () => string]>([
    ["RSA as PKCS#8", () => pem(rsa.privateKey)],
    ["RSA as PKCS#1", () => rsa.privateKey.export({ type: "pkcs1", format: "pem" }).toString()],
    ["Ed25519", () => pem(ed25519.privateKey)],
    ["with CRLF", () => pem(rsa.privateKey).replaceAll("\n", "\r\n")],
    ["with a byte order mark", () => `\uFEFF${pem(ed25519.privateKey)}`],
  ])("is taken: %s", (_name, content) => {
    expect(readPrivateKey(file(content())).kind).toBe("read");
  });

  const encrypted = { ...pkcs8, cipher: "aes-256-cbc", passphrase: "secret" } as const;
  test.each<[string, () => string, RegExp]>([
    ["encrypted", () => rsa.privateKey.export(encrypted).toString(), /encrypted/],
    ["public", () => rsa.publicKey.export({ type: "spki", format: "pem" }).toString(), /public/],
    ["EC", () => pem(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey), /type ec/],
    ["short", () => pem(generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey), /1024/],
    ["no key at all", () => "hello", /no private key/],
  ])("is refused and named: %s", (_name, content, why) => {
    expect(whyNot(file(content()))).toMatch(why);
  });

  test("KEY-04 no refusal quotes the file", () => {
    const broken = pem(rsa.privateKey).replace("MII", "QQQ");
    expect(whyNot(file(broken))).toBe("the key file holds no private key in PEM form");
  });
});

describe("KEY-12 signatures", () => {
  const at = 1_791_851_465_000;
  const cases: readonly [string, string, string][] = [
    [
      "GET",
      "https://x.test/trade-api/v2/portfolio/orders?limit=5",
      "/trade-api/v2/portfolio/orders",
    ],
    ["get", "https://x.test/trade-api/v2/events/A?b=c&d=é", "/trade-api/v2/events/A"],
    ["GET", "wss://x.test/trade-api/ws/v2", "/trade-api/ws/v2"],
    ["GET", "https://x.test/trade-api/v2/markets/é", "/trade-api/v2/markets/%C3%A9"],
    ["DELETE", "https://x.test/trade-api/v2/a%20b?x", "/trade-api/v2/a%20b"],
    ["POST", "http://127.0.0.1:9/trade-api/v2/o", "/trade-api/v2/o"],
  ];

  test.each(cases)("cover time, method and path, not the query: %s %s", (method, url, path) => {
    expect(signedText(at, method, url)).toBe(`${at}${method.toUpperCase()}${path}`);
  });

  const pss = {
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: 32,
  };
  test.each(cases)("of RSA and Ed25519 keys verify: %s %s", async (method, url, path) => {
    for (const { privateKey, publicKey } of [rsa, ed25519]) {
      const reading = readPrivateKey(file(pem(privateKey)));
      if (reading.kind === "unreadable") throw new Error(reading.why);
      const headers = await signedHeaders({ keyId: "id", sign: reading.value }, method, url, at);
      expect(headers["kalshi-access-key"]).toBe("id");
      expect(headers["kalshi-access-timestamp"]).toBe(String(at));
      const signature = Buffer.from(headers["kalshi-access-signature"] ?? "", "base64");
      const text = Buffer.from(`${at}${method.toUpperCase()}${path}`);
      const key = createPublicKey(publicKey.export({ type: "spki", format: "pem" }));
      const isRsa = key.asymmetricKeyType === "rsa";
      const verified = isRsa
        ? verify("sha256", text, { key, ...pss }, signature)
        : verify(null, text, key, signature);
      expect(verified).toBe(true);
    }
  });
});
