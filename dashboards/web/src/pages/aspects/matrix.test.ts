import { describe, expect, it, vi } from "vitest";
import type { AspectMatrix, MatrixCell, MatrixRow } from "../../api/nouns";
import { blocks, sayMatrix, shade } from "./matrix";
import { useAspectWords } from "./words";

vi.mock("../../i18n/language", () => ({ useLanguage: () => "zh" }));
const zh = useAspectWords();

const row = (key: string, negative: number, positive: number, part: Partial<MatrixRow> = {}): MatrixRow => ({
  key, title: key, n: negative + positive, negative, positive, neutral: 0, nsr: negative + positive ? (positive - negative) / (positive + negative) : null,
  negative_share: null, negative_low: null, negative_high: null, before: 0, before_negative: 0, moved: "same", share_moved: "same", rise: 0,
  group: key.endsWith("."), cells: [], words: [], ...part,
});
const matrix = (rows: MatrixRow[], part: Partial<AspectMatrix> = {}): AspectMatrix => ({
  from: "", to: "", before_from: "", before_to: "", coverage: 1, coverage_before: 1, by: "polarity", columns: [], rows, ...part,
});
const cell = (nsr: number | null, few = false): MatrixCell => ({ n: 20, negative: 0, positive: 0, nsr, few });

describe("the sentence above the matrix", () => {
  it("names what is judged worst with its words, and what is liked", () => {
    const rows = [row("服务.", 95, 15), row("服务.等位", 90, 10, { words: [{ word: "太久", n: 40, negative: 40, positive: 0 }] }), row("口味", 10, 90)];
    expect(sayMatrix(matrix(rows), zh)).toBe("评价最差的是“服务.等位”：100 条表态里 90% 为负面，最常说“太久”。最受认可的是“口味”，90% 为正面。");
  });
  it("does not call worst what hardly anybody judges", () => {
    const text = sayMatrix(matrix([row("停车", 3, 0), row("口味", 400, 600), row("小事", 12, 0)]), zh);
    expect(text).toMatch(/^没有方面是负面居多；得分最低的是“口味”/);
    expect(sayMatrix(matrix([row("停车", 3, 0)]), zh)).toBe("评价太少，还看不出好坏。");
    expect(sayMatrix(matrix([]), zh)).toBe("这段时间没有人评价具体的方面。");
  });
  it("by brand names the widest gap among cells that are judged often enough", () => {
    const columns = ["甲", "乙", "丙"].map((title) => ({ key: title, title, n: 100 }));
    const rows = [row("口味", 40, 60, { cells: [cell(0.5), cell(-0.2), cell(-1, true)] }), row("价格", 40, 60, { cells: [cell(0.1), cell(0), cell(null)] })];
    expect(sayMatrix(matrix(rows, { by: "brand", columns }), zh)).toContain("差距最大的是“口味”：甲 ");
    expect(sayMatrix(matrix(rows, { by: "brand", columns }), zh)).toContain("乙 ");
  });
});

describe("the order of the matrix", () => {
  const rows = [row("服务.", 60, 40), row("服务.态度", 10, 30), row("服务.等位", 50, 10), row("服务.停车", 2, 0), row("独立", 0, 20), row("空.", 0, 0)];
  const keys = (sort: Parameters<typeof blocks>[1]) => blocks(rows, sort).map((b) => `${b.head.key}(${b.rows.map((r) => r.key.slice(3)).join()})`);
  it("keeps aspects under their group, and those few judge at the end", () => {
    expect(keys("said")).toEqual(["服务.(等位,态度,停车)", "独立()"]);
    expect(keys("worst")).toEqual(["服务.(等位,态度,停车)", "独立()"]);
    expect(keys("best")).toEqual(["独立()", "服务.(态度,等位,停车)"]);
  });
});

it("colours a score by how far it is from balance, and not at all when few judge", () => {
  expect(shade(-1, false)).toEqual({ tone: "negative", deep: 70 });
  expect(shade(0.5, false).tone).toBe("positive");
  expect(shade(0.01, false).tone).toBe("none");
  expect(shade(-1, true)).toEqual({ tone: "none", deep: 0 });
  expect(shade(null, false).tone).toBe("none");
});
