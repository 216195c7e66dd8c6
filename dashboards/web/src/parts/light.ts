// Very long curves, made light enough to be drawn and moved over without a jerk.

/** More points than this a curve need not have on any screen. */
export const manyPoints = 4000;

/** thin chooses at most `limit` of the points of a curve, by their indices, so that it looks the same: the first, the last, and of
 * each stretch the point that spans the largest triangle with its neighbours (largest triangle three buckets, Steinarsson 2013).
 * A point without value ends no stretch: it is left out unless a stretch has no other. */
export function thin(values: readonly (number | null)[], limit: number): number[] {
  const n = values.length;
  if (n <= limit || limit < 3) return Array.from({ length: n }, (_, i) => i);
  const chosen = [0];
  const width = (n - 2) / (limit - 2);
  let last = 0;
  for (let stretch = 0; stretch < limit - 2; stretch++) {
    const from = Math.floor(stretch * width) + 1;
    const to = Math.floor((stretch + 1) * width) + 1;
    const next = mean(values, to, Math.min(n, Math.floor((stretch + 2) * width) + 1));
    let best = from;
    let widest = -1;
    for (let i = from; i < to; i++) {
      const v = values[i];
      if (v === null || v === undefined) continue;
      const area = Math.abs((last - next.x) * (v - (values[last] ?? 0)) - (last - i) * (next.y - (values[last] ?? 0)));
      if (area > widest) {
        widest = area;
        best = i;
      }
    }
    chosen.push(best);
    last = best;
  }
  chosen.push(n - 1);
  return chosen;
}

function mean(values: readonly (number | null)[], from: number, to: number): { x: number; y: number } {
  let sum = 0;
  let n = 0;
  for (let i = from; i < to; i++) {
    const v = values[i];
    if (v === null || v === undefined) continue;
    sum += v;
    n++;
  }
  return { x: (from + to - 1) / 2, y: n > 0 ? sum / n : 0 };
}

interface Series {
  type?: string;
  data?: unknown;
  [more: string]: unknown;
}

/** lighten has the chart draw a line of very many points by those that matter on the screen at hand, bars in one go, and neither
 * with a mark for each point. What has few points stays as it is. */
export function lighten<O extends object>(option: O): O {
  const given: unknown = "series" in option ? option.series : undefined;
  const all = Array.isArray(given) ? (given as Series[]) : given ? [given as Series] : [];
  if (!all.some(heavy)) return option;
  return { ...option, series: all.map((s) => (heavy(s) ? light(s) : s)) };
}

function heavy(s: Series): boolean {
  return Array.isArray(s.data) && s.data.length > manyPoints;
}

function light(s: Series): Series {
  switch (s.type) {
    case "line":
      return { sampling: "lttb", ...s, showSymbol: false, smooth: false };
    case "bar":
      return { ...s, large: true, largeThreshold: manyPoints };
    default:
      return { progressive: 2000, progressiveThreshold: manyPoints, ...s };
  }
}
