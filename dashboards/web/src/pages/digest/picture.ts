// The geometry of a letter's small pictures. Pure, so that it can be tested.

import type { DigestChart } from "../../api/nouns";

export const wide = 640, high = 180, foot = 22, side = 34;

/** The largest value of a chart, never 0: an empty one has an axis too. */
export function top(chart: DigestChart): number {
  let most = 0;
  for (const s of chart.series) for (const v of s.values) most = Math.max(most, v ?? 0);
  return most > 0 ? most : 1;
}

/** Where a point stands. */
export function at(chart: DigestChart, index: number, value: number): { x: number; y: number } {
  const steps = Math.max(1, chart.labels.length - 1);
  return { x: side + ((wide - side - 8) * index) / steps, y: (high - foot) * (1 - value / top(chart)) + 6 };
}

/** The path of one line; what is not known is a gap in it. */
export function path(chart: DigestChart, values: readonly (number | null)[]): string {
  let d = "", pen = false;
  values.forEach((v, i) => {
    if (v === null) {
      pen = false;
      return;
    }
    const p = at(chart, i, v);
    d += `${pen ? "L" : "M"}${p.x.toFixed(1)} ${p.y.toFixed(1)}`;
    pen = true;
  });
  return d;
}

/** Which labels of the axis are written: as many as fit beside each other, the last one always. */
export function written(labels: readonly string[], most = 8): number[] {
  if (labels.length <= most) return labels.map((_, i) => i);
  const step = Math.ceil(labels.length / most);
  const list = [];
  for (let i = labels.length - 1; i >= 0; i -= step) list.unshift(i);
  return list;
}

/** Points with nothing known on either side: no line shows them. */
export function alone(values: readonly (number | null)[]): number[] {
  return values.flatMap((v, i) => (v !== null && (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null ? [i] : []));
}
