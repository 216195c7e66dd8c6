// What the overview says beyond the numbers themselves, computed from them. Pure, so that it can be tested.

import type { Branch, Group, Meta, TopicTree, Trend } from "../../api/nouns";
import type { components } from "../../api/schema";
import { count } from "../../format/number";
import type { OverviewWords } from "./words";

/** What a bucket was expected to bring, as the API tells it. */
export type Usual = components["schemas"]["Usual"];
export type Ruler = components["schemas"]["RulerMark"];

/** Whether a whole, fully collected bucket lies outside what was expected of it. */
export function outside(trend: Pick<Trend, "points" | "step">, usual: Usual, end: number): ("above" | "below" | "")[] {
  const width = trend.step === "hour" ? 3_600_000 : 86_400_000;
  const band = new Map(usual.points.map((p) => [Date.parse(p.at), p]));
  return trend.points.map((p) => {
    const u = band.get(Date.parse(p.at));
    if (!u || u.low === null || u.high === null) return "";
    if (p.total > u.high) return "above"; // also of a bucket that still fills: it cannot empty again
    const whole = Date.parse(p.at) + width <= end && p.coverage >= 0.999;
    return whole && p.total < u.low ? "below" : "";
  });
}

/** How much of the curve was unusual, in a sentence; "" when nothing was expected of it. */
export function sayUsual(trend: Pick<Trend, "points" | "step">, usual: Usual | null, end: number, w: OverviewWords): string {
  if (!usual) return "";
  if (usual.points.every((p) => p.high === null)) return w.usualNone;
  const found = outside(trend, usual, end);
  const above = found.filter((x) => x === "above").length, below = found.filter((x) => x === "below").length;
  const unit = trend.step === "hour" ? w.hours : w.days;
  if (above + below === 0) return w.sayWithin;
  return (above ? w.sayAbove(above, unit) : "") + (below ? w.sayBelow(below, unit) : "");
}

/** What changed between two versions of the analysis: "tf8-0bec7037" is engine 8 with the words 0bec7037. */
export function whatChanged(r: Pick<Ruler, "before" | "after">, w: OverviewWords): string {
  return r.before.split("-")[0] === r.after.split("-")[0] ? w.rulerWords : w.rulerModel;
}

/** What the change alone did to the negative share, as short as it stands on the chart: "负面 +3.1 pt"; "" when it was not measured. */
export function sayEffect(r: Ruler, w: OverviewWords): string {
  if (!r.effect) return "";
  return r.effect.sure ? w.rulerEffect(points(r.effect.change)) : w.rulerNoEffect;
}

/** A difference of shares in points with its sign, as in +3.1 or −0.4. */
export function points(share: number): string {
  const v = Math.round(share * 1000) / 10;
  return (v > 0 ? "+" : v < 0 ? "−" : "±") + Math.abs(v).toFixed(1);
}

/** All topics of the tree, without their groups. */
export function leaves(tree: Pick<TopicTree, "groups">): Branch[] {
  return tree.groups.flatMap((g) => (g.children.length ? g.children : [g]));
}

/** The topics most said. */
export const hottest = (tree: Pick<TopicTree, "groups">, most = 5): Branch[] => leaves(tree).filter((b) => b.n > 0).sort((a, b) => b.n - a.n || a.key.localeCompare(b.key)).slice(0, most);

/** The topics that rise beyond chance, by how many times as many there surely are. */
export const rising = (tree: Pick<TopicTree, "groups">, most = 5): Branch[] => leaves(tree).filter((b) => b.moved === "up").sort((a, b) => b.rise - a.rise || b.n - a.n).slice(0, most);

export function sayHot(tree: Pick<TopicTree, "groups">, w: OverviewWords, none: string): string {
  const up = rising(tree, 1)[0];
  if (up) return up.before === 0 ? w.sayFresh(up.title, count(up.n)) : w.sayRising(up.title, up.rise.toFixed(1), count(up.n));
  const top = hottest(tree, 1)[0];
  return top ? w.sayHot(top.title, count(top.n)) : none;
}

/** Sources put together by platform; a source nobody configures any more, or of no platform, stays itself. */
export function byPlatform(sources: Group[], meta: Pick<Meta, "sources">, name: (platform: string) => string): (Group & { ofPlatform: boolean })[] {
  const platformOf = new Map(meta.sources.map((s) => [s.id, s.platform]));
  const all = new Map<string, Group & { ofPlatform: boolean }>();
  for (const s of sources) {
    const platform = platformOf.get(s.key) ?? "";
    const id = platform ? "p:" + platform : "s:" + s.key;
    const old = all.get(id);
    if (!old) all.set(id, { ...s, key: platform || s.key, title: platform ? name(platform) : s.title, ofPlatform: platform !== "" });
    else {
      old.n += s.n;
      old.before += s.before;
      old.negative += s.negative;
      old.positive += s.positive;
    }
  }
  return [...all.values()].sort((a, b) => b.n - a.n || a.key.localeCompare(b.key));
}
