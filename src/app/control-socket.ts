/**
 * The local socket in the data folder over which `mnf stop` and `mnf quit` speak: no port, no
 * browser, reachable by the same user only (mode 0600).
 */
import { chmod, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { join, relative } from "node:path";

const fileName = "control.sock";
/** What Linux and macOS allow for the path of a local socket, less a little. */
const pathMax = 100;
const lineMax = 1024;

/** What the running desk can be told, and what it says back in one line. */
export type ControlWord = "stop" | "quit";
export type ControlAnswer = { readonly ok: boolean; readonly text: string };

export type ControlSocket = { close(): Promise<void> };

/** The socket's path, as short as it can be written; throws when it is still too long. */
function socketPath(dataFolder: string): string {
  const whole = join(dataFolder, fileName);
  const fromHere = relative(process.cwd(), whole);
  const path = fromHere.length < whole.length ? fromHere : whole;
  if (path.length <= pathMax) return path;
  throw new Error(`the path of the data folder is too long for a local socket: ${path}`);
}

/** Listens for control words. An old socket file of a dead process is replaced. */
export async function openControlSocket(
  dataFolder: string,
  obey: (word: ControlWord) => Promise<ControlAnswer>,
): Promise<ControlSocket> {
  const path = socketPath(dataFolder);
  await rm(path, { force: true });
  const server = createServer((peer) => {
    let line = "";
    peer.setEncoding("utf8");
    peer.on("error", () => peer.destroy());
    peer.on("data", (text: string) => {
      line += text;
      if (line.length > lineMax) peer.destroy();
      if (!line.includes("\n")) return;
      const word = line.trim();
      if (word !== "stop" && word !== "quit") {
        peer.end(`${JSON.stringify({ ok: false, text: "unknown word" })}\n`);
        return;
      }
      void obey(word).then((answer) => peer.end(`${JSON.stringify(answer)}\n`));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  await chmod(path, 0o600);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          void rm(path, { force: true }).then(() => resolve());
        });
      }),
  };
}

/** Says a control word to the desk that runs on this data folder. */
export function sayToDesk(dataFolder: string, word: ControlWord): Promise<ControlAnswer> {
  return new Promise((resolve) => {
    let text = "";
    const peer = connect(socketPath(dataFolder));
    peer.setEncoding("utf8");
    peer.setTimeout(10_000, () => peer.destroy(new Error("no answer within 10 s")));
    peer.once("connect", () => peer.write(`${word}\n`));
    peer.on("data", (part: string) => {
      text += part;
    });
    peer.once("error", (error) => {
      const why = error.message.includes("10 s") ? error.message : "no desk is running on it";
      resolve({ ok: false, text: `${dataFolder}: ${why}.` });
    });
    peer.once("end", () => resolve(readAnswer(text)));
  });
}

function readAnswer(text: string): ControlAnswer {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && "ok" in value && "text" in value) {
      return { ok: value.ok === true, text: String(value.text) };
    }
  } catch {
    return { ok: false, text: "the desk's answer cannot be read" };
  }
  return { ok: false, text: "the desk's answer cannot be read" };
}
