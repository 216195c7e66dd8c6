import { expect, test } from "vitest";
import { matching } from "./Find";

const people = [{ name: "Li.Wei", unit: "华东区" }, { name: "wang", unit: "华北区" }, { name: "zhou", unit: undefined }];
const texts = (p: (typeof people)[number]) => [p.name, p.unit];

test.each([
  ["", ["Li.Wei", "wang", "zhou"], "nothing sought is everything"],
  ["   ", ["Li.Wei", "wang", "zhou"], "and so are blanks"],
  ["li", ["Li.Wei"], "whatever its case"],
  ["华 区", ["Li.Wei", "wang"], "every word, in any place"],
  ["wang 华东", [], "all of them in the same one"],
  [".", ["Li.Wei"], "a dot is a dot"],
])("%j finds %j: %s", (sought, names, _why) => {
  expect(matching(people, sought, texts).map((p) => p.name)).toEqual(names);
});

test("two texts that stand side by side are not one", () => {
  expect(matching(people, "wang华", texts)).toEqual([]);
});
