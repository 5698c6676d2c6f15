import { expect, test } from "vitest";
import { fieldErrors, refusalText } from "./answers.ts";

test("field errors come by field", () => {
  const body = { errors: [{ field: "min_edge", message: "is a number" }, { message: "no" }] };
  expect(fieldErrors(body)).toEqual({ min_edge: "is a number", "": "no" });
  expect(fieldErrors({ errors: "x" })).toEqual({});
});

test("gates that refused are told with value and limit, by their names", () => {
  const gates = [{ code: "SPREAD", value: "12.0¢", limit: "≤ 10.0¢" }];
  expect(refusalText(422, { error: "refused: SPREAD", gates })).toBe(
    "Refused. Spread: 12.0¢ (limit ≤ 10.0¢).",
  );
});

test("a sentence of the server is shown as it is", () => {
  const error = "DEMO is not armed. disk: 12 MB free.";
  expect(refusalText(422, { error, code: "PREFLIGHT" })).toBe(error);
  expect(refusalText(404, { error: "this signal has ended" })).toBe("This signal has ended.");
});

test("an answer without words still says that it is a refusal", () => {
  expect(refusalText(500, {})).toBe("The desk refused (500).");
});
