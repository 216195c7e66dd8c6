// The curve as data for the chart: where the line breaks, where nobody listened. Pure, so that it can be tested.

import type { Trend, TrendPoint } from "../../api/nouns";
import { instant } from "../../format/zone";
import { wall } from "../../format/zone";

/** Fewer mentions with a side than this make no point of the line. */
export const leastSides = 5;

/** Hours summed into one point of the hourly line: single hours jump too much to be read. */
export const rolling = 24;

/**
 * Net sentiment −1…1 per bucket: of the bucket itself for days, of the last 24 buckets for hours. Null where
 * too few took sides or where nothing was collected, so that the line breaks instead of inventing.
 */
export function nsrLine(points: TrendPoint[], step: Trend["step"]): (number | null)[] {
  const width = step === "hour" ? rolling : 1;
  let positive = 0, negative = 0;
  return points.map((p, i) => {
    positive += p.positive;
    negative += p.negative;
    const out = points[i - width];
    if (out) {
      positive -= out.positive;
      negative -= out.negative;
    }
    const sides = positive + negative;
    return sides < leastSides || p.coverage <= 0 ? null : (positive - negative) / sides;
  });
}

/** Below this, a bucket counts as not fully collected; the last per mille is rounding. */
export const covered = 0.999;

export interface Gap {
  from: number; // index of the first bucket
  to: number; // index after the last
  coverage: number; // mean over them
}

/** Stretches that were not fully collected. */
export function gaps(points: TrendPoint[]): Gap[] {
  const found: Gap[] = [];
  points.forEach((p, i) => {
    if (p.coverage >= covered) return;
    const last = found.at(-1);
    if (last && last.to === i) {
      last.coverage = (last.coverage * (last.to - last.from) + p.coverage) / (last.to - last.from + 1);
      last.to = i + 1;
    } else {
      found.push({ from: i, to: i + 1, coverage: p.coverage });
    }
  });
  return found;
}

const stepOf = (t: Pick<Trend, "step">) => (t.step === "hour" ? 3_600_000 : 86_400_000);

/** Which sources were not heard in a bucket that is not fully covered, in the order of the answer. */
export function missingIn(trend: Trend, index: number): string[] {
  const point = trend.points[index];
  if (!point || point.coverage >= covered) return [];
  const from = Date.parse(point.at), to = from + stepOf(trend);
  return [...new Set(trend.unheard.filter((g) => Date.parse(g.from) < to && Date.parse(g.to) > from).map((g) => g.source))];
}

/** Which sources are missing where the curve is hatched, and for how long in milliseconds; the longest first. */
export function missingSources(trend: Trend): { source: string; ms: number }[] {
  const hatched = gaps(trend.points).map((g) => [Date.parse(trend.points[g.from]!.at), Date.parse(trend.points[g.to - 1]!.at) + stepOf(trend)] as const);
  const lost = new Map<string, number>();
  for (const g of trend.unheard) {
    for (const [from, to] of hatched) {
      const ms = Math.min(to, Date.parse(g.to)) - Math.max(from, Date.parse(g.from));
      if (ms > 0) lost.set(g.source, (lost.get(g.source) ?? 0) + ms);
    }
  }
  return [...lost].map(([source, ms]) => ({ source, ms })).sort((a, b) => b.ms - a.ms || a.source.localeCompare(b.source));
}

/** Puts incidents into as few rows as do not overlap: the lane above the bars. At most `rows`; later ones share the last. */
export function lanes(alerts: Trend["alerts"], end: number, rows = 3): { alert: Trend["alerts"][number]; row: number; from: number; to: number }[] {
  const free: number[] = [];
  return [...alerts]
    .sort((a, b) => Date.parse(a.started_at) - Date.parse(b.started_at))
    .map((alert) => {
      const from = Date.parse(alert.started_at);
      const to = instant(alert.resolved_at)?.getTime() ?? end;
      let row = free.findIndex((until) => until <= from);
      if (row < 0) row = Math.min(free.length, rows - 1);
      free[row] = Math.max(free[row] ?? 0, to);
      return { alert, row, from, to };
    });
}

/** What stands under the axis at a wall time: the day at midnight, else the hour. Charts would name months in the browser's language. */
export function axisLabel(wall: number, zh: boolean): string {
  const at = new Date(wall);
  if (at.getUTCHours() > 0 || at.getUTCMinutes() > 0) return at.toISOString().slice(11, 16);
  if (zh) return `${at.getUTCMonth() + 1}月${at.getUTCDate()}日`;
  return `${at.toLocaleString("en-US", { month: "short", timeZone: "UTC" })} ${at.getUTCDate()}`;
}

/**
 * The wall clock of the zone written as if it were UTC: charts know only UTC and the browser's zone, and
 * midnight must stand where the server's midnight is.
 */
export function wallTime(at: Date, zone: string): number {
  const w = wall(at, zone);
  return Date.UTC(w.year, w.month - 1, w.day, w.hour, w.minute, w.second);
}
