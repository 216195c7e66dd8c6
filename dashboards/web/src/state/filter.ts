// What is being looked at, as the address bar holds it. The same names as the API's parameters,
// but a window like "the last 7 days" stays a name here and becomes two instants only when asked.

import { addDays, dayOf, dayStart, wall } from "../format/zone";

export const presets = ["today", "yesterday", "24h", "7d", "week", "30d", "month", "90d"] as const;
export type Preset = (typeof presets)[number];

/** Either a rolling window or two ends: days of the server's zone, the last one included, or exact instants. */
export type Range = { preset: Preset } | { from: string; to: string };

export type SentimentName = "negative" | "neutral" | "positive";

export interface Filter {
  brand: string[];
  range: Range;
  source: string[];
  sentiment: SentimentName | "";
  topic: string;
  aspect: string;
  store: string;
  q: string;
  complaint: boolean;
  severity: number; // at least this
  raw: boolean; // with noise
  keyword: string; // a word of the cloud
  also: string; // a second topic
  judged: SentimentName | ""; // how the aspect is judged
  opinion: string; // the words that judge it
  weekday: number; // 1 Monday … 7 Sunday, 0 any
  hour: number; // of the day, -1 any
  platform: string[];
  region: string; // a province
  compare: Compare; // which window "before" is
  coverage: number; // 0…1: hours collected less than this are left out; 0 none
  city: string; // named in the text
  intent: string;
  emotion: string;
  noise: string; // labelled so
  tier: string; // how far the author is heard: unknown, small, middle, large
  author: string; // hash of the author
  without: string[]; // stretches of time left out, FROM/TO
}

/** The window a change is measured against: "" the equally long one before (环比), "year" the same days a year earlier (同比). */
export type Compare = "" | "year";

export const defaultPreset: Preset = "7d";

export const everything: Filter = {
  brand: [], range: { preset: defaultPreset }, source: [], sentiment: "", topic: "", aspect: "", store: "",
  q: "", complaint: false, severity: 0, raw: false,
  keyword: "", also: "", judged: "", opinion: "", weekday: 0, hour: -1,
  platform: [], region: "", compare: "", coverage: 0,
  city: "", intent: "", emotion: "", noise: "", tier: "", author: "", without: [],
};

const plain = ["city", "intent", "emotion", "noise", "tier", "author"] as const;

/** What the header narrows beyond brand and time, each with the fields it sets. */
export const headFields = {
  compare: ["compare"], source: ["source"], platform: ["platform"], region: ["region"], store: ["store"],
  topic: ["topic"], sentiment: ["sentiment"], data: ["raw"], coverage: ["coverage"],
} as const satisfies Record<string, readonly (keyof Filter)[]>;
export type HeadField = keyof typeof headFields;

/** Those parts of a filter that the header set and a page obeys, beside brand and time. */
export function obeyed(f: Filter, fields: readonly HeadField[]): Partial<Filter> {
  const kept: Partial<Filter> = { brand: f.brand, range: f.range };
  for (const field of fields) for (const key of headFields[field]) Object.assign(kept, { [key]: f[key] });
  return kept;
}

/** Which of the header's narrowings are set: the number on its button. A comparison restricts nothing and does not count. */
export function narrowed(f: Filter, fields: readonly HeadField[]): HeadField[] {
  return fields.filter((field) => field !== "compare" && headFields[field].some((key) => String(f[key]) !== String(everything[key])));
}

const day = /^\d{4}-\d{2}-\d{2}$/;

function valid(end: string | null): end is string {
  return !!end && !Number.isNaN(Date.parse(end));
}

const polarity = (s: string | null): SentimentName | "" => (s === "negative" || s === "neutral" || s === "positive" ? s : "");

function whole(s: string | null, low: number, high: number, unset: number): number {
  const n = Number(s ?? NaN);
  return s && Number.isInteger(n) && n >= low && n <= high ? n : unset;
}

