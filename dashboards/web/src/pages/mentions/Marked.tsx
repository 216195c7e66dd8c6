import type { Aspect } from "../../api/nouns";
import { cutSpans, harmless } from "../../format/spans";
import type { SentimentName } from "../../state/filter";
import { useNames, useWords } from "../../state/world";
import { hitSpans } from "./hits";
import { opinionSpan } from "./second";

interface Props {
  text: string; // the normalised text, or its beginning
  aspects: Aspect[];
  chosen?: number | null; // index of the aspect to show strongly
  quiet?: boolean; // in lists: underlines only, no signs
  hits?: readonly string[]; // words that were searched for
}

interface Span {
  start: number;
  end: number;
  i: number; // of the aspect; -1 the words that judge, -2 what was searched for
  of: Aspect | null;
}

/**
 * A text with its evidence: each judged span underlined, the words in it that judge standing out, its sign
 * behind it, its meaning in the title; what was searched for has a ground of its own.
 */
export function Marked({ text, aspects, chosen = null, quiet = false, hits = [] }: Props) {
  const w = useWords();
  const names = useNames();
  const length = Array.from(text).length;
  // In a shortened text a span may end behind the cut.
  const spans: Span[] = aspects.map((a, i) => ({ start: a.start, end: Math.min(a.end, length), i, of: a }));
  const opinions: Span[] = quiet ? [] : aspects.flatMap((a) => opinionSpan(a) ?? []).map((o) => ({ ...o, i: -1, of: null }));
  const searched: Span[] = hitSpans(text, hits).map((h) => ({ ...h, i: -2, of: null }));
  return cutSpans(text, [...spans, ...opinions, ...searched]).map((piece, k) => {
    const plain = harmless(piece.text);
    const shown = piece.marks.some((m) => m.i === -2) ? <span className="hit">{plain}</span> : plain;
    const judged = piece.marks.flatMap((m) => m.of ?? []);
    if (judged.length === 0) return <span key={k}>{shown}</span>;
    const strong = piece.marks.some((m) => m.of && m.i === chosen);
    const opinion = piece.marks.some((m) => m.i === -1);
    const title = judged.map((a) => `${names.title(a.name)} · ${w.sentiment[a.sentiment]}`).join("\n");
    const last = piece.marks.some((m) => m.of && m.end === piece.end);
    return (
      <mark key={k} className={`evidence evidence-${worst(judged.map((a) => a.sentiment))}${strong ? " evidence-strong" : ""}${opinion ? " evidence-opinion" : ""}`} title={title}>
        {shown}
        {!quiet && last && <sup aria-hidden="true">{w.sign[judged[0]!.sentiment]}</sup>}
      </mark>
    );
  });
}

const order: SentimentName[] = ["negative", "positive", "neutral"];

/** Of overlapping judgements the gravest gives the colour. */
function worst(all: SentimentName[]): SentimentName {
  return order.find((s) => all.includes(s)) ?? "neutral";
}
