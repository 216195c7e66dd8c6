// Where the words of a search stand in a text.

import type { Evidence } from "../../format/spans";

/** Every place one of the words stands at, in code points; those that overlap are joined. */
export function hitSpans(text: string, words: readonly string[]): Evidence[] {
  const points = Array.from(text).map((c) => (c.toLowerCase().length === c.length ? c.toLowerCase() : c));
  const found: Evidence[] = [];
  for (const word of words) {
    const letters = Array.from(word.toLowerCase());
    if (letters.length === 0) continue;
    for (let i = 0; i + letters.length <= points.length; i++) {
      if (letters.every((c, k) => points[i + k] === c)) found.push({ start: i, end: i + letters.length });
    }
  }
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const joined: Evidence[] = [];
  for (const f of found) {
    const last = joined.at(-1);
    if (last && f.start <= last.end) last.end = Math.max(last.end, f.end);
    else joined.push({ ...f });
  }
  return joined;
}

/** The part of a text people should see in a list: from a little before the first hit that would be cut off. */
export function around(text: string, spans: readonly Evidence[], n: number): { text: string; from: number } {
  const points = Array.from(text);
  const first = spans[0];
  if (points.length <= n || !first || first.end <= n - 20) return { text: points.length <= n ? text : points.slice(0, n).join("") + "…", from: 0 };
  const from = Math.max(0, Math.min(first.start - 40, points.length - n));
  return { text: points.slice(from, from + n).join("") + (from + n < points.length ? "…" : ""), from };
}
