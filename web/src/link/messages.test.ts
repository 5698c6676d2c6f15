import { expect, test } from "vitest";
import { readMessage } from "./messages.ts";

test("the three messages of the server are read", () => {
  const state = { seq: 1 };
  expect(readMessage(JSON.stringify({ type: "initial_state", seq: 3, page: "b", state }))).toEqual({
    kind: "snapshot",
    seq: 3,
    page: "b",
    view: state,
  });
  const patch = { type: "patch", seq: 4, changes: [[["a"], 1]] };
  expect(readMessage(JSON.stringify(patch))).toEqual({
    kind: "patch",
    seq: 4,
    changes: [[["a"], 1]],
  });
  expect(readMessage('{"type":"pong"}')).toEqual({ kind: "pong" });
});

test.each([
  "",
  "null",
  "[]",
  "not json",
  '{"type":"patch","seq":"4","changes":[]}',
  '{"type":"patch","seq":4,"changes":[["a",1]]}',
  '{"type":"patch","seq":4,"changes":[[["a"]]]}',
  '{"type":"initial_state","seq":1,"page":"b","state":null}',
  '{"type":"initial_state","seq":1,"state":{}}',
  '{"type":"order","seq":1}',
])("%s is not one of them", (text) => {
  expect(readMessage(text)).toEqual({ kind: "unreadable" });
});
