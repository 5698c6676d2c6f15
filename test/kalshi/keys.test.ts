/** Keys that the exchange refuses or that may do less, or more, than a desk needs. */
import { generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { runDoctorKalshi } from "../../src/cli/doctor-kalshi.ts";
import { readPrivateKey } from "../../src/venues/kalshi/kalshi.ts";
import { judgeScopes } from "../../src/venues/kalshi/scopes.ts";
import { signedHeaders } from "../../src/venues/kalshi/sign.ts";
import { checkout } from "../structure/imports.ts";
import { verifyEd25519, verifyPss } from "./verify-by-hand.ts";
import { answer, type Fault, openNight, type OpenNight, until } from "./floor.ts";

let folder = "";
const nights: OpenNight[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mnf-keys-"));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(async () => {
  for (const night of nights.splice(0)) await night.close();
});

async function open(...options: Parameters<typeof openNight>): Promise<OpenNight> {
  const night = await openNight(...options);
  nights.push(night);
  return night;
}

function fileOf(pem: string): string {
  const file = join(mkdtempSync(join(folder, "k-")), "key.pem");
  writeFileSync(file, pem, { mode: 0o600 });
  chmodSync(file, 0o600);
  return file;
}

const pem = (key: KeyObject): string => key.export({ type: "pkcs8", format: "pem" }).toString();

function refusal(code: string, details?: string): string {
  return JSON.stringify({ error: { code, message: code, ...(details && { details }) } });
}

const bodies = {
  signature: refusal("authentication_error", "INCORRECT_API_KEY_SIGNATURE"),
  revoked: refusal("authentication_error", "NOT_FOUND"),
  timestamp: refusal("header_timestamp_expired"),
  headers: refusal("signature_is_missing_from_headers"),
};

describe("KEY-08 each kind of 401 in its own words, and no storm", () => {
  test.each([
    ["signature", bodies.signature, /private key file does not belong/],
    ["revoked", bodies.revoked, /does not know the key/],
    ["timestamp", bodies.timestamp, /clock/],
    ["headers", bodies.headers, /misses a header/],
  ])("%s", async (_name, body, words) => {
    const night = await open();
    const fault: Fault = {
      method: "POST",
      part: "/portfolio/events/orders",
      does: () => answer(401, body),
    };
    night.faults.push(fault);
    expect(await night.submit(night.order())).toMatchObject({
      kind: "rejected",
      words: expect.stringMatching(words),
    });
    const before = night.asked.length;
    expect(await night.submit(night.order())).toMatchObject({
      kind: "notSent",
      why: expect.stringMatching(words),
    });
    expect((await night.account.readAccount()).kind).toBe("failed");
    expect(night.asked.length).toBe(before);
  });

  test("KEY-09 a key of the other exchange is explained", async () => {
    const night = await open();
    night.faults.push({
      method: "POST",
      part: "/portfolio/events/orders",
      does: () => answer(401, bodies.revoked),
    });
    expect(await night.submit(night.order())).toMatchObject({
      words: expect.stringMatching(
        /demo keys work at demo only, production keys at production only/,
      ),
    });
  });
});

describe("KEY-09 the two exchanges have variables of their own", () => {
  test.each([
    ["demo", "KALSHI_API_KEY_ID", /KALSHI_DEMO_API_KEY_ID is not set/],
    ["real", "KALSHI_DEMO_API_KEY_ID", /KALSHI_API_KEY_ID is not set/],
  ])("%s does not take the other's key", async (source, given, words) => {
    const night = await open();
    const out = await doctor([`--source=${source}`, `--kalshi-url=${night.origin}`], {
      [given]: night.key.keyId,
      [given.replace("API_KEY_ID", "PRIVATE_KEY_FILE")]: fileOf(night.key.privateKeyPem),
    });
    expect(out.code).toBe(1);
    expect(out.text).toMatch(words);
  });
});