/** Two instants, the first earlier: "2026-01-31T10:00:00Z/2026-01-31T12:00:00Z". */
function isSpan(text: string): boolean {
  const [from = "", to = "", more] = text.split("/");
  return more === undefined && Date.parse(from) < Date.parse(to);
}

function share(s: string | null): number {
  const n = Number(s ?? 0);
  return n > 0 && n <= 1 ? n : 0;
}

/** Reads a filter from a query. What makes no sense is left out: an old link must still open. */
export function readFilter(q: URLSearchParams): Filter {
  const sentiment = q.get("sentiment") ?? "";
  const severity = Number(q.get("severity") ?? 0);
  return {
    brand: q.getAll("brand").filter(Boolean),
    range: readRange(q),
    source: q.getAll("source").filter(Boolean),
    sentiment: sentiment === "negative" || sentiment === "neutral" || sentiment === "positive" ? sentiment : "",
    topic: q.get("topic") ?? "",
    aspect: q.get("aspect") ?? "",
    store: q.get("store") ?? "",
    q: q.get("q") ?? "",
    complaint: q.get("complaint") === "true",
    severity: Number.isInteger(severity) && severity > 0 && severity <= 4 ? severity : 0,
    raw: q.get("raw") === "true",
    keyword: q.get("keyword") ?? "",
    also: q.get("also") ?? "",
    judged: polarity(q.get("judged")),
    opinion: q.get("opinion") ?? "",
    weekday: whole(q.get("weekday"), 1, 7, 0),
    hour: whole(q.get("hour"), 0, 23, -1),
    platform: q.getAll("platform").filter(Boolean),
    region: q.get("region") ?? "",
    compare: q.get("compare") === "year" ? "year" : "",
    coverage: share(q.get("coverage")),
    ...(Object.fromEntries(plain.map((key) => [key, q.get(key) ?? ""])) as Record<(typeof plain)[number], string>),
    without: q.getAll("without").filter(isSpan),
  };
}

function readRange(q: URLSearchParams): Range {
  const from = q.get("from"), to = q.get("to");
  if (valid(from) && valid(to) && Date.parse(from) <= Date.parse(to)) return { from, to };
  const preset = presets.find((p) => p === q.get("range"));
  return { preset: preset ?? defaultPreset };
}

/** Writes a filter as a query, defaults left out, so that links stay short. */
export function writeFilter(f: Partial<Filter>): URLSearchParams {
  const q = new URLSearchParams();
  for (const b of f.brand ?? []) q.append("brand", b);
  if (f.range) {
    if ("preset" in f.range) {
      if (f.range.preset !== defaultPreset) q.set("range", f.range.preset);
    } else {
      q.set("from", f.range.from);
      q.set("to", f.range.to);
    }
  }
  for (const s of f.source ?? []) q.append("source", s);
  for (const key of ["sentiment", "topic", "aspect", "store", "q"] as const) if (f[key]) q.set(key, f[key]);
  if (f.complaint) q.set("complaint", "true");
  if (f.severity) q.set("severity", String(f.severity));
  if (f.raw) q.set("raw", "true");
  for (const key of ["keyword", "also", "opinion"] as const) if (f[key]) q.set(key, f[key]);
  if (f.judged && f.aspect) q.set("judged", f.judged); // a judgement is of an aspect
  if (f.weekday) q.set("weekday", String(f.weekday));
  if (f.hour !== undefined && f.hour >= 0) q.set("hour", String(f.hour));
  for (const p of f.platform ?? []) q.append("platform", p);
  if (f.region) q.set("region", f.region);
  if (f.compare) q.set("compare", f.compare);
  if (f.coverage) q.set("coverage", String(f.coverage));
  for (const key of plain) if (f[key]) q.set(key, f[key]);
  for (const span of f.without ?? []) q.append("without", span);
  return q;
}

const own = ["brand", "range", "from", "to", "source", "sentiment", "topic", "aspect", "store", "q", "complaint", "severity", "raw", "keyword", "also", "judged", "opinion", "weekday", "hour", "platform", "region", "compare", "coverage", ...plain, "without"];
const bygone = ["open", "cursor"]; // belong to the list as it was

