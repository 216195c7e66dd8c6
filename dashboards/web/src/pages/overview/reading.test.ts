import { describe, expect, it } from "vitest";
import type { Branch, Group, Meta, TopicTree, Trend } from "../../api/nouns";
import { byPlatform, hottest, outside, points, rising, sayEffect, sayHot, sayUsual, whatChanged, type Usual } from "./reading";
import type { OverviewWords } from "./words";

const hour = (n: number) => new Date(Date.UTC(2026, 0, 31, n)).toISOString();
const trendOf = (totals: number[], coverage = 1) => ({ step: "hour", points: totals.map((total, i) => ({ at: hour(i), total, coverage })) }) as unknown as Trend;
const usualOf = (bands: ([number, number] | null)[]): Usual => ({ step: "hour", rulers: [], points: bands.map((b, i) => ({ at: hour(i), mean: b ? (b[0] + b[1]) / 2 : null, low: b?.[0] ?? null, high: b?.[1] ?? null })) });
const w = {
  usualNone: "none", sayWithin: "within", sayAbove: (n: number, u: string) => `above ${n} ${u};`, sayBelow: (n: number, u: string) => `below ${n} ${u};`, hours: "h", days: "d",
  rulerModel: "model", rulerEffect: (pt: string) => `negative ${pt} pt`, rulerNoEffect: "unmoved", rulerWords: "words", sayRising: (t: string, x: string, n: string) => `${t} ${x} ${n}`, sayFresh: (t: string, n: string) => `${t} new ${n}`, sayHot: (t: string, n: string) => `hot ${t} ${n}`,
} as unknown as OverviewWords;
const end = Date.parse(hour(3));

describe("what was unusual", () => {
  it.each([
    [[5, 5, 5], 1, ["", "", ""], "within, the ends included"],
    [[9, 5, 5], 1, ["above", "", ""], "above"],
    [[5, 1, 5], 1, ["", "below", ""], "below"],
    [[5, 1, 9], 0.5, ["", "", "above"], "an hour not wholly heard cannot be called low, but it can be called high"],
  ] as const)("%j at coverage %d: %j (%s)", (totals, coverage, want, _why) => {
    expect(outside(trendOf([...totals], coverage), usualOf([[3, 7], [3, 7], [3, 7]]), end)).toEqual(want);
  });

  it("does not call the running hour low before it is over", () => {
    expect(outside(trendOf([5, 5, 0]), usualOf([[3, 7], [3, 7], [3, 7]]), Date.parse(hour(2)) + 60_000)).toEqual(["", "", ""]);
  });

  it("says nothing of hours nothing is expected of", () => {
    expect(outside(trendOf([99]), usualOf([null]), end)).toEqual([""]);
    expect(outside(trendOf([99, 1]), usualOf([[1, 2]]), end)).toEqual(["above", ""]);
  });

  it.each([
    [[5, 5], [[3, 7], [3, 7]], "within"],
    [[9, 1], [[3, 7], [3, 7]], "above 1 h;below 1 h;"],
    [[9, 9], [null, null], "none"],
  ] as const)("%j in %j reads %s", (totals, bands, want) => {
    expect(sayUsual(trendOf([...totals]), usualOf(bands.map((b) => (b ? [b[0], b[1]] : null))), end, w)).toBe(want);
  });

  it("is silent while the answer is on its way", () => expect(sayUsual(trendOf([1]), null, end, w)).toBe(""));
});

describe("another ruler", () => {
  it.each([["tf8-0bec7037", "tf8-11111111", "words"], ["tf8-0bec7037", "tf9-0bec7037", "model"], ["", "tf8-x", "model"]])("%s to %s is other %s", (before, after, want) => {
    expect(whatChanged({ before, after }, w)).toBe(want);
  });
});

describe("what another ruler did", () => {
  it.each([[0.031, "+3.1"], [-0.004, "−0.4"], [0.0004, "±0.0"], [-1, "−100.0"]])("%d of a share are %s points", (share, want) => expect(points(share)).toBe(want));

  it.each([
    [{ change: 0.031, sure: true }, "negative +3.1 pt", "an effect stands on the chart"],
    [{ change: 0.031, sure: false }, "unmoved", "what may be chance is not called an effect"],
    [undefined, "", "what was not measured is not told"],
  ])("%j: %s (%s)", (effect, want, _why) => {
    expect(sayEffect({ at: hour(0), before: "a", after: "b", effect } as unknown as Parameters<typeof sayEffect>[0], w)).toBe(want);
  });
});

const topic = (key: string, n: number, before: number, moved: Branch["moved"], rise: number) => ({ key, title: key, n, before, moved, rise, negative: 0, positive: 0, children: [] }) as unknown as TopicTree["groups"][number];
const tree = (groups: TopicTree["groups"]) => ({ groups });

describe("hot and rising topics", () => {
  const all = tree([{ ...topic("卫生-", 60, 20, "up", 2), children: [topic("卫生-异物", 50, 5, "up", 6), topic("卫生-脏", 10, 15, "same", 0.4)] }, topic("单独", 70, 70, "same", 0.9)]);

  it("ranks topics and not their groups, and one in no group as itself", () => {
    expect(hottest(all).map((b) => b.key)).toEqual(["单独", "卫生-异物", "卫生-脏"]);
    expect(rising(all).map((b) => b.key)).toEqual(["卫生-异物"]);
  });

  it.each([
    [all, "卫生-异物 6.0 50", "the one that rises"],
    [tree([topic("新", 8, 0, "up", 3)]), "新 new 8", "nothing before: no multiple of nothing"],
    [tree([topic("旧", 8, 8, "same", 0.5)]), "hot 旧 8", "nothing rises"],
    [tree([]), "-", "no topics"],
  ])("says %#: %s (%s)", (t, want) => expect(sayHot(t, w, "-")).toBe(want));
});

describe("sources by platform", () => {
  const group = (key: string, n: number, before = 0, negative = 0) => ({ key, title: key, n, before, negative, positive: 0, nsr: null }) as Group;
  const meta = { sources: [{ id: "a", platform: "点评" }, { id: "b", platform: "点评" }, { id: "c", platform: "" }] } as Pick<Meta, "sources">;

  it("adds up, keeps who has none, and changes no row of the answer", () => {
    const rows = [group("a", 5, 4, 3), group("c", 6), group("b", 7, 1, 1), group("gone", 1)];
    expect(byPlatform(rows, meta, (p) => p.toUpperCase()).map((g) => [g.key, g.n, g.before, g.negative, g.ofPlatform])).toEqual([["点评", 12, 5, 4, true], ["c", 6, 0, 0, false], ["gone", 1, 0, 0, false]]);
    expect(rows[0]!.n).toBe(5);
  });
});
