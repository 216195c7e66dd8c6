// How shops are ordered and what is said of how sure a place in the ranking is.

import type { StoreRank } from "../../api/nouns";

export const sorts = ["rate", "n", "change"] as const;
export type Sort = (typeof sorts)[number];

type Ranked = Pick<StoreRank, "rate" | "n" | "raw" | "before_raw" | "key">;

/** Shops in an order; those nobody names come last, and what ties stays as the server ordered it. */
export function ordered<T extends Ranked>(items: readonly T[], sort: Sort): T[] {
  const change = (s: Ranked) => (s.raw === null || s.before_raw === null ? -Infinity : s.raw - s.before_raw);
  const by = { rate: (s: Ranked) => s.rate, n: (s: Ranked) => s.n, change }[sort];
  return [...items].sort((a, b) => Number(b.n > 0) - Number(a.n > 0) || (by(b) === by(a) ? 0 : by(b) > by(a) ? 1 : -1));
}

/** What is worth saying of a shop's place: that it is likely the worst, the best, or surely worse than the mean. */
export function chance(s: Pick<StoreRank, "worst" | "best" | "above">): { of: "worst" | "best" | "above"; p: number } | null {
  if (s.worst >= 0.2 && s.worst >= s.best) return { of: "worst", p: s.worst };
  if (s.best >= 0.2) return { of: "best", p: s.best };
  return s.above >= 0.8 ? { of: "above", p: s.above } : null;
}

/** The points of a small curve of negative shares, 0 … 1 from left to right and from below; pieces nobody spoke in are left out. */
export function curve(trend: readonly { n: number; negative: number }[]): { x: number; y: number }[] {
  return trend.flatMap((p, i) => (p.n > 0 ? [{ x: trend.length > 1 ? i / (trend.length - 1) : 0.5, y: p.negative / p.n }] : []));
}
