/** The environment, with what a file `.env` in this folder adds; what is set already wins. */
import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";

export type Environment = Readonly<Record<string, string | undefined>>;

/** `undefined` when there is a `.env` that cannot be read: its settings must not be missed. */
export function readEnvironment(): Environment | undefined {
  if (!existsSync(".env")) return process.env;
  try {
    return { ...parseEnv(readFileSync(".env", "utf8")), ...process.env };
  } catch {
    return undefined;
  }
}

export const environmentUnreadable = "The file .env cannot be read: check its permissions.";
