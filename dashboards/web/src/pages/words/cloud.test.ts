import { describe, expect, it, vi } from "vitest";
import type { Cloud, CloudWord } from "../../api/nouns";
import { breadth, lay, rising, sayCloud, sizes, timesAsMany } from "./cloud";
import { useCloudWords } from "./words";

vi.mock("../../i18n/language", () => ({ useLanguage: () => "zh" }));
const zh = useCloudWords();

const word = (text: string, part: Partial<CloudWord> = {}): CloudWord => ({ word: text, n: 10, negative: 0, positive: 0, before: 0, weight: 1, moved: "same", tone: "mixed", discovery: "", ...part });
const many = Array.from({ length: 80 }, (_, i) => word(["排队", "封口膜", "app", "小程序打不开"][i % 4]! + i, { weight: 100 / (i + 1) }));
const cloud = (items: CloudWord[], part: Partial<Cloud> = {}): Cloud => ({
  from: "", to: "", before_from: "", before_to: "", coverage: 1, coverage_before: 1, against: "before", all: 100, all_against: 100, items, ...part,
});

describe("the layout", () => {
  it("puts no word over another and none outside", () => {
    for (const [width, height] of [[320, 340], [800, 560], [1600, 640]] as const) {
      const placed = lay(many, width, height, 12, 40);
      expect(placed.length).toBeGreaterThan(30);
      placed.forEach((p, i) => {
        expect(p.x - p.width / 2).toBeGreaterThanOrEqual(-1);
        expect(p.x + p.width / 2).toBeLessThanOrEqual(width + 1);
        expect(p.y - p.height / 2).toBeGreaterThanOrEqual(-1);
        expect(p.y + p.height / 2).toBeLessThanOrEqual(height + 1);
        for (const q of placed.slice(0, i)) {
          expect(Math.abs(p.x - q.x) * 2 + 2 >= p.width + q.width || Math.abs(p.y - q.y) * 2 + 2 >= p.height + q.height).toBe(true);
        }
      });
    }
  });
  it("is the same every time, so that nothing jumps", () => {
    expect(lay(many, 800, 500, 14, 60)).toEqual(lay(many.map((x) => ({ ...x })), 800, 500, 14, 60));
  });
  it("leaves out what finds no room, and the heaviest stands in the middle", () => {
    const placed = lay(many, 200, 80, 14, 30);
    expect(placed.length).toBeLessThan(many.length);
    expect(placed[0]).toMatchObject({ word: many[0], x: 100, y: 40 });
    expect(lay([word("一个放不下的很长很长的词")], 40, 40, 14, 30)).toEqual([]);
  });
  it("makes heavier words larger, within bounds, and all alike when nothing weighs anything", () => {
    const s = sizes(many, 12, 40);
    expect(s[0]).toBe(40);
    expect(Math.min(...s)).toBe(12);
    expect([...s].sort((a, b) => b - a)).toEqual(s);
    expect(sizes([word("a", { weight: 0 })], 12, 40)).toEqual([12]);
    expect(breadth("排队")).toBeGreaterThan(breadth("ab"));
  });
});

describe("the sentence above the cloud", () => {
  const up = word("钢丝", { n: 60, moved: "up", tone: "negative", negative: 60 });
  it("names what is said more than before, and what in anger", () => {
    expect(sayCloud(cloud([word("奶茶"), up]), zh)).toBe("比上期说得明显更多的是“钢丝”（首位 60 条，上期 0 条）。带着不满说得最多的是“钢丝”。");
    expect(sayCloud(cloud([up], { against: "brands" }), zh)).toContain("比其他品牌说得明显更多的是“钢丝”");
  });
  it("says so when nothing rose, nothing can be compared, nothing was said", () => {
    expect(sayCloud(cloud([word("奶茶")]), zh)).toBe("没有词的变化超出偶然；最突出的是“奶茶”。");
    expect(sayCloud(cloud([word("奶茶")], { all_against: 0 }), zh)).toBe("最突出的词是“奶茶”；没有可对比的数据。");
    expect(sayCloud(cloud([]), zh)).toBe("没有可以成词的内容。");
    expect(sayCloud(cloud([], { all: 0 }), zh)).toBe("这段时间没有提及。");
  });
  it("takes as rising only what the server's test calls so, the largest gain first", () => {
    expect(rising([word("a", { n: 9 }), up, word("b", { n: 90, before: 70, moved: "up" }), word("c", { moved: "down" })]).map((x) => x.word)).toEqual(["钢丝", "b"]);
  });
  it("sets shares side by side, not counts, and no factor against nobody", () => {
    expect(timesAsMany(word("a", { n: 10, before: 10 }), { all: 100, all_against: 500 })).toBe(5);
    expect(timesAsMany(up, { all: 100, all_against: 500 })).toBeNull();
  });
});
