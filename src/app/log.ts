/** The program's own log: what happened around the desk, for whoever looks for a fault later. */
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { destination, type Logger, pino } from "pino";

const fileName = "mnf.log";
/** Fields that may hold a secret are never written, wherever they stand. */
const secret = ["authorization", "cookie", "token", "signature", "privateKey", "key"];
const redacted = secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

export type { Logger };

/**
 * Opens `mnf.log` in the data folder (mode 0600), appending. It is a convenience: the record that
 * counts is the journal.
 */
export function openLog(dataFolder: string): Logger {
  const path = join(dataFolder, fileName);
  const file = destination({ dest: path, append: true, sync: true, mode: 0o600 });
  chmodSync(path, 0o600);
  return pino({ base: null, redact: { paths: redacted, censor: "[redacted]" } }, file);
}
