// The cloud's layout and its sentence. The layout is our own: the same words always lie in the same places,
// whatever fonts there are, so nothing jumps when the numbers are asked for again.

import type { Cloud, CloudWord } from "../../api/nouns";
import { count } from "../../format/number";
import type { CloudWords } from "./words";

/** A word laid out: the middle of its box. */
export interface Placed {
  word: CloudWord;
  x: number;
  y: number;
  size: number; // of the letters, in pixels
  width: number;
  height: number;
}

/** How wide a text is about, in parts of its size: wide letters one, narrow ones a little over half. */
export function breadth(text: string): number {
  let sum = 0;
  for (const c of text) sum += c.codePointAt(0)! > 0x2e7f ? 1.02 : 0.62;
  return sum;
}

/** Letters between small and large: a little steeper than area by weight, so that what is most telling stands out. */
export function sizes(words: readonly CloudWord[], small: number, large: number): number[] {
  const most = Math.max(0, ...words.map((x) => x.weight));
  return words.map((x) => (most > 0 ? Math.max(small, large * (Math.max(0, x.weight) / most) ** 0.65) : small));
}

/**
 * Places words from the middle outwards along a spiral, the heaviest first, none over another. A word that finds
 * no room inside the box is left out of the picture; the list beside it has all of them.
 */
export function lay(words: readonly CloudWord[], width: number, height: number, small: number, large: number): Placed[] {
  let best: Placed[] = [];
  for (const times of [1.5, 1.25, 1]) { // as large as all of them still find room
    const placed = layAt(words, width, height, small * times, large * times);
    if (placed.length === words.length) return placed;
    if (placed.length >= best.length) best = placed;
  }
  return best;
}

function layAt(words: readonly CloudWord[], width: number, height: number, small: number, large: number): Placed[] {
  const placed: Placed[] = [];
  const letters = sizes(words, small, large);
  words.forEach((word, i) => {
    const size = letters[i]!;
    const box = { width: breadth(word.word) * size + 8, height: size * 1.28 };
    const spot = free(placed, box, width, height);
    if (spot) placed.push({ word, size, ...box, ...spot });
  });
  return placed;
}

function free(placed: readonly Placed[], box: { width: number; height: number }, width: number, height: number): { x: number; y: number } | null {
  const flat = height / width; // the spiral fills the box in its own proportion
  const far = width / 2 + height / 2;
  for (let r = 0, turn = 0; r < far; turn += r < 12 ? 0.5 : 6 / r, r += 0.35) {
    const x = width / 2 + r * Math.cos(turn), y = height / 2 + r * flat * Math.sin(turn);
    if (x - box.width / 2 < 0 || x + box.width / 2 > width || y - box.height / 2 < 0 || y + box.height / 2 > height) continue;
    if (!placed.some((p) => Math.abs(p.x - x) * 2 < p.width + box.width && Math.abs(p.y - y) * 2 < p.height + box.height)) return { x: Math.round(x), y: Math.round(y) };
  }
  return null;
}

/** The words whose part rose beyond chance, the steepest that is also large first. */
export const rising = (words: readonly CloudWord[]): CloudWord[] =>
  words.filter((x) => x.moved === "up").sort((a, b) => b.n - b.before - (a.n - a.before) || (a.word < b.word ? -1 : 1));

/** How many times as large the part of mentions with a word is here as there; null when nobody says it there. */
export function timesAsMany(x: CloudWord, c: Pick<Cloud, "all" | "all_against">): number | null {
  if (x.before === 0 || c.all_against === 0 || c.all === 0) return null;
  return x.n / c.all / (x.before / c.all_against);
}

/** What stands out against the reference, and what is said in anger most. */
export function sayCloud(c: Cloud, w: CloudWords): string {
  if (c.all === 0) return w.saysNone;
  if (c.items.length === 0) return w.saysNoWords;
  const quoted = (list: CloudWord[]) => list.slice(0, 3).map((x) => `“${x.word}”`).join(w.comma);
  const up = rising(c.items);
  let text: string;
  if (c.all_against === 0) text = w.saysAlone(quoted(c.items));
  else if (up.length > 0) text = w.saysUp[c.against](quoted(up), count(up[0]!.n), count(up[0]!.before));
  else text = w.saysFlat[c.against](quoted(c.items));
  const angry = c.items.filter((x) => x.tone === "negative").sort((a, b) => b.negative - a.negative);
  if (angry.length > 0) text += w.saysAngry(quoted(angry));
  return text;
}
