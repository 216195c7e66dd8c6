// What the numbers of the sources say. Pure, so that it can be tested.

import type { Collected, Gap, Heard } from "../../api/nouns";

/** Below this an hour or a day was not fully heard; the last per mille is rounding. */
export const covered = 0.999;

const well: Collected["state"][] = ["ok", "passive", "disabled", "never"];

/** The sources somebody has to look after, the gravest first. */
export function wanting(items: Collected[]): Collected[] {
  const grave: Collected["state"][] = ["blocked", "expired", "layout", "failed", "remote", "silent", "late", "partial"];
  return items.filter((s) => !well.includes(s.state)).sort((a, b) => grave.indexOf(a.state) - grave.indexOf(b.state));
}

/** Whether a source is meant to be heard regularly, so that coverage means something. */
export const scheduled = (s: Collected) => s.every > 0 && s.state !== "disabled" && s.state !== "passive";

/** Coverage of all sources together, each counting as what it usually brings; alike where that is not known. Null: none is expected. */
export function overall(items: Collected[]): number | null {
  const expected = items.filter(scheduled);
  if (expected.length === 0) return null;
  const known = expected.filter((s) => s.week.expected > 0).map((s) => s.week.expected);
  const usual = known.length ? known.reduce((a, b) => a + b, 0) / known.length : 1;
  let all = 0, heard = 0;
  for (const s of expected) {
    const weight = s.week.expected >= 0 ? s.week.expected : usual;
    all += weight;
    heard += weight * s.week.coverage;
  }
  return all > 0 ? heard / all : expected.reduce((sum, s) => sum + s.week.coverage, 0) / expected.length;
}

/** What is usual as people read it: whole, one digit below ten; null: not known. */
export function usual(h: Pick<Heard, "expected">): string | null {
  if (h.expected < 0) return null;
  return h.expected >= 10 ? String(Math.round(h.expected)) : h.expected.toFixed(1).replace(/\.0$/, "");
}

export interface Sum {
  got: number;
  expected: number | null; // null: of one part at least it is not known
  holes: number; // parts that were not fully heard
}

export function sumOf(parts: Heard[]): Sum {
  const known = parts.length > 0 && parts.every((h) => h.expected >= 0);
  return {
    got: parts.reduce((n, h) => n + h.got, 0),
    expected: known ? parts.reduce((n, h) => n + h.expected, 0) : null,
    holes: parts.filter((h) => h.coverage < covered).length,
  };
}

export interface CalendarDay {
  day: string; // "2026-01-31" in the zone
  cells: (Heard | null)[]; // 24 hours; null: not yet
}

/** Hours laid out as days, in the zone of the server. */
export function calendarDays(hours: Heard[], wallOf: (at: Date) => { day: string; hour: number }): CalendarDay[] {
  const days: CalendarDay[] = [];
  for (const h of hours) {
    const { day, hour } = wallOf(new Date(h.at));
    let last = days.at(-1);
    if (last?.day !== day) days.push((last = { day, cells: Array<Heard | null>(24).fill(null) }));
    last.cells[hour] = h;
  }
  return days;
}

/** How dark an hour is, 0…4: nothing, then quarters of the busiest hours (the 95th percentile), so that one burst does not bleach the rest. */
export function shades(hours: Heard[]): (h: Heard) => 0 | 1 | 2 | 3 | 4 {
  const busy = hours.map((h) => h.got).filter((n) => n > 0).sort((a, b) => a - b);
  const top = busy[Math.floor(0.95 * (busy.length - 1))] ?? 1;
  return (h) => (h.got === 0 ? 0 : (Math.min(4, Math.max(1, Math.ceil((4 * h.got) / top))) as 1 | 2 | 3 | 4));
}

export const lengthOf = (g: Gap) => Math.max(0, Date.parse(g.to) - Date.parse(g.from));

/** Gaps of one source, the newest first. */
export const newestFirst = (gaps: Gap[]) => [...gaps].sort((a, b) => Date.parse(b.to) - Date.parse(a.to));
