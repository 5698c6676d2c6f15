/** Bytes of an answer as text, within a limit also after decompression. */
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";

const decoders = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

function decoderOf(encoding: string): (typeof decoders)["gzip"] | undefined {
  return Object.hasOwn(decoders, encoding)
    ? decoders[encoding as keyof typeof decoders]
    : undefined;
}

/** Decodes a body. Throws when it is cut, not what its header says, or larger than allowed. */
export async function bodyText(
  chunks: readonly Buffer[],
  encoding: string | undefined,
  bytesMax: number,
): Promise<string> {
  const bytes = Buffer.concat(chunks);
  const name = encoding?.trim().toLowerCase() ?? "identity";
  if (name === "identity" || name === "" || bytes.length === 0) return bytes.toString("utf8");
  const decode = decoderOf(name);
  if (decode === undefined) throw new Error(`unknown content-encoding ${name}`);
  return (await decode(bytes, { maxOutputLength: bytesMax })).toString("utf8");
}
