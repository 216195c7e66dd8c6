// Where the evidence stands in a text. The analysis counts in Unicode code points of the normalised
// text; JavaScript strings count in UTF-16 units, so an emoji before a span would shift it by one.

export interface Evidence {
  start: number; // code points, first one included
  end: number; // first one not included
}

export interface Piece<E extends Evidence> {
  text: string;
  end: number; // code points before and in this piece
  marks: E[]; // every span that covers this piece, in the order given; empty: plain text
}

/**
 * Cuts a text at every border of a span. The pieces put together are the text again, whatever the
 * spans say: one that lies outside, is empty or is turned round is left out rather than shown wrong.
 */
export function cutSpans<E extends Evidence>(text: string, spans: readonly E[]): Piece<E>[] {
  const points = Array.from(text);
  const good = spans.filter((s) => Number.isInteger(s.start) && Number.isInteger(s.end)
    && s.start >= 0 && s.end > s.start && s.end <= points.length);
  const borders = [...new Set([0, points.length, ...good.flatMap((s) => [s.start, s.end])])].sort((a, b) => a - b);
  const pieces: Piece<E>[] = [];
  for (let i = 0; i + 1 < borders.length; i++) {
    const from = borders[i]!, to = borders[i + 1]!;
    pieces.push({
      text: points.slice(from, to).join(""),
      end: to,
      marks: good.filter((s) => s.start <= from && s.end >= to),
    });
  }
  return pieces;
}

/**
 * Control characters that turn the direction of text around, made visible: a hostile post must not
 * reorder the words of the page around it. Line breaks stay.
 */
export function harmless(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, "\ufffd");
}

/** The first n code points, with an ellipsis when something was cut. */
export function clip(text: string, n: number): string {
  const points = Array.from(text);
  return points.length <= n ? text : points.slice(0, n).join("") + "…";
}
