import { describe, expect, it, vi } from "vitest";
import type { Heat, HeatCell } from "../../api/nouns";
import { angriest, busiest, perHour, sayHeat, stateOf, unheard, warmth } from "./heat";
import { useHeatWords } from "./words";

vi.mock("../../i18n/language", () => ({ useLanguage: () => "zh" }));
const zh = useHeatWords();

/** A week in which every hour was heard twice and brought n mentions; change alters cells by their index. */
function week(n: number, change: Record<number, Partial<HeatCell>> = {}, part: Partial<Heat> = {}): Heat {
  const cells = Array.from({ length: 168 }, (_, i): HeatCell => {
    const c = { weekday: Math.floor(i / 24) + 1, hour: i % 24, n, negative: 0, positive: 0, hours: 2, heard: 2, rate: n / 2, negative_low: 0, negative_high: 0.3, ...change[i] };
    return { ...c, rate: "rate" in (change[i] ?? {}) ? c.rate : c.heard > 0 ? c.n / c.heard : null };
  });
  const all = cells.reduce((s, c) => s + c.n, 0), heard = cells.reduce((s, c) => s + c.heard, 0);
  return { from: "", to: "", timezone: "Asia/Shanghai", all, untimed: 0, rate: heard ? all / heard : null, share: all ? 0.2 : null, cells, ...part };
}

describe("what a cell is", () => {
  const [cell] = week(20).cells as [HeatCell];
  it.each([
    ["measured", {}, "volume"], ["quiet", { n: 0, rate: 0 }, "volume"], ["unheard", { heard: 0, rate: null, n: 0 }, "volume"],
    ["outside", { hours: 0, heard: 0, rate: null, n: 0 }, "volume"], ["few", { n: 9 }, "negative"], ["measured", { n: 10 }, "negative"],
  ] as const)("%s", (want, part, measure) => {
    expect(stateOf({ ...cell, ...part }, measure)).toBe(want);
  });
  it("an hour nobody heard is never the colour of zero: it has no warmth and is listed as unheard", () => {
    const h = week(20, { 3: { heard: 0, rate: null, n: 0 }, 4: { hours: 0, heard: 0, rate: null, n: 0 } });
    expect(warmth(h, "volume")(h.cells[3]!)).toBe(0);
    expect(unheard(h).map((c) => c.hour)).toEqual([3]);
  });
  it("is warm by what was said an hour heard, not by what was said", () => {
    const h = week(20, { 0: { n: 20, heard: 1, rate: 20 } });
    expect(warmth(h, "volume")(h.cells[0]!)).toBe(1);
    expect(warmth(h, "volume")(h.cells[1]!)).toBeCloseTo(Math.sqrt(0.5));
  });
});

describe("the sentence above the hours", () => {
  it("names the busiest three hours when they stand out", () => {
    const h = week(4, { 132: { n: 40 }, 133: { n: 40 }, 134: { n: 40 } });
    expect(busiest(h)).toMatchObject({ weekday: 6, from: 12, rate: 20 });
    expect(sayHeat(h, "volume", zh)).toMatch(/^周六 12–15 点声量最高，平均每小时 20 条，是平时的 \d\.\d 倍。$/);
  });
  it("finds them across midnight of a week too", () => {
    expect(busiest(week(1, { 167: { n: 30 }, 0: { n: 30 }, 1: { n: 30 } }))).toMatchObject({ weekday: 7, from: 23 });
  });
  it("calls a flat week flat, and a handful nothing", () => {
    expect(sayHeat(week(4), "volume", zh)).toBe("各时段声量差不多，平均每小时 2 条。");
    expect(sayHeat(week(0, { 5: { n: 3 } }), "volume", zh)).toMatch(/^各时段声量差不多/);
  });
  it("tells an hour as angry only when its share is surely above that of all", () => {
    const angry = { n: 100, negative: 90, negative_low: 0.82 };
    expect(angriest(week(20, { 30: angry }))?.hour).toBe(6);
    expect(sayHeat(week(20, { 30: angry }), "negative", zh)).toBe("周二 6 点负面最集中：100 条里 90% 为负面，全部时段为 20%。");
    expect(sayHeat(week(20, { 30: { n: 8, negative: 8, negative_low: 0.67 } }), "negative", zh)).toBe("没有哪个时段的负面占比明显高于整体（20%）。");
  });
  it("says what is unknown: gaps, and mentions without an hour", () => {
    const text = sayHeat(week(4, { 3: { heard: 0, rate: null, n: 0 } }, { untimed: 39 }), "volume", zh);
    expect(text).toContain("有 1 个时段没有采集到，画斜线，不是零。");
    expect(text).toContain("另有 39 条网站只给出日期，没有计入。");
  });
  it("tells a week nobody heard apart from a silent one", () => {
    const deaf = Object.fromEntries(Array.from({ length: 168 }, (_, i) => [i, { heard: 0, rate: null, n: 0 }]));
    expect(sayHeat(week(0, deaf), "volume", zh)).toBe("这段时间没有采集到任何时段，什么也说不了。");
    expect(sayHeat(week(0), "volume", zh)).toBe("听着，但没有人说话。");
  });
  it("writes rates as people read them", () => {
    expect([0, 0.4, 3, 9.94, 9.96, 12.6].map(perHour)).toEqual(["0", "0.4", "3", "9.9", "10", "13"]);
  });
});
