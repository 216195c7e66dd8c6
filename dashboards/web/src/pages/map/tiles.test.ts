import { describe, expect, it } from "vitest";
import { columns, depth, elsewhere, rows, tiles } from "./tiles";

const place = (region: string, n: number, value: number | null, full = n) => ({ region, n, full, small: n < 20, share: { value } });

describe("the grid of provinces", () => {
  it("has 34 tiles, each in a place of its own within the grid", () => {
    const at = Object.values(tiles).map(([c, r]) => `${c},${r}`);
    expect(at).toHaveLength(34);
    expect(new Set(at).size).toBe(34);
    for (const [c, r] of Object.values(tiles)) expect(c >= 0 && c < columns && r >= 0 && r < rows).toBe(true);
  });

  it.each([
    ["黑龙江", "广东", "north"], ["新疆", "上海", "west"], ["北京", "江苏", "north"], ["四川", "浙江", "west"], ["陕西", "山东", "west"], ["海南", "广东", "south"],
  ])("puts %s and %s as they lie (%s)", (a, b, way) => {
    const [ac, ar] = tiles[a]!, [bc, br] = tiles[b]!;
    expect(way === "north" ? ar < br : way === "south" ? ar > br : ac < bc).toBe(true);
  });
});

describe("how deep a tile is coloured", () => {
  const all = [place("上海", 200, 0.2), place("四川", 50, 0.6), place("青海", 3, 1), place("浙江", 100, 0.4, 150)];
  it("goes by the volume to be expected had everything been heard", () => {
    expect(depth(all[3], all, "volume")).toBe(0.75);
    expect(depth(all[0], all, "volume")).toBe(1);
  });
  it("goes by the negative share between the lowest and the highest that mean something", () => {
    expect(depth(all[0], all, "negative")).toBe(0);
    expect(depth(all[1], all, "negative")).toBe(1);
    expect(depth(all[3], all, "negative")).toBeCloseTo(0.5);
  });
  it("leaves a handful grey, however angry, and what nobody names empty", () => {
    expect(depth(all[2], all, "negative")).toBeNull();
    expect(depth(undefined, all, "volume")).toBeNull();
    expect(depth(place("西藏", 0, null), all, "volume")).toBeNull();
  });
  it("colours alike what does not differ", () => {
    const same = [place("上海", 50, 0.3), place("四川", 60, 0.3)];
    expect(depth(same[0], same, "negative")).toBe(0.5);
  });
});

it("keeps what has no tile", () => {
  expect(elsewhere([place("上海", 1, 0), place("新加坡", 1, 0)]).map((p) => p.region)).toEqual(["新加坡"]);
});
