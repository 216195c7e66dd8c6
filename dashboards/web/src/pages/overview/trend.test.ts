import { describe, expect, it } from "vitest";
import type { Trend, TrendPoint } from "../../api/nouns";
import { axisLabel, gaps, lanes, missingIn, missingSources, nsrLine, wallTime } from "./trend";

const point = (positive: number, negative: number, coverage = 1): TrendPoint =>
  ({ at: "2026-01-31T00:00:00Z", total: positive + negative, positive, negative, neutral: 0, complaints: 0, nsr: null, coverage });

describe("the line of net sentiment", () => {
  it("is each day's own for days", () => {
    expect(nsrLine([point(8, 2), point(2, 8)], "day")).toEqual([0.6, -0.6]);
  });
  it("is the sum of the last 24 hours for hours, and forgets the 25th", () => {
    const line = nsrLine([point(10, 0), ...Array.from({ length: 24 }, () => point(0, 1))], "hour");
    expect(line[23]).toBeCloseTo((10 - 23) / 33);
    expect(line[24]).toBe(-1);
  });
  it("breaks where hardly anybody took sides", () => {
    expect(nsrLine([point(2, 2), point(3, 2)], "day")).toEqual([null, 0.2]);
  });
  it("breaks where nothing was collected", () => {
    expect(nsrLine([point(9, 1, 0), point(9, 1, 0.5)], "day")).toEqual([null, 0.8]);
  });
});

describe("stretches nobody listened to", () => {
  it("joins neighbours and means their coverage", () => {
    expect(gaps([point(1, 1), point(1, 1, 0.5), point(0, 0, 0), point(1, 1), point(1, 1, 0.25)])).toEqual([
      { from: 1, to: 3, coverage: 0.25 }, { from: 4, to: 5, coverage: 0.25 }]);
  });
  it("takes rounding for full", () => expect(gaps([point(1, 1, 0.9995)])).toEqual([]));
});

describe("who was not heard", () => {
  const at = (hour: number) => new Date(Date.parse("2026-01-31T00:00:00Z") + hour * 3_600_000).toISOString();
  const unheard = (source: string, from: number, to: number) => ({ source, from: at(from), to: at(to), open: false, lost: true, trouble: "", missing: "" }) as Trend["unheard"][number];
  const trend: Trend = {
    step: "hour", alerts: [], points: [1, 0.5, 0.2, 1].map((coverage, i) => ({ ...point(1, 1, coverage), at: at(i) })),
    unheard: [unheard("forum", 1.5, 3.5), unheard("shop", 1, 1.25), unheard("forum", 1, 1.25)],
  };
  it("is named for each bucket that is not fully covered", () => {
    expect([0, 1, 2, 3, 9].map((i) => missingIn(trend, i))).toEqual([[], ["forum", "shop"], ["forum"], [], []]);
  });
  it("is summed up over what is hatched, the longest first", () => {
    expect(missingSources(trend)).toEqual([{ source: "forum", ms: 1.75 * 3_600_000 }, { source: "shop", ms: 0.25 * 3_600_000 }]);
    expect(missingSources({ ...trend, points: trend.points.slice(0, 1) })).toEqual([]);
  });
});

describe("the lane of incidents", () => {
  const alert = (id: string, from: string, to: string | null) =>
    ({ id, started_at: from, resolved_at: to, level: "red", brand: "", headline: "", history: false, state: to ? "resolved" : "open", topic: "" }) as Trend["alerts"][number];
  const end = Date.parse("2026-01-31T00:00:00Z");

  it("gives overlapping incidents rows of their own and reuses a row that is free again", () => {
    const laid = lanes([
      alert("b", "2026-01-02T00:00:00Z", "2026-01-05T00:00:00Z"),
      alert("a", "2026-01-01T00:00:00Z", "2026-01-03T00:00:00Z"),
      alert("c", "2026-01-04T00:00:00Z", null),
    ], end);
    expect(laid.map((l) => [l.alert.id, l.row])).toEqual([["a", 0], ["b", 1], ["c", 0]]);
    expect(laid[2]!.to).toBe(end);
  });
  it("never takes more rows than there is room for", () => {
    const all = Array.from({ length: 6 }, (_, i) => alert(String(i), "2026-01-01T00:00:00Z", null));
    expect(Math.max(...lanes(all, end, 3).map((l) => l.row))).toBe(2);
  });
});

it("puts the server's midnight at midnight", () => {
  expect(new Date(wallTime(new Date("2026-01-30T16:00:00Z"), "Asia/Shanghai")).toISOString()).toBe("2026-01-31T00:00:00.000Z");
});

it.each([
  ["2026-01-31T00:00:00Z", "1月31日", "Jan 31"],
  ["2026-01-31T06:00:00Z", "06:00", "06:00"],
])("labels %s as %s / %s", (at, zh, en) => {
  expect(axisLabel(Date.parse(at), true)).toBe(zh);
  expect(axisLabel(Date.parse(at), false)).toBe(en);
});
