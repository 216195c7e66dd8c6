import { describe, expect, it } from "vitest";
import { chance, curve, ordered } from "./rank";

const shop = (key: string, rate: number, n: number, raw: number | null = rate, before_raw: number | null = rate) => ({ key, rate, n, raw, before_raw });

describe("the order of shops", () => {
  const list = [shop("a", 0.5, 10, 0.9, 0.2), shop("b", 0.3, 80, 0.3, 0.4), shop("quiet", 0.4, 0, null, null), shop("c", 0.35, 40, 0.3, null)];
  it.each([
    ["rate", ["a", "c", "b", "quiet"], "the worst estimate first"],
    ["n", ["b", "c", "a", "quiet"], "the loudest first"],
    ["change", ["a", "b", "c", "quiet"], "what got worse first, what cannot be compared behind"],
  ] as const)("by %s: %s (%s)", (sort, want, _why) => {
    expect(ordered(list, sort).map((s) => s.key)).toEqual(want);
  });
});

it.each([
  [{ worst: 0.6, best: 0, above: 0.99 }, { of: "worst", p: 0.6 }, "likely the worst"],
  [{ worst: 0, best: 0.3, above: 0.01 }, { of: "best", p: 0.3 }, "likely the best"],
  [{ worst: 0.1, best: 0, above: 0.9 }, { of: "above", p: 0.9 }, "surely worse than the mean, though not the worst"],
  [{ worst: 0.1, best: 0.1, above: 0.5 }, null, "nothing is known: nothing is said"],
])("says of %o: %o (%s)", (given, want, _why) => {
  expect(chance(given)).toEqual(want);
});

it("draws a curve of the pieces somebody spoke in", () => {
  expect(curve([{ n: 4, negative: 1 }, { n: 0, negative: 0 }, { n: 2, negative: 2 }])).toEqual([{ x: 0, y: 0.25 }, { x: 1, y: 1 }]);
  expect(curve([])).toEqual([]);
});
