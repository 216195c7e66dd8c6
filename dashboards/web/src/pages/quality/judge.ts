// What the figures of the analysis's quality mean, in words that can be tested.

import type { DriftWeek, Measured, MeasuredPart } from "../../api/nouns";

export const classes = ["negative", "neutral", "positive"] as const;

export interface Mistake {
  truth: number; // index of the class
  said: number;
  share: number;
}

/** The commonest mistake, as a share of what it is made of; null when there is none. */
export function worst(m: Measured): Mistake | null {
  let found: Mistake | null = null;
  (m.confusion ?? []).forEach((row, truth) => row?.forEach((cell, said) => {
    if (truth !== said && cell.n > 0 && (!found || cell.share > found.share)) found = { truth, said, share: cell.share };
  }));
  return found;
}

/** Whether the analysis is too sure of itself (+1), too modest (−1), or neither by more than a hair. */
export function boast(m: Measured): -1 | 0 | 1 {
  let stated = 0, right = 0, n = 0;
  for (const b of m.calibration ?? []) {
    stated += b.stated * b.n;
    right += b.accuracy * b.n;
    n += b.n;
  }
  const off = n ? (stated - right) / n : 0;
  return Math.abs(off) < 0.03 ? 0 : off > 0 ? 1 : -1;
}

/** Whether mentions to check may be chosen by the certainty the analysis states: it is off by less than five points. */
export const believable = (m: Measured): boolean => m.ece < 0.05;

/** The part that is certainly worse than the best one: its interval lies below the other's. */
export function weakest(parts: MeasuredPart[]): MeasuredPart | null {
  const known = parts.filter((p) => p.n >= 10);
  const least = known.reduce<MeasuredPart | null>((a, p) => (a === null || p.accuracy < a.accuracy ? p : a), null);
  return least && known.some((p) => p.interval.low > least.interval.high) ? least : null;
}

export type Change = "same" | "noticed" | "matters";

/** What a population stability index means. */
export const changeOf = (psi: number): Change => (psi >= 0.25 ? "matters" : psi >= 0.1 ? "noticed" : "same");

export interface Drifted {
  week: string;
  what: "sentiment" | "probability" | "length";
  change: Change;
}

/** The strongest change among the latest weeks that are over; null when no weeks could be compared. */
export function drifted(weeks: DriftWeek[], latest = 4): Drifted | null {
  let found: (Drifted & { psi: number }) | null = null;
  for (const w of weeks.filter((x) => x.whole).slice(-latest)) {
    for (const [what, psi] of [["sentiment", w.psi_sentiment], ["probability", w.psi_probability], ["length", w.psi_length]] as const) {
      if (psi !== null && (!found || psi > found.psi)) found = { week: w.week, what, psi, change: changeOf(psi) };
    }
  }
  return found && { week: found.week, what: found.what, change: found.change };
}

/** The name of the ISO week before the one a day lies in: "2026-W46". */
export function weekBefore(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - 7);
  const thursday = new Date(at);
  thursday.setUTCDate(at.getUTCDate() + 4 - (at.getUTCDay() || 7));
  const year = thursday.getUTCFullYear();
  const number = Math.ceil(((thursday.getTime() - Date.UTC(year, 0, 1)) / 86_400_000 + 1) / 7);
  return `${year}-W${String(number).padStart(2, "0")}`;
}
