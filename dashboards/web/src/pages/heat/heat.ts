// What the hours say. Nothing here knows the page.

import type { Heat, HeatCell } from "../../api/nouns";
import { count, percent } from "../../format/number";
import type { HeatWords } from "./words";

export type Measure = "volume" | "negative";

/** Fewer mentions than this say nothing of a share. */
export const fewMentions = 10;

/** What a cell is: measured, quiet for sure, not heard, not in the window at all, or too little to tell a share of. */
export type CellState = "measured" | "quiet" | "unheard" | "outside" | "few";

export function stateOf(c: HeatCell, measure: Measure): CellState {
  if (c.hours <= 0) return "outside";
  if (c.rate === null) return "unheard";
  if (c.n === 0) return "quiet";
  if (measure === "negative" && c.n < fewMentions) return "few";
  return "measured";
}

/** How warm a cell is, 0…1: by volume against the busiest hour, by share against what all hours have. */
export function warmth(h: Heat, measure: Measure): (c: HeatCell) => number {
  const top = Math.max(0, ...h.cells.map((c) => c.rate ?? 0));
  return (c) => {
    if (stateOf(c, measure) !== "measured") return 0;
    if (measure === "volume") return top > 0 ? Math.sqrt(c.rate! / top) : 0;
    return c.negative / c.n;
  };
}

/** A block of hours is found as what stands out: the busiest run of three, across midnight too. */
export function busiest(h: Heat): { weekday: number; from: number; n: number; rate: number } | null {
  let best: ReturnType<typeof busiest> = null;
  const run = 3;
  for (let i = 0; i < h.cells.length; i++) {
    const cells = Array.from({ length: run }, (_, k) => h.cells[(i + k) % h.cells.length]!);
    if (cells.some((c) => c.rate === null)) continue;
    const n = cells.reduce((sum, c) => sum + c.n, 0), heard = cells.reduce((sum, c) => sum + c.heard, 0);
    if (heard > 0 && n > 0 && (!best || n / heard > best.rate)) best = { weekday: cells[0]!.weekday, from: cells[0]!.hour, n, rate: n / heard };
  }
  return best;
}

/** The hour whose negative share is surely above that of all, by the lower end of its interval. */
export function angriest(h: Heat): HeatCell | null {
  const share = h.share ?? 0;
  const sure = h.cells.filter((c) => stateOf(c, "negative") === "measured" && (c.negative_low ?? 0) > share);
  return sure.sort((a, b) => (b.negative_low ?? 0) - (a.negative_low ?? 0))[0] ?? null;
}

/** Hours of the week the window holds but nobody listened in. */
export const unheard = (h: Heat): HeatCell[] => h.cells.filter((c) => stateOf(c, "volume") === "unheard");

/** Whether an hour is out of the ordinary: fewer than this are chance. */
const standsOut = 1.3;

/** When people speak most, or when they are angriest; and what of the week is unknown. */
export function sayHeat(h: Heat, measure: Measure, w: HeatWords): string {
  if (h.cells.every((c) => c.rate === null)) return w.saysUnheard;
  if (h.all === 0) return w.saysQuiet;
  let text: string;
  if (measure === "negative") {
    const c = angriest(h);
    text = c ? w.saysAngry(w.weekday[c.weekday]!, c.hour, percent(c.negative / c.n, 0), count(c.n), percent(h.share, 0)) : w.saysAlike(percent(h.share, 0));
  } else {
    const b = busiest(h);
    const times = b && h.rate ? b.rate / h.rate : 0;
    text = b && times >= standsOut && b.n >= fewMentions
      ? w.saysBusy(w.weekday[b.weekday]!, b.from, (b.from + 3) % 24 || 24, perHour(b.rate), times.toFixed(1))
      : w.saysEven(perHour(h.rate ?? 0));
  }
  const deaf = unheard(h).length;
  if (deaf > 0) text += w.saysGaps(deaf);
  if (h.untimed > 0) text += w.saysUntimed(count(h.untimed));
  return text;
}

/** A rate as people read it: one digit below ten where it has one, none above. */
export const perHour = (rate: number): string => (rate < 9.95 ? rate.toFixed(1).replace(/\.0$/, "") : count(Math.round(rate)));