describe("scopes", () => {
  test.each([[["read", "write"]], [["read", "write::trade", "write::transfer"]], [[]]])(
    "KEY-06 a key that can move money is warned of, with what is enough: %j",
    (scopes) => {
      const judged = judgeScopes(scopes);
      expect(judged).toMatchObject({ mayTrade: true, mayTransfer: true });
      expect(judged.words).toMatch(/can also move money.*read and write::trade/);
    },
  );

  test.each([[["read"]], [["read", "write::transfer"]], [["write::trade"]]])(
    "KEY-07 a key that cannot trade makes DEMO and LIVE impossible, and says so: %j",
    (scopes) => {
      const judged = judgeScopes(scopes);
      expect(judged.mayTrade).toBe(false);
      expect(judged.words).toMatch(/DEMO and LIVE are impossible/);
    },
  );

  test("the least that trades passes without a word", () => {
    const judged = judgeScopes(["read", "write::trade"]);
    expect(judged).toEqual({
      mayRead: true,
      mayTrade: true,
      mayTransfer: false,
      words: "read, write::trade",
    });
  });
});

/** Runs the command in this process; nothing but loopback is asked. */
async function doctor(args: string[], environment: Record<string, string>) {
  const kept = { ...process.env };
  const write = process.stdout.write.bind(process.stdout);
  let text = "";
  for (const name of Object.keys(process.env)) {
    if (name.startsWith("KALSHI_")) delete process.env[name];
  }
  Object.assign(process.env, environment);
  process.stdout.write = ((chunk: string) => {
    text += chunk;
    return true;
  }) as typeof process.stdout.write;
  try {
    return { code: await runDoctorKalshi(args), text };
  } finally {
    process.stdout.write = write;
    process.env = kept;
  }
}

describe("mnf doctor kalshi", () => {
  test("names the host and passes when everything is in order", async () => {
    const night = await open();
    const environment = {
      KALSHI_API_KEY_ID: night.key.keyId,
      KALSHI_PRIVATE_KEY_FILE: fileOf(night.key.privateKeyPem),
    };
    const { code, text } = await doctor([`--kalshi-url=${night.origin}`], environment);
    expect(code).toBe(0);
    const lines = text.trim().split("\n");
    const names = lines.map((line) => line.split(/\s+/)[1]);
    expect(names).toEqual([
      "host",
      "key",
      "place",
      "mode",
      "clock",
      "signature",
      "scopes",
      "attestation",
      "limits",
      "maintenance",
      "fees",
      "exchange",
    ]);
    expect(lines[0]).toContain(new URL(night.origin).host);
    expect(text).not.toContain(night.key.keyId);
  });

  test("fails when the signature is refused, the attestation has lapsed or the exchange is closed", async () => {
    const night = await open({ attestedUntil: Date.now() - 1000 });
    const file = fileOf(night.key.privateKeyPem);
    const url = `--kalshi-url=${night.origin}`;
    const environment = { KALSHI_API_KEY_ID: night.key.keyId, KALSHI_PRIVATE_KEY_FILE: file };
    const lapsed = await doctor([url], environment);
    expect(lapsed.code).toBe(1);
    expect(lapsed.text).toMatch(/FAIL attestation +lapsed/);
    const other = generateKeyPairSync("ed25519").privateKey;
    const wrong = await doctor([url], {
      ...environment,
      KALSHI_PRIVATE_KEY_FILE: fileOf(pem(other)),
    });
    expect(wrong.code).toBe(1);
    expect(wrong.text).toMatch(/FAIL signature/);
    night.exchange.pause({ trading: false });
    const paused = await doctor([url, "--json"], environment);
    expect(paused.code).toBe(1);
    const { host, checks } = JSON.parse(paused.text);
    expect(host).toBe(new URL(night.origin).host);
    expect(checks.at(-1)).toMatchObject({ name: "exchange", verdict: "fail" });
  });
});

