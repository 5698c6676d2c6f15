import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { readTar } from "./tar.ts";

/** A browser that can be started: its executable and what its environment must hold besides. */
export type Chromium = { readonly path: string; readonly env: Readonly<Record<string, string>> };

/** Command line of the test browser: no traffic of its own, the page's security as it ships. */
export function chromiumFlags(): string[] {
  return [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-domain-reliability",
    "--no-pings",
    "--no-default-browser-check",
    "--font-render-hinting=none",
    // Chromium's sandbox refuses to work for root; for anyone else it stays on.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ];
}

/**
 * The Chromium for browser tests: the one named by `MNF_CHROMIUM`, else the one that comes in an
 * npm package, unpacked once for each version into a folder of this checkout.
 */
export function findChromium(): Chromium {
  const named = process.env["MNF_CHROMIUM"];
  if (named !== undefined && named !== "") {
    if (existsSync(named)) return { path: named, env: {} };
    throw new Error(`MNF_CHROMIUM names ${named}, which is not there`);
  }
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error("Chromium comes along for Linux on x64 only: name yours with MNF_CHROMIUM");
  }
  const folder = unpackOnce();
  return { path: join(folder, "chromium"), env: environmentFor(folder) };
}

/** Unpacks beside the final place and renames: a run that was cut off leaves nothing half done. */
function unpackOnce(): string {
  const carrier = dirname(dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")));
  const manifest: unknown = JSON.parse(readFileSync(join(carrier, "package.json"), "utf8"));
  const version = (manifest as { version: string }).version;
  const cache = join(carrier, "..", "..", ".cache");
  const folder = join(cache, `mnf-chromium-${version}`);
  if (existsSync(folder)) return folder;
  const draft = join(cache, `unpacking-${randomUUID()}`);
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(join(draft, "chromium"), unpacked(carrier, "chromium.br"), { mode: 0o700 });
    unpackArchive(unpacked(carrier, "al2023.tar.br"), draft);
    unpackArchive(unpacked(carrier, "fonts.tar.br"), draft);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // else another run was quicker
  }
  return folder;
}

function unpacked(carrier: string, name: string): Buffer {
  return brotliDecompressSync(readFileSync(join(carrier, "bin", name)));
}

function unpackArchive(archive: Buffer, folder: string): void {
  for (const { path, mode, bytes } of readTar(archive)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    chmodSync(file, mode & 0o755);
  }
}

/** The libraries and fonts of the package stand in where the machine has none. */
function environmentFor(folder: string): Record<string, string> {
  const env: Record<string, string> = {};
  if (lacksLibraries(join(folder, "chromium"))) env["LD_LIBRARY_PATH"] = join(folder, "lib");
  if (lacksFonts()) env["FONTCONFIG_FILE"] = writeFontConfig(folder);
  return env;
}

function lacksLibraries(executable: string): boolean {
  try {
    return execFileSync("ldd", [executable], { encoding: "utf8" }).includes("not found");
  } catch {
    return true; // no ldd to ask: ours always fit
  }
}

function lacksFonts(): boolean {
  const folders = ["/usr/share/fonts", "/usr/local/share/fonts"];
  return !folders.some(
    (folder) =>
      existsSync(folder) &&
      readdirSync(folder, { recursive: true, encoding: "utf8" }).some((file) =>
        /\.(ttf|otf|pfb)$/i.test(file),
      ),
  );
}

/** The package's own configuration names a folder of another machine, so we write ours. */
function writeFontConfig(folder: string): string {
  const file = join(folder, "mnf-fonts.conf");
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>${join(folder, "fonts")}</dir><cachedir>${join(folder, "font-cache")}</cachedir></fontconfig>`,
  );
  return file;
}
