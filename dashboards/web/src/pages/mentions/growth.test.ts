import { expect, it } from "vitest";
import type { Observations } from "../../api/nouns";
import { growthOf, line } from "./growth";

const look = (hour: number, likes: number, replies = -1): Observations["items"][number] =>
  ({ post: "p", source: "s", at: new Date(hour * 3_600_000).toISOString(), engagement: { likes, replies, shares: -1, views: 9, approx: false } });

it("tells what changed, and leaves out looks at which the site did not tell", () => {
  expect(growthOf([look(0, 3), look(1, -1, 2), look(2, 40, 2)])).toEqual([{ of: "likes", points: [{ at: 0, n: 3 }, { at: 7_200_000, n: 40 }] }]);
  expect(growthOf([look(0, 3)])).toEqual([]);
  expect(growthOf([])).toEqual([]);
});

it("draws from the lowest to the highest, over the time between the looks", () => {
  expect(line([{ at: 0, n: 10 }, { at: 50, n: 20 }, { at: 100, n: 15 }], 100, 20)).toBe("0.0,20.0 50.0,0.0 100.0,10.0");
  expect(line([{ at: 0, n: 0 }, { at: 0, n: 5 }], 100, 20)).toBe("0.0,20.0 0.0,0.0");
});
