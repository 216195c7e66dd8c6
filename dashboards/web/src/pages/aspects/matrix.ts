// The order of the matrix and the sentence above it. Nothing here knows the page.

import type { AspectMatrix, MatrixRow } from "../../api/nouns";
import { count, nsr, percent } from "../../format/number";
import type { AspectWords } from "./words";

/** Fewer judgements than this say little of an aspect. */
export const fewJudgements = 10;

export type AspectSort = "said" | "worst" | "best";
export const aspectSorts: AspectSort[] = ["said", "worst", "best"];

export interface Block {
  head: MatrixRow; // a group, or an aspect that is in none
  rows: MatrixRow[];
}

/** Rows as the server lays them out, a group and then its aspects, taken apart and ordered. */
export function blocks(rows: readonly MatrixRow[], sort: AspectSort): Block[] {
  const all: Block[] = [];
  for (const r of rows) {
    if (r.group || all.length === 0 || !r.key.startsWith(all[all.length - 1]!.head.key) || !all[all.length - 1]!.head.group) all.push({ head: r, rows: [] });
    else all[all.length - 1]!.rows.push(r);
  }
  const order = (x: MatrixRow, y: MatrixRow) => rank(y, sort) - rank(x, sort) || y.n - x.n || (x.key < y.key ? -1 : 1);
  for (const b of all) b.rows = b.rows.filter((r) => r.n > 0).sort(order);
  return all.filter((b) => b.head.n > 0).sort((x, y) => order(x.head, y.head));
}

const judged = (r: MatrixRow) => r.negative + r.positive;

/** By score, aspects few people judge come last whichever way one looks. */
function rank(r: MatrixRow, sort: AspectSort): number {
  if (sort === "said") return r.n;
  if (judged(r) < fewJudgements || r.nsr === null) return -10;
  return sort === "worst" ? -r.nsr : r.nsr;
}

/** An aspect judged by less than this part of what the most judged one has is too small a matter for the sentence. */
const weighty = 0.02;

/** What is judged worst and best, or that too little is judged to say. */
export function sayMatrix(m: AspectMatrix, w: AspectWords): string {
  const aspects = m.rows.filter((r) => !r.group);
  if (aspects.every((r) => r.n === 0)) return w.saysNone;
  const least = Math.max(fewJudgements, weighty * Math.max(...aspects.map(judged)));
  const fit = aspects.filter((r) => judged(r) >= least && r.nsr !== null).sort((a, b) => a.nsr! - b.nsr! || b.n - a.n);
  if (fit.length === 0) return w.saysFew;
  const worst = fit[0]!, best = fit[fit.length - 1]!;
  if (m.by !== "polarity") {
    const gap = widest(m);
    if (gap) return w.saysGap(gap.row.title, gap.high, nsr(gap.highScore), gap.low, nsr(gap.lowScore));
  }
  const words = worst.words.filter((x) => x.negative > 0).slice(0, 2).map((x) => `“${x.word}”`);
  let text = worst.nsr! < 0 ? w.saysWorst(worst.title, percent(worst.negative / judged(worst), 0), count(judged(worst)), words.join(w.comma)) : w.saysNoneBad(worst.title, nsr(worst.nsr));
  if (best !== worst && best.nsr! > 0) text += w.saysBest(best.title, percent(best.positive / judged(best), 0));
  return text;
}

/** The aspect on which two columns are furthest apart, both judged often enough. */
function widest(m: AspectMatrix): { row: MatrixRow; low: string; lowScore: number; high: string; highScore: number } | null {
  let best: ReturnType<typeof widest> = null;
  for (const row of m.rows) {
    if (row.group) continue;
    const fit = row.cells.map((c, i) => ({ c, title: m.columns[i]!.title })).filter(({ c }) => !c.few && c.nsr !== null).sort((a, b) => a.c.nsr! - b.c.nsr!);
    if (fit.length < 2) continue;
    const low = fit[0]!, high = fit[fit.length - 1]!;
    const gap = high.c.nsr! - low.c.nsr!;
    if (gap > 0 && (!best || gap > best.highScore - best.lowScore)) best = { row, low: low.title, lowScore: low.c.nsr!, high: high.title, highScore: high.c.nsr! };
  }
  return best;
}

/** How deep a score is coloured, 0…100, and which way. */
export function shade(score: number | null, few: boolean): { tone: "negative" | "positive" | "none"; deep: number } {
  if (score === null || few || Math.abs(score) < 0.05) return { tone: "none", deep: 0 };
  return { tone: score < 0 ? "negative" : "positive", deep: Math.round(12 + Math.abs(score) * 58) };
}
