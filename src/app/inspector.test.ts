import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";

const subject = new URL("inspector.ts", import.meta.url).href;
const ask = `console.log(JSON.stringify((await import(${JSON.stringify(subject)})).memoryWarnings()));`;

const inspector =
  "The inspector is open: whoever can reach it can read the private key. Start without --inspect.";

/** What a Node with these flags says of itself. Core files are off unless a test asks for them. */
async function said(
  flags: readonly string[],
  options = "",
  program = ask,
  coreBlocks = "0",
): Promise<readonly string[]> {
  const args = [...flags, "--input-type=module", "-e", program];
  const child = spawn(
    "sh",
    ["-c", `ulimit -c ${coreBlocks} && exec "$0" "$@"`, process.execPath, ...args],
    {
      env: { PATH: process.env["PATH"], NODE_OPTIONS: options },
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  return JSON.parse(await text(child.stdout)) as readonly string[];
}

describe("KEY-13: ways out of the memory", () => {
  test("a plain start opens none and says nothing", async () => {
    expect(await said([])).toEqual([]);
    expect(await said(["--inspect-port=0", "--no-warnings"])).toEqual([]);
  });

  test.each([
    ["--inspect", ["--inspect=127.0.0.1:0"], ""],
    ["NODE_OPTIONS", [], "--no-warnings --inspect=127.0.0.1:0"],
  ])("an inspector opened by %s is told", async (_name, flags, options) => {
    expect(await said(flags, options)).toEqual([inspector]);
  });

  test("an inspector opened while running is told", async () => {
    const open = 'import { open } from "node:inspector"; open(0, "127.0.0.1");';
    const program = `${open}${ask}process.exit();`;
    expect(await said([], "", program)).toEqual([inspector]);
  });

  test("one that found its port taken is told: its starter's is open there", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const told = await said([], `--inspect=127.0.0.1:${address.port}`);
    server.close();
    expect(told).toEqual([inspector]);
  });

  test.each([
    ["--heapsnapshot-signal", "--heapsnapshot-signal=SIGUSR2", "its memory"],
    ["--heapsnapshot-near-heap-limit", "--heapsnapshot-near-heap-limit=1", "its memory"],
    ["--abort-on-uncaught-exception", "--abort_on_uncaught_exception", "its memory"],
    ["--report-on-fatalerror", "--report-on-fatalerror", "all environment variables"],
    ["--report-on-signal", "--report-on-signal", "all environment variables"],
    ["--report-uncaught-exception", "--report-uncaught-exception", "all environment variables"],
  ])("%s is told", async (name, flag, what) => {
    const told = await said([flag]);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(`(${name})`);
    expect(told[0]).toContain(what);
  });

  test("a report without the environment holds nothing of ours", async () => {
    expect(await said(["--report-on-fatalerror", "--report-exclude-env"])).toEqual([]);
  });

  test("core files that are on are told", async (context) => {
    const hard = execFileSync("sh", ["-c", "ulimit -Hc"], { encoding: "utf8" }).trim();
    if (process.platform !== "linux" || hard === "0") context.skip("no core files to be had here");
    const told = await said([], "", ask, "1");
    expect(told).toHaveLength(1);
    expect(told[0]).toContain("ulimit -c 0");
  });
});
