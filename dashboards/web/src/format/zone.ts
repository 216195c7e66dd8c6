// Times are shown in the zone of the server, not of the browser: a store manager in Shanghai and a
// founder on a trip must read the same hour in the same alert.

const parts = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  let f = parts.get(zone);
  if (!f) {
    f = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
      hour: "2-digit", minute: "2-digit", second: "2-digit", weekday: "short",
    });
    parts.set(zone, f);
  }
  return f;
}

export interface Wall {
  year: number;
  month: number; // 1…12
  day: number;
  hour: number;
  minute: number;
  second: number;
  weekday: number; // 1 Monday … 7 Sunday
}

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** What a clock on the wall of the zone shows at the instant. */
export function wall(at: Date, zone: string): Wall {
  const v: Record<string, string> = {};
  for (const p of formatter(zone).formatToParts(at)) v[p.type] = p.value;
  return {
    year: Number(v.year), month: Number(v.month), day: Number(v.day),
    hour: Number(v.hour), minute: Number(v.minute), second: Number(v.second),
    weekday: weekdays.indexOf(v.weekday ?? "") + 1,
  };
}

/** Milliseconds the zone is ahead of UTC at the instant. */
function offset(at: Date, zone: string): number {
  const w = wall(at, zone);
  return Date.UTC(w.year, w.month - 1, w.day, w.hour, w.minute, w.second) - Math.floor(at.getTime() / 1000) * 1000;
}

/** The instant at which the day "2026-01-31" begins in the zone. */
export function dayStart(day: string, zone: string): Date {
  const utc = Date.parse(day + "T00:00:00Z");
  // Two rounds: the offset at the guess may differ from that at the answer on a day the clocks change.
  let at = new Date(utc - offset(new Date(utc), zone));
  at = new Date(utc - offset(at, zone));
  return at;
}

/** The instant at which a clock on the wall of the zone shows "2026-01-31T08:30"; null for what is no such time. */
export function wallInstant(text: string, zone: string): Date | null {
  const utc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) ? Date.parse(text + ":00Z") : NaN;
  if (Number.isNaN(utc)) return null;
  let at = new Date(utc - offset(new Date(utc), zone));
  at = new Date(utc - offset(at, zone));
  return at;
}

/** What a clock on the wall of the zone shows at the instant, "2026-01-31T08:30". */
export function wallText(at: Date, zone: string): string {
  const w = wall(at, zone);
  return `${dayOf(at, zone)}T${two(w.hour)}:${two(w.minute)}`;
}

/** The day the zone writes at the instant, "2026-01-31". */
export function dayOf(at: Date, zone: string): string {
  const w = wall(at, zone);
  return `${w.year}-${two(w.month)}-${two(w.day)}`;
}

/** The day n days after "2026-01-31". */
export function addDays(day: string, n: number): string {
  return new Date(Date.parse(day + "T00:00:00Z") + n * 86_400_000).toISOString().slice(0, 10);
}

export function two(n: number): string {
  return n < 10 ? "0" + n : String(n);
}

/** A time of the API, or null for Go's zero time, which means "never". */
export function instant(text: string | null | undefined): Date | null {
  if (!text || text.startsWith("0001-")) return null;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? null : at;
}
