import type { Aspect } from "../../api/nouns";
import { cutSpans, harmless } from "../../format/spans";
import type { SentimentName } from "../../state/filter";
import { useNames, useWords } from "../../state/world";

interface Props {
  text: string; // the normalised text, or its beginning
  aspects: Aspect[];
  chosen?: number | null; // index of the aspect to show strongly
  quiet?: boolean; // in lists: underlines only, no signs
}

/** A text with its evidence: each judged span underlined, its sign behind it, its meaning in the title. */
export function Marked({ text, aspects, chosen = null, quiet = false }: Props) {
  const w = useWords();
  const names = useNames();
  const length = Array.from(text).length;
  // In a shortened text a span may end behind the cut.
  const spans = aspects.map((a, i) => ({ ...a, i, end: Math.min(a.end, length) }));
  return cutSpans(text, spans).map((piece, k) => {
    const shown = harmless(piece.text);
    const mark = piece.marks[0];
    if (!mark) return <span key={k}>{shown}</span>;
    const strong = piece.marks.some((m) => m.i === chosen);
    const title = piece.marks.map((m) => `${names.title(m.name)} · ${w.sentiment[m.sentiment]}`).join("\n");
    const last = piece.marks.some((m) => m.end === piece.end);
    return (
      <mark key={k} className={`evidence evidence-${worst(piece.marks.map((m) => m.sentiment))}${strong ? " evidence-strong" : ""}`} title={title}>
        {shown}
        {!quiet && last && <sup aria-hidden="true">{w.sign[mark.sentiment]}</sup>}
      </mark>
    );
  });
}

const order: SentimentName[] = ["negative", "positive", "neutral"];

/** Of overlapping judgements the gravest gives the colour. */
function worst(all: SentimentName[]): SentimentName {
  return order.find((s) => all.includes(s)) ?? "neutral";
}
