/**
 * `npm run bench`: what the work costs against its own floors, measured in the same run. It only
 * tells; what is promised is tested elsewhere, and nothing here fails because a machine is slow.
 */
import { benchFrames } from "./frames.ts";
import { benchInference } from "./inference.ts";
import { benchOrders } from "./orders.ts";

for (const line of benchFrames()) process.stdout.write(`${line}\n`);
for (const line of benchInference()) process.stdout.write(`${line}\n`);
for (const type of ["rsa", "ed25519"] as const) {
  for (const line of await benchOrders(type)) process.stdout.write(`${line}\n`);
}
