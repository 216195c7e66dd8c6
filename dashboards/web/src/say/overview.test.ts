import { describe, expect, it } from "vitest";
import type { Group, Numbers, Overview, Trend } from "../api/nouns";
import { Clock } from "../format/time";
import { zh } from "../i18n/zh";
import { countMoved, lowerBound, rankStores, sayAspects, saySources, sayStores, sayTopics, sayTrend, sayVolume, shareMoved } from "./overview";

const clock = new Clock("Asia/Shanghai", "zh", new Date("2026-01-31T06:20:00Z"));

function numbers(total: number, negative: number): Numbers {
  return {
    total, negative, neutral: total - negative, positive: 0, complaints: 0, authors: total, nsr: null,
    negative_share: total ? negative / total : null, negative_low: null, negative_high: null, complaint_rate: null,
  };
}
const overview = (now: [number, number], before: [number, number]): Overview =>
  ({ ...numbers(...now), open_orders: 0, before: numbers(...before) });

const group = (title: string, n: number, negative: number, before: number): Group =>
  ({ key: title, title, n, negative, positive: n - negative, nsr: null, before });

describe("what the headline says", () => {
  it.each([
    [[0, 0], [10, 1], "这段时间没有符合条件的提及。", "nothing said"],
    [[12, 12], [500, 20], "仅 12 条，样本太少，先看原文，不下结论。", "twelve mentions carry no conclusion, however red"],
    [[1000, 250], [500, 60], "声量 1,000 条，比上期多 100%；负面占 25.0%，升 13.0 个百分点，超出抽样波动。", "twice as much and worse"],
    [[2100, 500], [100, 20], "声量 2,100 条，是上期的 21.0 倍；负面占 23.8%，与上期的差别在抽样波动之内。", "twenty-one times reads better than 2,000 %"],
    [[500, 60], [1000, 250], "声量 500 条，比上期少 50%；负面占 12.0%，降 13.0 个百分点，超出抽样波动。", "half and better"],
    [[1010, 200], [1000, 190], "声量 1,010 条，与上期持平；负面占 19.8%，与上期的差别在抽样波动之内。", "ten more of a thousand is no change"],
    [[100, 20], [0, 0], "声量 100 条，上期没有数据；负面占 20.0%。", "nothing to compare with"],
  ] as const)("%o against %o: %s (%s)", (now, before, want, _why) => {
    expect(sayVolume(overview([...now], [...before]), zh)).toBe(want);
  });
});

describe("when a change is a change", () => {
  it("knows the textbook case: 60 of 200 against 40 of 200 differs at 5 %", () => {
    expect(shareMoved(60, 200, 40, 200)).toBe("up"); // z = 2.31
    expect(shareMoved(55, 200, 40, 200)).toBe("same"); // z = 1.77
    expect(shareMoved(40, 200, 60, 200)).toBe("down");
  });
  it("does not judge few, all or none", () => {
    expect(shareMoved(29, 29, 0, 500)).toBe("same");
    expect(shareMoved(100, 100, 100, 100)).toBe("same");
    expect(shareMoved(0, 100, 0, 100)).toBe("same");
  });
  it("counts by their own noise", () => {
    expect(countMoved(8, 4)).toBe("same");
    expect(countMoved(80, 40)).toBe("up");
    expect(countMoved(0, 9)).toBe("down");
    expect(countMoved(0, 0)).toBe("same");
  });
});

describe("what the curve says", () => {
  const point = (at: string, total: number, negative: number, coverage = 1) =>
    ({ at, total, negative, neutral: 0, positive: total - negative, complaints: 0, nsr: null, coverage });
  const trend = (...points: Trend["points"]): Trend => ({ step: "hour", points, alerts: [], unheard: [] });

  it("names the peak", () => {
    expect(sayTrend(trend(point("2026-01-31T04:00:00Z", 5, 1), point("2026-01-31T05:00:00Z", 20, 15)), clock, zh))
      .toBe("最高峰在13:00，20 条，其中负面 75%。");
  });
  it("says how long nobody listened, partial hours added up", () => {
    expect(sayTrend(trend(point("2026-01-31T04:00:00Z", 5, 1), point("2026-01-31T05:00:00Z", 0, 0, 0), point("2026-01-31T06:00:00Z", 1, 0, 0.25)), clock, zh))
      .toContain("有 2 小时没有采全");
  });
  it("has nothing to say of silence", () => {
    expect(sayTrend(trend(point("2026-01-31T04:00:00Z", 0, 0)), clock, zh)).toBe(zh.say.none);
  });
});

describe("what the lists say", () => {
  it("names the topic that grew most, not the one that is largest", () => {
    expect(sayTopics([group("好喝", 500, 5, 510), group("异物", 42, 40, 3)], zh)).toBe("“异物”增加最多：42 条，上期 3 条，负面 95%。");
  });
  it("tells a new topic from a grown one", () => {
    expect(sayTopics([group("异物", 12, 12, 0)], zh)).toContain("新出现");
  });
  it("does not make a trend of three against one", () => {
    expect(sayTopics([group("好喝", 50, 5, 48), group("洒漏", 3, 3, 1)], zh)).toContain("没有话题明显上升");
  });
  it("leaves out aspects that were hardly judged", () => {
    expect(sayAspects([group("环境", 4, 4, 0), group("等待", 40, 30, 0)], zh)).toBe("“等待”最招怨：40 次评价里负面占 75%。");
    expect(sayAspects([group("环境", 4, 4, 0)], zh)).toBe(zh.say.aspectFew);
  });
  it("says so when everything is liked", () => {
    expect(sayAspects([group("口味", 100, 10, 0)], zh)).toContain("都以好评为主");
  });
  it("names who brings the volume and who changed", () => {
    expect(saySources([group("笔记", 60, 0, 62), group("论坛", 40, 0, 5)], zh)).toBe("“笔记”占声量的 60%；变化最大的是“论坛”，多了 35 条。");
    expect(saySources([group("笔记", 60, 0, 62)], zh)).toBe("“笔记”占声量的 100%。");
    expect(saySources([group("笔记", 90, 0, 30), group("论坛", 10, 0, 9)], zh)).toBe("“笔记”占声量的 90%，比上期多了 60 条。");
  });
  it("ranks sixty of a hundred above three of three", () => {
    expect(rankStores([group("小店", 3, 3, 0), group("大店", 100, 60, 0)]).map((s) => s.title)).toEqual(["大店", "小店"]);
    expect(lowerBound(60, 100)).toBeCloseTo(0.502, 3);
    expect(lowerBound(3, 3)).toBeCloseTo(0.4385, 4);
  });
  it("accuses no shop whose share chance explains", () => {
    expect(sayStores([group("甲", 50, 11, 0), group("乙", 50, 10, 0)], zh)).toBe(zh.say.storeFine);
    expect(sayStores([group("甲", 100, 60, 0), group("乙", 100, 10, 0)], zh)).toContain("甲最需要关注");
  });
});
