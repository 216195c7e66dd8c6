// How the counts of a post grew. Pure, so that it can be tested.

import type { Observations } from "../../api/nouns";

export const counted = ["likes", "replies", "shares", "views"] as const;
export type Counted = (typeof counted)[number];

export interface Growth {
  of: Counted;
  points: { at: number; n: number }[]; // looks at which the site told it, oldest first
}

/** The counts that were told at least twice and changed. */
export function growthOf(looks: Observations["items"]): Growth[] {
  return counted
    .map((of) => ({ of, points: looks.filter((o) => o.engagement[of] >= 0).map((o) => ({ at: Date.parse(o.at), n: o.engagement[of] })) }))
    .filter((g) => g.points.some((p) => p.n !== g.points[0]!.n));
}

/** A line through the looks, as the points of an SVG polyline. */
export function line(points: Growth["points"], wide: number, high: number): string {
  const from = points[0]!.at, span = Math.max(1, points.at(-1)!.at - from);
  const top = Math.max(1, ...points.map((p) => p.n)), low = Math.min(...points.map((p) => p.n));
  const scale = Math.max(1, top - low);
  return points.map((p) => `${(((p.at - from) / span) * wide).toFixed(1)},${(high - ((p.n - low) / scale) * high).toFixed(1)}`).join(" ");
}