/** The query with another filter; what a page itself keeps in the address (a view, a step, a sorting) stays. */
export function changeFilter(query: URLSearchParams, part: Partial<Filter>): URLSearchParams {
  const next = writeFilter({ ...readFilter(query), ...part });
  for (const [key, value] of query) if (!own.includes(key) && !bygone.includes(key)) next.append(key, value);
  return next;
}

/** Two instants, the second not included. */
export interface Span {
  from: Date;
  to: Date;
}

const lengths: Record<"24h" | "7d" | "30d" | "90d", { hours: number } | { days: number }> = {
  "24h": { hours: 24 }, "7d": { hours: 168 }, "30d": { days: 30 }, "90d": { days: 90 },
};

/** The day a window named after the calendar begins on: today, the Monday of this week, the first of this month. */
function firstDay(preset: "today" | "week" | "month", now: Date, zone: string): string {
  const today = dayOf(now, zone);
  if (preset === "week") return addDays(today, 1 - wall(now, zone).weekday);
  return preset === "month" ? today.slice(0, 8) + "01" : today;
}

/**
 * The instants a range means now. Short windows begin on a full hour and long ones on a midnight of the
 * zone, so that the first bar of a chart is a whole one; the end is rounded up to the next minute so that
 * every panel asked within a minute counts the same mentions.
 */
export function resolve(range: Range, now: Date, zone: string): Span {
  if (!("preset" in range)) {
    return {
      from: day.test(range.from) ? dayStart(range.from, zone) : new Date(range.from),
      to: day.test(range.to) ? dayStart(addDays(range.to, 1), zone) : new Date(range.to),
    };
  }
  const to = new Date((Math.floor(now.getTime() / 60_000) + 1) * 60_000);
  const { preset } = range;
  if (preset === "yesterday") {
    const midnight = dayStart(dayOf(now, zone), zone);
    return { from: dayStart(addDays(dayOf(now, zone), -1), zone), to: midnight };
  }
  if (preset === "today" || preset === "week" || preset === "month") return { from: dayStart(firstDay(preset, now, zone), zone), to };
  const length = lengths[preset];
  if ("hours" in length) {
    const from = to.getTime() - length.hours * 3_600_000;
    return { from: new Date(Math.floor(from / 3_600_000) * 3_600_000), to };
  }
  return { from: dayStart(addDays(dayOf(now, zone), 1 - length.days), zone), to };
}

/** The window a change over a span is measured against, as the API takes it. */
export function spanBefore({ from, to }: Span, compare: Compare): Span {
  if (compare === "year") {
    const earlier = (at: Date) => new Date(Date.UTC(at.getUTCFullYear() - 1, at.getUTCMonth(), at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds(), at.getUTCMilliseconds()));
    if (earlier(to) <= from) return { from: earlier(from), to: earlier(to) };
  }
  return { from: new Date(from.getTime() - (to.getTime() - from.getTime())), to: from };
}

export type Step = "hour" | "day";

/** The bars a window is drawn with unless the reader chose: hours up to eight days. */
export function usualStep({ from, to }: Span): Step {
  return to.getTime() - from.getTime() <= 8 * 86_400_000 ? "hour" : "day";
}

/** The API's parameters for a filter over a span. */
export function apiQuery(f: Filter, { from, to }: Span): URLSearchParams {
  const q = writeFilter({ ...f, range: { from: from.toISOString(), to: to.toISOString() } });
  return q;
}

/** How many restrictions beyond brand and time are set: the number on the phone's filter button. */
export function restrictions(f: Filter): number {
  const set = [f.source.length > 0, f.sentiment, f.topic, f.aspect, f.store, f.q, f.complaint, f.severity, f.raw, f.keyword, f.also, f.judged, f.opinion, f.weekday, f.hour >= 0, f.platform.length > 0, f.region, f.coverage > 0, ...plain.map((key) => f[key]), f.without.length > 0];
  return set.filter(Boolean).length;
}
