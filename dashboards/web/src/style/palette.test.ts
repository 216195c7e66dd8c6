import { describe, expect, it } from "vitest";
import { palettes, type Palette } from "./palette";

/** WCAG 2.2 relative luminance of "#rrggbb". */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (hi + 0.05) / (lo + 0.05);
}

const text: (keyof Palette)[] = ["ink", "inkSoft", "inkFaint", "accent", "negative", "positive", "red", "orange", "yellow", "blue"];
const grounds: (keyof Palette)[] = ["ground", "surface", "raised"];
const pairs: [keyof Palette, keyof Palette][] = [
  ["ink", "negativeSoft"], ["ink", "positiveSoft"], ["ink", "neutralSoft"], ["ink", "accentSoft"], ["inkFaint", "accentSoft"], ["inkSoft", "accentSoft"],
  ["negative", "negativeSoft"], ["positive", "positiveSoft"], ["accent", "accentSoft"], ["inkSoft", "neutralSoft"],
  ["red", "redSoft"], ["orange", "orangeSoft"], ["yellow", "yellowSoft"], ["blue", "blueSoft"],
];

describe.each(Object.entries(palettes))("the %s palette", (_, p) => {
  it.each(text.flatMap((t) => grounds.map((g) => [t, g] as const)))("reads %s on %s at 4.5:1 or better", (t, g) => {
    expect(contrast(p[t], p[g])).toBeGreaterThanOrEqual(4.5);
  });
  it.each(pairs)("reads %s on %s at 4.5:1 or better", (t, g) => {
    expect(contrast(p[t], p[g])).toBeGreaterThanOrEqual(4.5);
  });
  it.each([["surface", "accent"], ["surface", "red"]] as const)("reads %s letters on a button of %s at 4.5:1 or better", (t, g) => {
    expect(contrast(p[t], p[g])).toBeGreaterThanOrEqual(4.5);
  });
  it.each((["negative", "positive", "accent", "inkSoft", "orange"] as const).flatMap((mark) => grounds.map((g) => [mark, g] as const)))("sees %s marks, lines and the ring of the focus on %s at 3:1 or better", (mark, g) => {
    expect(contrast(p[mark], p[g])).toBeGreaterThanOrEqual(3);
  });
  it("tells the three sentiments apart by brightness too, for eyes that see no colour", () => {
    const grey = [luminance(p.negative), luminance(p.neutral)];
    expect(Math.abs(grey[0]! - grey[1]!)).toBeGreaterThan(0.12);
  });
});