describe("KEY-03 nothing that is secret leaves the venue's own requests", () => {
  test("no news, no market event and no refusal holds key, signature or more than four characters of the key id", async () => {
    const night = await open();
    night.faults.push({
      method: "POST",
      part: "/portfolio/events/orders",
      does: () => answer(401, bodies.signature),
    });
    await night.submit(night.order());
    const told = JSON.stringify([night.news, night.posted]);
    const secrets = night.asked.flatMap(({ headers }) => [
      headers["kalshi-access-signature"] ?? "-",
      headers["kalshi-access-key"] ?? "-",
    ]);
    // The exchange's own list of keys names them: it is told as data and never printed.
    const others = told.replaceAll(/"keys":\{.*?\]\}?/g, "");
    expect(secrets.length).toBeGreaterThan(5);
    expect(others).not.toContain("PRIVATE KEY");
    for (const secret of new Set(secrets)) {
      if (secret !== "-") expect(others.includes(secret)).toBe(false);
    }
  });
});

describe("KEY-03 the list of keys", () => {
  test("is not recorded even when it cannot be understood", async () => {
    const named = "6f2d6a34-0f1c-4b52-9c0e-6d1f6a1b7c55";
    const body = JSON.stringify({ api_keys: [{ api_key_id: named, name: "desk", scopes: 7 }] });
    const fault: Fault = { method: "GET", part: "/api_keys", does: () => answer(200, body) };
    const night = await open({ faults: [fault] });
    await until("it was not understood", () =>
      JSON.stringify(night.posted).includes("/api_keys: "),
    );
    expect(night.raws.length).toBeGreaterThan(0);
    expect([...night.raws, JSON.stringify([night.posted, night.news])].join()).not.toContain(named);
  });
});

describe("KEY-04 a library that throws with its input", () => {
  test("an order is not sent, and what was signed is in no word", async () => {
    const night = await open();
    const before = night.news.length;
    Object.assign(night.key.credentials, {
      sign: () => Promise.reject(new Error("failed on SECRET-INPUT")),
    });
    const outcome = await night.submit(night.order());
    expect(outcome).toEqual({ kind: "notSent", why: "the request could not be signed" });
    expect(JSON.stringify(night.news.slice(before))).not.toContain("SECRET");
  });
});

describe("KEY-12 signatures, verified by hand from their standards", () => {
  const at = 1_791_851_465_000;
  const urls = [
    "https://x.test/trade-api/v2/portfolio/orders?limit=5&cursor=a%20b",
    "https://x.test/trade-api/v2/markets/é?é=é",
    "wss://x.test/trade-api/ws/v2",
  ];
  const cases = urls.flatMap((url) => [["rsa", url] as const, ["ed25519", url] as const]);

  test.each(cases)("%s over %s: path as sent, the query is not signed", async (type, url) => {
    const pair =
      type === "rsa"
        ? generateKeyPairSync("rsa", { modulusLength: 2048 })
        : generateKeyPairSync("ed25519");
    const reading = readPrivateKey(fileOf(pem(pair.privateKey)));
    if (reading.kind === "unreadable") throw new Error(reading.why);
    const credentials = { keyId: randomUUID(), sign: reading.value };
    const headers = await signedHeaders(credentials, "GET", url, at);
    const signature = Buffer.from(headers["kalshi-access-signature"] ?? "", "base64");
    const verify = type === "rsa" ? verifyPss : verifyEd25519;
    const text = `${at}GET${new URL(url).pathname}`;
    expect(verify(pair.publicKey, text, signature)).toBe(true);
    expect(verify(pair.publicKey, `${text}?`, signature)).toBe(false);
  });
});

describe("KEY-11 the page that is served", () => {
  const built = join(checkout, "dist", "web");

  test.skipIf(!existsSync(built))(
    "holds no key and none of the words of one (skipped before a build)",
    () => {
      const files = readdirSync(built, { recursive: true, withFileTypes: true }).filter((one) =>
        one.isFile(),
      );
      expect(files.length).toBeGreaterThan(1);
      for (const { parentPath, name } of files) {
        const text = readFileSync(join(parentPath, name), "latin1");
        expect(text).not.toMatch(/PRIVATE KEY|kalshi-access-|PRIVATE_KEY_FILE|API_KEY_ID/i);
      }
    },
  );
});
