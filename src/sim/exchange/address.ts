/** Taking a request's URL apart, without the host's URL object. */

export type Query = {
  /** The first value of a parameter; empty counts as absent. */
  one(name: string): string | undefined;
  /** Every value of a repeated parameter. */
  all(name: string): readonly string[];
  /** A parameter of comma-separated values. */
  list(name: string): readonly string[];
};

export type Address = { readonly path: string; readonly query: Query };

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch (error) {
    // A broken escape stays as it was sent; the route then finds nothing under it.
    if (error instanceof URIError) return text;
    throw error;
  }
}

function readQuery(text: string): Query {
  const values = new Map<string, string[]>();
  for (const pair of text.split("&")) {
    if (pair === "") continue;
    const split = pair.indexOf("=");
    const name = decoded(split === -1 ? pair : pair.slice(0, split));
    const value = split === -1 ? "" : decoded(pair.slice(split + 1));
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  const all = (name: string): readonly string[] =>
    (values.get(name) ?? []).filter((value) => value !== "");
  return {
    one: (name) => all(name)[0],
    all,
    list: (name) => (all(name)[0] ?? "").split(",").filter((value) => value !== ""),
  };
}

/** Path and query of an absolute URL or of a bare path. */
export function readAddress(url: string): Address {
  const rest = url.replace(/^[a-z]+:\/\/[^/?#]*/i, "").replace(/#.*$/, "");
  const split = rest.indexOf("?");
  const path = split === -1 ? rest : rest.slice(0, split);
  return {
    path: path === "" ? "/" : path,
    query: readQuery(split === -1 ? "" : rest.slice(split + 1)),
  };
}
