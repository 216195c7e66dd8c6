import { describe, expect, it } from "vitest";
import { Clock } from "./time";

const now = new Date("2026-01-31T06:20:00Z"); // Saturday 14:20 in Shanghai
const zh = new Clock("Asia/Shanghai", "zh", now);
const en = new Clock("Asia/Shanghai", "en", now);
const at = (iso: string) => new Date(iso);

describe("times in words", () => {
  it.each([
    ["2026-01-31T06:05:00Z", "14:05", "14:05", "today needs no day"],
    ["2026-01-30T17:00:00Z", "01:00", "01:00", "still today in Shanghai although yesterday in UTC"],
    ["2026-01-30T06:05:00Z", "昨天 14:05", "yesterday 14:05", "yesterday is a word"],
    ["2026-01-29T06:05:00Z", "1月29日 14:05", "Jan 29 14:05", "this year needs no year"],
    ["2025-12-31T06:05:00Z", "2025年12月31日 14:05", "Dec 31, 2025 14:05", "last year does"],
  ])("%s is %s / %s: %s", (iso, wantZh, wantEn) => {
    expect(zh.moment(at(iso))).toBe(wantZh);
    expect(en.moment(at(iso))).toBe(wantEn);
  });

  it.each([
    ["2026-01-31T06:19:40Z", "刚刚", "just now"],
    ["2026-01-31T06:20:30Z", "即将", "any moment"],
    ["2026-01-31T06:17:00Z", "3 分钟前", "3 min ago"],
    ["2026-01-31T03:00:00Z", "3 小时 20 分前", "3 h 20 min ago"],
    ["2026-01-30T06:20:00Z", "1 天前", "1 d ago"],
    ["2026-01-31T06:50:00Z", "30 分钟后", "in 30 min"],
    ["2026-01-20T00:00:00Z", "11 天前", "11 d ago"],
  ])("%s is %s / %s", (iso, wantZh, wantEn) => {
    expect(zh.relative(at(iso))).toBe(wantZh);
    expect(en.relative(at(iso))).toBe(wantEn);
  });

  it("names the weekday of the zone", () => {
    expect(zh.dayAndWeekday(at("2026-01-31T17:00:00Z"))).toBe("2月1日 周日");
  });

  it("says a span of one day with one date", () => {
    expect(zh.span(at("2026-01-31T01:00:00Z"), at("2026-01-31T02:00:00Z"))).toBe("1月31日 09:00–10:00");
  });
});
