// The sentence above each chart: what the numbers say, computed from them. A change is called a change
// only when it is larger than chance would make it; a handful of mentions is called a handful.

import type { Group, Numbers, Overview, Trend } from "../api/nouns";
import { count, growth, percent } from "../format/number";
import type { Clock } from "../format/time";
import type { Words } from "../i18n/zh";

/** Below this many mentions a share says nothing; with 30, the 95 % interval is still about ±17 points wide. */
export const enough = 30;

/** Standard normal quantile for a two-sided 5 % error. */
const z95 = 1.959964;

/**
 * Whether a share differs from another by more than sampling explains: two-proportion z-test with pooled
 * variance, 5 % two-sided. "same" also when either side is too small to tell.
 */
export function shareMoved(part: number, n: number, partBefore: number, nBefore: number): "up" | "down" | "same" {
  if (n < enough || nBefore < enough) return "same";
  const pooled = (part + partBefore) / (n + nBefore);
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / nBefore));
  if (spread === 0) return "same";
  const z = (part / n - partBefore / nBefore) / spread;
  if (Math.abs(z) < z95) return "same";
  return z > 0 ? "up" : "down";
}

/** Whether two counts of equally long windows differ by more than two Poisson counts of one rate would. */
export function countMoved(n: number, before: number): "up" | "down" | "same" {
  if (n + before === 0) return "same";
  // Difference of two Poisson counts has variance n + before.
  const z = (n - before) / Math.sqrt(n + before);
  if (Math.abs(z) < z95) return "same";
  return z > 0 ? "up" : "down";
}

/** Volume and negative share against the window before. */
export function sayVolume(o: Overview, w: Words): string {
  if (o.total === 0) return w.say.none;
  if (o.total < enough) return w.say.few(count(o.total));
  return volumePart(o, o.before, w) + sharePart(o, o.before, w);
}

function volumePart(now: Numbers, before: Numbers, w: Words): string {
  const rate = growth(now.total, before.total);
  if (rate === null) return w.say.volume.first(count(now.total));
  const moved = countMoved(now.total, before.total);
  if (moved === "same") return w.say.volume.same(count(now.total));
  if (rate > 2) return w.say.volume.times(count(now.total), (rate + 1).toFixed(1));
  return w.say.volume[moved](count(now.total), percent(Math.abs(rate), 0));
}

function sharePart(now: Numbers, before: Numbers, w: Words): string {
  const share = now.negative_share ?? 0;
  if (before.total === 0 || before.negative_share === null) return w.say.share.first(percent(share));
  const moved = shareMoved(now.negative, now.total, before.negative, before.total);
  if (moved === "same") return w.say.share.same(percent(share));
  return w.say.share[moved](percent(share), (Math.abs(share - before.negative_share) * 100).toFixed(1));
}

/** Where the curve peaks and how much of it nobody listened to. */
export function sayTrend(t: Trend, clock: Clock, w: Words): string {
  const peak = t.points.reduce<Trend["points"][number] | null>((best, p) => (p.total > (best?.total ?? 0) ? p : best), null);
  if (!peak) return w.say.none;
  const at = new Date(peak.at);
  const when = t.step === "hour" ? clock.moment(at) : clock.day(at);
  let text = w.say.peak(when, count(peak.total), percent(peak.negative / peak.total, 0));
  const lost = t.points.reduce((sum, p) => sum + (1 - Math.min(1, Math.max(0, p.coverage))), 0);
  const missing = Math.round(lost);
  if (missing >= 1) text += w.say.gap(t.step === "hour" ? w.say.hours(missing) : w.say.days(missing));
  return text;
}

/** The topic that grew most, if any grew by more than chance. */
export function sayTopics(topics: Group[], w: Words): string {
  if (topics.length === 0) return w.say.topicNone;
  const grown = topics
    .filter((t) => t.n >= 5 && countMoved(t.n, t.before) === "up")
    .sort((a, b) => b.n - b.before - (a.n - a.before))[0];
  if (grown) {
    const negative = percent(grown.negative / grown.n, 0);
    if (grown.before === 0) return w.say.topicNew(grown.title, count(grown.n), negative);
    return w.say.topicUp(grown.title, count(grown.n), count(grown.before), negative);
  }
  const most = topics.reduce((a, b) => (b.n > a.n ? b : a));
  return w.say.topicFlat(most.title, count(most.n));
}

/** The aspect judged worst, among those judged often enough. */
export function sayAspects(aspects: Group[], w: Words): string {
  if (aspects.length === 0) return w.say.aspectNone;
  const judged = aspects.filter((a) => a.n >= 10);
  if (judged.length === 0) return w.say.aspectFew;
  const worst = judged.reduce((a, b) => (b.negative / b.n > a.negative / a.n ? b : a));
  const share = percent(worst.negative / worst.n, 0);
  if (worst.negative * 2 < worst.n) return w.say.aspectBest(worst.title, share, count(worst.n));
  return w.say.aspectWorst(worst.title, share, count(worst.n));
}

/** Who brings the volume, and whose part moved most. */
export function saySources(sources: Group[], w: Words): string {
  const total = sources.reduce((sum, s) => sum + s.n, 0);
  if (total === 0) return w.say.sourceNone;
  const most = sources.reduce((a, b) => (b.n > a.n ? b : a));
  const moved = sources
    .filter((s) => countMoved(s.n, s.before) !== "same")
    .sort((a, b) => Math.abs(b.n - b.before) - Math.abs(a.n - a.before))[0];
  const part = percent(most.n / total, 0);
  if (!moved) return w.say.sourceMost(most.title, part);
  const change = moved.n > moved.before ? w.say.more(count(moved.n - moved.before)) : w.say.less(count(moved.before - moved.n));
  if (moved === most) return w.say.sourceSame(most.title, part, change);
  return w.say.sourceMove(most.title, part, moved.title, change);
}

/**
 * Lower end of the 95 % Wilson interval of a share: the rank of a shop. Three bad reviews of three rank
 * below sixty of a hundred, because three may be chance.
 */
export function lowerBound(part: number, n: number): number {
  if (n === 0) return 0;
  const p = part / n, zz = z95 * z95;
  return Math.max(0, (p + zz / (2 * n) - z95 * Math.sqrt((p * (1 - p)) / n + zz / (4 * n * n))) / (1 + zz / n));
}

/** Shops, the one that most surely needs a look first. */
export function rankStores(stores: Group[]): Group[] {
  return [...stores].sort((a, b) => lowerBound(b.negative, b.n) - lowerBound(a.negative, a.n) || b.n - a.n);
}

/** The shop that stands out, measured against the share of all shops together. */
export function sayStores(stores: Group[], w: Words): string {
  const worst = rankStores(stores)[0];
  if (!worst) return w.say.storeNone;
  const n = stores.reduce((sum, s) => sum + s.n, 0), negative = stores.reduce((sum, s) => sum + s.negative, 0);
  if (stores.length > 1 && lowerBound(worst.negative, worst.n) <= negative / n) return w.say.storeFine;
  return w.say.storeWorst(worst.title, count(worst.n), count(worst.negative), percent(worst.negative / worst.n, 0));
}
