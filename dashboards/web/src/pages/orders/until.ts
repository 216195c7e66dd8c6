// Moments as a form's field writes them, in the server's zone. Pure.

import { addDays, dayOf, dayStart, two, wall } from "../../format/zone";

/** "2026-01-31T09:00" on the zone's clocks. */
export function toWall(at: Date, zone: string): string {
  const w = wall(at, zone);
  return `${w.year}-${two(w.month)}-${two(w.day)}T${two(w.hour)}:${two(w.minute)}`;
}

/** The instant, in RFC 3339, at which the zone's clocks show it; "" for what is none. */
export function fromWall(text: string, zone: string): string {
  const m = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})/.exec(text);
  if (!m || Number.isNaN(Date.parse(m[1]!))) return "";
  const start = dayStart(m[1]!, zone).getTime();
  return new Date(start + (Number(m[2]) * 60 + Number(m[3])) * 60_000).toISOString();
}

/** Nine in the morning of tomorrow, of the third day, of next Monday. */
export function quickDays(now: Date, zone: string): { tomorrow: string; three: string; week: string } {
  const today = dayOf(now, zone);
  const nine = (days: number) => fromWall(`${addDays(today, days)}T09:00`, zone);
  return { tomorrow: nine(1), three: nine(3), week: nine(8 - wall(now, zone).weekday) };
}
