// Numbers as people read them. Every function says what it shows when there is nothing to divide by.

/** The sign that stands for a number that does not exist: no mentions, no answer from the site. */
export const nothing = "—";

const grouped = new Intl.NumberFormat("en-US");

/** 12,345 */
export function count(n: number): string {
  return grouped.format(n);
}

/** What the site told of likes or replies; −1 means it did not tell. 23000 → "2.3万" / "23k". */
export function engagement(n: number, zh: boolean): string {
  if (n < 0) return nothing;
  if (zh) return n >= 10_000 ? trim(n / 10_000) + "万" : String(n);
  return n >= 1_000 ? trim(n / 1_000) + "k" : String(n);
}

function trim(n: number): string {
  return n.toFixed(1).replace(/\.0$/, "");
}

/** 0.1834 → "18.3%"; a part of nothing is nothing. */
export function percent(part: number | null, digits = 1): string {
  if (part === null || !Number.isFinite(part)) return nothing;
  return (part * 100).toFixed(digits) + "%";
}

/** NSR from −1…1 as the trade writes it, in points from −100 to +100 with its sign. */
export function nsr(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return nothing;
  return signed(Math.round(value * 1000) / 10, 1);
}

/** +3.1, −2.0 (a real minus sign), 0.0 */
export function signed(n: number, digits = 0): string {
  const text = Math.abs(n).toFixed(digits);
  if (Number(text) === 0) return text;
  return (n > 0 ? "+" : "−") + text;
}

/** How a number moved against the window before. Null when there was nothing before: no percentage of zero. */
export function growth(now: number, before: number): number | null {
  return before === 0 ? null : (now - before) / before;
}

/**
 * A growth as people say it: "18%" up to ten times as much, "×21" from there on, because "+1,909%" says less.
 * Falling cannot exceed 100 %.
 */
export function change(rate: number): string {
  return rate >= 9 ? "×" + (rate + 1).toFixed(rate < 19 ? 1 : 0).replace(/\.0$/, "") : percent(Math.abs(rate), 0);
}

/** Bytes in steps of 1024: 88412 → "86 KiB" */
export function bytes(n: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let i = 0;
  while (n >= 1024 && i < units.length - 1) {
    n /= 1024;
    i++;
  }
  return `${n < 10 && i > 0 ? n.toFixed(1) : Math.round(n)} ${units[i]}`;
}
