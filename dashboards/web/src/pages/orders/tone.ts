import type { ToneFlaw } from "../../api/nouns";

/** The text with a flaw mended: its better words in its place, or nothing where it should be left out. Places count code points. */
export function mended(text: string, flaw: ToneFlaw): string {
  const points = Array.from(text);
  if (flaw.start < 0 || flaw.end < flaw.start || flaw.end > points.length) return text;
  const before = points.slice(0, flaw.start).join(""), after = points.slice(flaw.end).join("");
  // What is missing begins a line of its own when something stands before it.
  const gap = flaw.start === flaw.end && before && !before.endsWith("\n") ? "\n" : "";
  return before + gap + flaw.better + after;
}
