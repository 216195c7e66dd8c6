import { describe, expect, it } from "vitest";
import type { DigestChart } from "../../api/nouns";
import { alone, at, high, path, top, wide, written } from "./picture";

const chart = (...values: (number | null)[][]): DigestChart => ({ name: "days", title: "每天的投诉", kind: "line", query: "", labels: values[0]!.map((_, i) => `1-${i + 1}`), series: values.map((v, i) => ({ title: `s${i}`, tone: "", values: v })) });

describe("a letter's picture", () => {
  it("has an axis even when nothing happened", () => {
    expect(top(chart([0, 0, 0]))).toBe(1);
    expect(top(chart([null, null]))).toBe(1);
    expect(top(chart([3, 7], [9, null]))).toBe(9);
  });
  it("keeps every point inside the frame, the larger the higher", () => {
    const c = chart([0, 5, 10]);
    for (let i = 0; i < 3; i++) {
      const p = at(c, i, c.series[0]!.values[i]!);
      expect(p.x).toBeGreaterThan(0);
      expect(p.x).toBeLessThanOrEqual(wide);
      expect(p.y).toBeGreaterThanOrEqual(0);
      expect(p.y).toBeLessThan(high);
    }
    expect(at(c, 2, 10).y).toBeLessThan(at(c, 1, 5).y);
  });
  it("leaves a gap where nothing is known", () => {
    const d = path(chart([1, null, 2, 3]), [1, null, 2, 3]);
    expect(d.match(/M/g)).toHaveLength(2);
    expect(d.match(/L/g)).toHaveLength(1);
    expect(path(chart([null]), [null])).toBe("");
  });
  it("stands with a single point", () => {
    expect(path(chart([4]), [4])).not.toMatch(/NaN|Infinity/);
  });
  it("knows the points no line shows", () => {
    expect(alone([4])).toEqual([0]);
    expect(alone([1, 2, null, 5, null, 0])).toEqual([3, 5]);
    expect(alone([1, 2, 3])).toEqual([]);
  });
  it("writes as many labels as fit, the last always", () => {
    const many = Array.from({ length: 31 }, (_, i) => String(i + 1));
    const shown = written(many);
    expect(shown.length).toBeLessThanOrEqual(8);
    expect(shown.at(-1)).toBe(30);
    expect(written(["a", "b"])).toEqual([0, 1]);
  });
});
