import { expect, test } from "vitest";
import { filesBelow, importsOf, isThere, objection, roomOf, textOf } from "./imports.ts";
import { pureCoreOfSim, rooms } from "./table.ts";

const code = filesBelow(["src", "web", "train"], /\.tsx?$/);
const product = code.filter((file) => !/\.test\.tsx?$/.test(file));

test("every import opens an allowed door", () => {
  expect(product.length).toBeGreaterThan(50);
  const imports = product.flatMap((file) =>
    importsOf(textOf(file)).map((imported) => ({ file, imported })),
  );
  expect(imports.length).toBeGreaterThan(100);
  const wrong = imports.map(({ file, imported }) => objection(file, imported));
  expect(wrong.filter((why) => why !== undefined)).toEqual([]);
});

test("every file of src lies in a room, and every room of the table is furnished", () => {
  expect(product.filter((file) => file.startsWith("src/") && roomOf(file) === undefined)).toEqual(
    [],
  );
  const empty = rooms.filter((room) => !product.some((file) => roomOf(file) === room));
  expect(empty.map((room) => room.folder)).toEqual([]);
});

test("every door is there", () => {
  const doors = rooms.flatMap((room) => room.doors ?? []);
  expect(doors.length).toBeGreaterThan(10);
  expect(doors.filter((door) => !isThere(door))).toEqual([]);
});

test("the pure core of the built-in night is where the table says", () => {
  expect(pureCoreOfSim.filter((part) => !product.some((file) => file.startsWith(part)))).toEqual(
    [],
  );
});

test("no file is longer than 500 lines", () => {
  const all = [...code, ...filesBelow(["bin", "bench", "test"], /\.(ts|tsx|js)$/)];
  expect(all.length).toBeGreaterThan(60);
  const long = all.filter((file) => textOf(file).split("\n").length > 500);
  expect(long.filter((file) => !/weights[^/]*\.ts$/.test(file))).toEqual([]);
});

test.each([
  ["src/risk/gates.ts", "../edge/edge.ts", "may not open src/edge"],
  ["src/edge/edge.ts", "../market/book.ts", "does not come through the door"],
  ["src/edge/edge.ts", "../engine/engine.ts", "may not open src/engine"],
  ["src/domain/numbers.ts", "../market/market.ts", "may not open src/market"],
  ["src/model/model.ts", "node:fs", "is pure"],
  ["src/engine/engine.ts", "zod", "is pure"],
  ["src/sim/exchange/floor.ts", "node:crypto", "is pure"],
  ["src/server/server.ts", "../engine/engine.ts", "may not open src/engine"],
  ["web/main.tsx", "../src/market/market.ts", "may not open src/market"],
  ["src/app/app.ts", "../cli/mnf.ts", "may not open src/cli"],
  ["src/venues/kalshi/kalshi.ts", "../../feeds/espn/espn.ts", "may not open src/feeds/espn"],
  ["src/app/app.ts", "../../bin/start.js", "lies in no room"],
  ["src/somewhere/new.ts", "../domain/numbers.ts", "lies in no room"],
])("%s importing %s is seen", (file, imported, why) => {
  expect(objection(file, imported)).toContain(why);
});

test.each([
  ["src/risk/gates.ts", "../domain/numbers.ts"],
  ["src/venues/kalshi/rest.ts", "../../domain/ports.ts"],
  ["src/venues/kalshi/messages/book.ts", "../errors.ts"],
  ["src/server/server.ts", "../engine/view-types.ts"],
  ["src/server/server.ts", "fastify"],
  ["web/main.tsx", "../src/engine/view-types.ts"],
  ["src/app/app.ts", "../venues/kalshi/kalshi.ts"],
])("%s may import %s", (file, imported) => {
  expect(objection(file, imported)).toBeUndefined();
});

test("no way of writing an import goes unseen", () => {
  const source = [
    'import { a } from "./a.ts";',
    "import type { B } from './b.ts';",
    'import {\n  c,\n} from "./c.ts";',
    'import "./d.css";',
    'export * from "./e.ts";',
    'export { f } from "./f.ts";',
    'const g = await import("./g.ts");',
    'type H = import("./h.ts").H;',
    '// import { no } from "./comment.ts";',
    '/* import { no } from "./comment.ts"; */',
  ].join("\n");
  expect(importsOf(source)).toEqual([
    ..."abc".split("").map((name) => `./${name}.ts`),
    "./d.css",
    ..."efgh".split("").map((name) => `./${name}.ts`),
  ]);
});
