// A rule as the editor sees it: lengths of time, which fields belong together, what differs between two
// versions, names for new ones. Nothing here knows React.

import type { KindOfRule, Rule, RuleState } from "../../api/nouns";

export type Unit = "m" | "h" | "d";
export interface Length { n: number; unit: Unit }

const minutes: Record<Unit, number> = { m: 1, h: 60, d: 1440 };

/** "24h", "1h30m", "7d" in whole minutes; 0 for what cannot be read. Seconds are rounded away: no rule needs them. */
export function minutesOf(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(d|h|m|s)/g)];
  if (parts.length === 0 || parts.map((p) => p[0]).join("") !== text) return 0;
  return Math.round(parts.reduce((sum, [, n, unit]) => sum + Number(n) * (unit === "s" ? 1 / 60 : minutes[unit as Unit]), 0));
}

/** A length in the largest unit that holds it whole: "48h" is 2 days, "90m" is 90 minutes. */
export function lengthOf(text: string): Length {
  const all = minutesOf(text);
  if (all === 0) return { n: 0, unit: "h" };
  const unit = (["d", "h", "m"] as const).find((u) => all % minutes[u] === 0)!;
  return { n: all / minutes[unit], unit };
}

export const lengthText = ({ n, unit }: Length): string => `${n}${unit}`;

/** The fields of a rule in the order the editor shows them, by what they are about. */
export const sections = {
  scope: ["brands", "sentiment", "topic", "platforms", "regions", "words"],
  condition: ["sensitivity", "at_least", "times", "at_most", "min_severity", "min_reach", "after", "window", "base", "max_age"],
  floors: ["min_posts", "min_authors", "min_history", "min_coverage"],
  timing: ["quiet", "resolve_after"],
  effects: ["open_order_from", "owner", "channels"],
} as const satisfies Record<string, readonly (keyof Rule)[]>;

export type SectionName = keyof typeof sections;
export type Field = (typeof sections)[SectionName][number];

/** The sections a kind has, with only the fields it looks at. */
export function sectionsOf(kind: KindOfRule | undefined): { name: SectionName; fields: Field[] }[] {
  if (!kind) return [];
  return (Object.keys(sections) as SectionName[])
    .map((name) => ({ name, fields: (sections[name] as readonly Field[]).filter((f) => kind.uses.includes(f)) }))
    .filter((s) => s.fields.length > 0);
}

const same = (a: unknown, b: unknown): boolean =>
  Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((x, i) => x === b[i]) : a === b;

/** Which fields differ, in the order people read them. Lengths of time are compared as time: "24h" is "1d". */
export function changes(before: Rule, after: Rule): (keyof Rule)[] {
  const order: (keyof Rule)[] = ["title", "disabled", ...Object.values(sections).flat(), "step"];
  return order.filter((f) => {
    const a = before[f], b = after[f];
    if (spans.includes(f)) return minutesOf(String(a)) !== minutesOf(String(b));
    return !same(a, b);
  });
}

/** The fields that are lengths of time. */
export const spans: readonly (keyof Rule)[] = ["step", "quiet", "resolve_after", "min_history", "window", "base", "max_age", "after"];

/** The rule as far as it decides what fires: two with the same text have the same backtest. */
export function conditionOf(rule: Rule): string {
  const { title: _t, owner: _o, channels: _c, open_order_from: _f, disabled: _d, name: _n, ...rest } = rule;
  return JSON.stringify(rest);
}

/** A name nobody has yet: the kind's own, else with a number. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  for (let i = 2; ; i++) if (!taken.includes(`${wanted}-${i}`)) return `${wanted}-${i}`;
}

/** What a rule may be called in addresses and alerts. */
export const goodName = (name: string): boolean => /^[a-z0-9][a-z0-9-]{0,62}$/.test(name);

/** Rules that watch first, then those switched off; by what people call them. */
export function inOrder(items: RuleState[]): RuleState[] {
  return [...items].sort((a, b) => Number(a.rule.disabled) - Number(b.rule.disabled) || (a.rule.title || a.rule.name).localeCompare(b.rule.title || b.rule.name, "zh"));
}

export const levels = [0.8, 1, 1.3, 2] as const;

/** The sensitivity in one word's key; "own" for a number of somebody's own. */
export function sensitivityKey(value: number): "0.8" | "1" | "1.3" | "2" | "own" {
  const known = levels.find((l) => Math.abs(l - value) < 1e-9);
  return known ? (String(known) as "0.8" | "1" | "1.3" | "2") : "own";
}
