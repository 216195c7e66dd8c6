import { expect, test } from "vitest";
import { around, hitSpans } from "./hits";

test("every place a word stands at is found, overlaps are joined", () => {
  expect(hitSpans("退款慢，退款太慢", ["退款", "慢"])).toEqual([{ start: 0, end: 3 }, { start: 4, end: 6 }, { start: 7, end: 8 }]);
  expect(hitSpans("APP闪退", ["app闪", "闪退"])).toEqual([{ start: 0, end: 5 }]);
  expect(hitSpans("aaa", ["aa"])).toEqual([{ start: 0, end: 3 }]);
});

test("an emoji before a hit does not shift it", () => {
  expect(hitSpans("😡😡退款", ["退款"])).toEqual([{ start: 2, end: 4 }]);
});

test("nothing searched or nothing there is no hit", () => {
  expect(hitSpans("退款", [])).toEqual([]);
  expect(hitSpans("退款", ["", "换货"])).toEqual([]);
});

test("a hit far behind is brought into view", () => {
  const text = "好".repeat(500) + "退款" + "好".repeat(100);
  const cut = around(text, hitSpans(text, ["退款"]), 220);
  expect(cut.text).toContain("退款");
  expect(cut.from).toBeGreaterThan(0);
  expect(around("短", [], 220)).toEqual({ text: "短", from: 0 });
  expect(Array.from(around("好".repeat(500), [], 220).text).length).toBe(221);
});
