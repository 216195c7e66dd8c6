// The order of the tree and the sentence above it. Nothing here knows the page.

import type { Bough, Branch, TopicPair, TopicPairs, TopicTree } from "../../api/nouns";
import { count, percent } from "../../format/number";
import type { Filter } from "../../state/filter";
import type { TopicWords } from "./words";

export type Sort = "hottest" | "rising" | "worst";
export const sorts: Sort[] = ["hottest", "rising", "worst"];

/** What a branch is ranked by. By rise and by share the surest end of the interval counts, so that a handful never leads. */
function rank(b: Branch, sort: Sort): number {
  if (sort === "rising") return b.rise;
  if (sort === "worst") return b.negative_low ?? 0;
  return b.n;
}

const byRank = (sort: Sort) => (x: Branch, y: Branch) => rank(y, sort) - rank(x, sort) || y.n - x.n || (x.key < y.key ? -1 : 1);

/** The groups in order; a group that was not said of in either window is left out. */
export function ordered(groups: readonly Bough[], sort: Sort): Bough[] {
  return groups.filter((g) => g.n + g.before > 0).sort(byRank(sort)).map((g) => ({ ...g, children: [...g.children].sort(byRank(sort)) }));
}

/** Topics themselves, without their groups. */
export const leaves = (t: Pick<TopicTree, "groups">): Branch[] => t.groups.flatMap((g) => (g.children.length ? g.children : [g]));

/** Below this part of a window heard, the sentence says that it rests on little. */
const thin = 0.9;

/** What grew most beyond chance, or what is said most when nothing did; and when the windows were not heard alike. */
export function sayTree(t: TopicTree, w: TopicWords): string {
  const all = leaves(t);
  if (t.all.n === 0) return w.saysNone;
  const said = all.filter((b) => b.n > 0);
  if (said.length === 0) return w.saysNoTopic(count(t.all.n));
  const most = said.reduce((a, b) => (b.n > a.n ? b : a));
  const up = all.filter((b) => b.moved === "up").sort((a, b) => b.n - b.before - (a.n - a.before));
  let text: string;
  if (up[0]) {
    const b = up[0];
    text = w.saysUp(b.title, count(b.n), count(b.before), b.before > 0 && b.rise >= 1.2 ? b.rise.toFixed(1) : "", percent(b.negative_share, 0));
    if (up.length > 1) text += w.saysMore(up.length - 1);
  } else {
    text = w.saysFlat(most.title, count(most.n), percent(most.negative_share, 0));
  }
  if (t.coverage < thin || t.coverage_before < thin) text += w.saysThin(percent(t.coverage, 0), percent(t.coverage_before, 0));
  return text;
}

/** What a topic adds to a filter: beside another topic that is filtered by already, it narrows further. */
export function behindTopic(f: Filter, key: string): Partial<Filter> {
  if (!f.topic || f.topic === key || (f.topic.endsWith("-") && key.startsWith(f.topic))) return { topic: key };
  return { also: key };
}

/** How many topics the matrix shows: more do not fit a screen. */
export const matrixMost = 14;

/** The topics that go together surely most, in the order of their size, and the pairs among them. */
export function chosen(p: TopicPairs, most = matrixMost): { topics: TopicPairs["topics"]; at: (a: string, b: string) => TopicPair | undefined } {
  const sure = new Map<string, number>();
  for (const pair of p.pairs) {
    const weight = (pair.sure ? 1_000_000 : 0) + pair.n;
    for (const key of [pair.a, pair.b]) sure.set(key, Math.max(sure.get(key) ?? 0, weight));
  }
  const best = [...p.topics].sort((x, y) => (sure.get(y.key) ?? 0) - (sure.get(x.key) ?? 0) || y.n - x.n).slice(0, most);
  const keep = new Set(best.map((t) => t.key));
  const cells = new Map(p.pairs.map((pair) => [pair.a + "\n" + pair.b, pair]));
  return {
    topics: p.topics.filter((t) => keep.has(t.key)),
    at: (a, b) => cells.get(a < b ? a + "\n" + b : b + "\n" + a) ?? cells.get(b + "\n" + a) ?? cells.get(a + "\n" + b),
  };
}

/** Pairs that are together more often than by chance, those first that make the largest difference: many, and many times as many. */
export const surePairs = (p: TopicPairs): TopicPair[] => p.pairs.filter((x) => x.sure).sort((x, y) => y.n * Math.log(y.lift) - x.n * Math.log(x.lift) || (x.a + x.b < y.a + y.b ? -1 : 1));

/** The strongest pair, or that none goes together more than chance explains. */
export function sayPairs(p: TopicPairs, w: TopicWords): string {
  const best = surePairs(p)[0];
  if (!best) return p.pairs.length ? w.pairsChance(p.pairs.length) : w.pairsNone;
  const title = (key: string) => p.topics.find((t) => t.key === key)?.title ?? key;
  return w.pairsSay(title(best.a), title(best.b), count(best.n), best.lift.toFixed(1), percent(best.negative / best.n, 0));
}
