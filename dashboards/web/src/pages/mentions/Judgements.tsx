import type { Analysis, Aspect } from "../../api/nouns";
import { percent } from "../../format/number";
import { cutSpans, harmless } from "../../format/spans";
import { SentimentMark } from "../../parts/marks";
import { useNames, useWords } from "../../state/world";
import { opinionSpan } from "./second";

interface Props {
  analysis: Analysis;
  pointed: number | null; // index of the judgement somebody points at
  point: (i: number | null) => void;
  pick: (i: number) => void;
}

/** What the text judges, each with the words that show it: pointing at one shows where it stands. */
export function Judgements({ analysis, pointed, point, pick }: Props) {
  const w = useWords();
  const names = useNames();
  return (
    <section>
      <h3>{w.mentions.evidence}</h3>
      {analysis.aspects.length === 0 && <p className="faint">{w.mentions.noEvidence}</p>}
      <ul className="aspects" onMouseLeave={() => point(null)}>
        {analysis.aspects.map((a, i) => (
          <li key={i}>
            <button type="button" aria-pressed={pointed === i} onMouseEnter={() => point(i)} onFocus={() => point(i)} onBlur={() => point(null)} onClick={() => pick(i)}>
              <SentimentMark sentiment={a.sentiment} />
              <span>{names.title(a.name)}</span>
              <q className="words"><Clause aspect={a} /></q>
              {a.probability > 0 && <span className="faint aspect-odds" title={w.mentions.probability(percent(a.probability, 0))}>{percent(a.probability, 0)}</span>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The clause with the words in it that judge standing out. */
function Clause({ aspect }: { aspect: Aspect }) {
  const opinion = opinionSpan(aspect);
  if (!opinion) return harmless(aspect.text);
  const inside = { start: opinion.start - aspect.start, end: opinion.end - aspect.start };
  return cutSpans(aspect.text, [inside]).map((p, k) => (p.marks.length ? <b key={k}>{harmless(p.text)}</b> : <span key={k}>{harmless(p.text)}</span>));
}
