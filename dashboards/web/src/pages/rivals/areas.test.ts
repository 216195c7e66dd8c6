import { describe, expect, it } from "vitest";
import { areas } from "./areas";

const at = (value: number) => ({ value, low: value - 0.1, high: value + 0.1 });
const none = { value: null, low: null, high: null };

describe("shares over time", () => {
  it("ends its axis at the next ten percent above the highest interval", () => {
    expect(areas([[at(0.33)], [at(0.2)]], 1).most).toBe(0.5);
    expect(areas([[none]], 1).most).toBe(0.1);
    expect(areas([[at(0.95)]], 1).most).toBe(1);
  });
  it("draws a line and its band from left to right, nought at the foot", () => {
    const { brands: [a] } = areas([[at(0.4)], [at(0.2)]], 1);
    expect(a).toEqual({ lines: ["M0 20L100 60"], bands: ["M0 0L100 40L100 80L0 40Z"], dots: [{ i: 0, x: 0, y: 20 }, { i: 1, x: 100, y: 60 }] });
  });
  it("draws no line across a time nobody spoke in", () => {
    const { brands: [a] } = areas([[at(0.4)], [at(0.4)], [none], [at(0.2)]], 1);
    expect(a!.lines).toHaveLength(1);
    expect(a!.dots.map((d) => d.i)).toEqual([0, 1, 3]);
  });
  it("has a shape for every brand, also one nobody spoke of", () => {
    expect(areas([[at(0.4), none]], 2).brands[1]).toEqual({ lines: [], bands: [], dots: [] });
  });
});
