import { describe, expect, it } from "vitest";
import { enough, Heights, visible } from "./virtual";

/** A small generator, so that a failure can be had again. */
function dice(seed: number): () => number {
  return () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
}

describe("heights of rows", () => {
  it("are guessed until a row was seen, then the mean of those seen", () => {
    const h = new Heights(100);
    h.grow(10);
    expect(h.top(10)).toBe(1000);
    h.measure(0, 40);
    expect(h.usual).toBe(40);
    expect(h.top(1)).toBe(40);
    expect(h.top(10)).toBe(400);
    h.measure(9, 80);
    expect(h.top(10)).toBe(40 + 8 * 60 + 80);
  });

  it("equal plain sums, whatever is measured, measured again and grown in between", () => {
    const roll = dice(7);
    const h = new Heights(50);
    let known: (number | undefined)[] = [];
    let settled: number | undefined;
    for (let step = 0; step < 600; step++) {
      if (roll() < 0.1) {
        const n = known.length + Math.floor(roll() * 20);
        h.grow(n);
        while (known.length < n) known.push(undefined);
      } else if (roll() < 0.005) {
        if (known.length > 3) settled = undefined;
        known = known.length > 3 ? [undefined, undefined, undefined] : known;
        h.grow(known.length);
      } else if (known.length > 0) {
        const row = Math.floor(roll() * known.length);
        const height = 20 + Math.floor(roll() * 200);
        h.measure(row, height);
        if (known[row] === undefined || Math.abs(known[row]! - height) >= 0.5) known[row] = height;
      }
      const seen = known.filter((x) => x !== undefined);
      const mean = seen.length > 0 ? seen.reduce((a, b) => a + b, 0) / seen.length : 50;
      if (seen.length >= enough) settled ??= mean;
      const usual = settled ?? mean;
      const row = Math.floor(roll() * (known.length + 1));
      const want = known.slice(0, row).reduce<number>((a, b) => a + (b ?? usual), 0);
      expect(h.top(row)).toBeCloseTo(want, 4);
    }
  });

  it("do not move what lies far below for a row measured above, once enough were seen", () => {
    const h = new Heights(50);
    h.grow(100_000);
    for (let i = 0; i < enough; i++) h.measure(i, 60);
    const before = h.top(90_000);
    h.measure(40_000, 95);
    expect(h.top(90_000) - before).toBeCloseTo(35, 6);
  });

  it("find the row at a height", () => {
    const h = new Heights(10);
    h.grow(100);
    for (let i = 0; i < 100; i++) h.measure(i, 10 + (i % 3));
    for (let i = 0; i < 100; i++) {
      expect(h.at(h.top(i))).toBe(i);
      expect(h.at(h.top(i + 1) - 0.01)).toBe(i);
    }
    expect(h.at(-5)).toBe(0);
    expect(h.at(1e9)).toBe(99);
  });

  it("do not take nonsense", () => {
    const h = new Heights(10);
    h.grow(2);
    for (const bad of [0, -1, NaN]) expect(h.measure(0, bad)).toBe(false);
    expect(h.measure(2, 5)).toBe(false);
    expect(h.measure(0, 5)).toBe(true);
    expect(h.measure(0, 5.2)).toBe(false);
  });
});

describe("what is drawn", () => {
  it("covers what is seen, and the spaces add up to the whole", () => {
    const roll = dice(3);
    const h = new Heights(60);
    h.grow(5000);
    for (let i = 0; i < 400; i++) h.measure(Math.floor(roll() * 5000), 30 + roll() * 90);
    for (let i = 0; i < 200; i++) {
      const top = roll() * h.top(5000);
      const r = visible(h, top, top + 900);
      expect(r.above).toBeLessThanOrEqual(top);
      expect(h.top(r.to)).toBeGreaterThanOrEqual(Math.min(top + 900, h.top(5000)) - 0.01);
      expect(r.above + (h.top(r.to) - h.top(r.from)) + r.below).toBeCloseTo(h.top(5000), 3);
      expect(r.to - r.from).toBeLessThan(60);
    }
  });

  it("is nothing of nothing", () => {
    expect(visible(new Heights(10), 0, 500)).toEqual({ from: 0, to: 0, above: 0, below: 0 });
  });

  it("costs little in a list of a million", () => {
    const h = new Heights(60);
    h.grow(1_000_000);
    h.measure(999_999, 100);
    expect(h.top(999_999)).toBe(99_999_900);
    expect(visible(h, 50_000_000, 50_000_900).to).toBeLessThan(500_030);
  });
});
