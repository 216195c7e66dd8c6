import { expect, test } from "vitest";
import { isChosen, isEmpty, nothingChosen, selectionBody, toggled } from "./selection";

test("one is chosen and no longer", () => {
  const one = toggled(nothingChosen, "a/b", []);
  expect(isChosen(one, "a/b")).toBe(true);
  expect(isEmpty(toggled(one, "a/b", []))).toBe(true);
});

test("one taken out of all leaves those that are loaded", () => {
  const left = toggled({ ids: new Set(), all: true }, "b", ["a", "b", "c"]);
  expect([...left.ids]).toEqual(["a", "c"]);
  expect(left.all).toBe(false);
});

test("all are a search, some are a list", () => {
  expect(selectionBody({ ids: new Set(["a"]), all: true }, "q=1")).toEqual({ query: "q=1" });
  expect(selectionBody({ ids: new Set(["a"]), all: false }, "q=1")).toEqual({ mentions: ["a"] });
});
