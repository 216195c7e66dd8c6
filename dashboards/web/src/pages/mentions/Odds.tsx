import type { Analysis } from "../../api/nouns";
import { percent } from "../../format/number";
import { useWords } from "../../state/world";
import { statesOdds } from "./second";
import { useDetailWords } from "./words";

/** How sure the analysis is of each label. Folded: who reads a hundred a day rarely asks. */
export function Odds({ analysis }: { analysis: Analysis }) {
  const w = useDetailWords();
  const all = useWords();
  if (!statesOdds(analysis)) return null;
  const { odds } = analysis;
  const rows: [string, string, number][] = [
    [w.field.sentiment, all.sentiment[analysis.sentiment], analysis.probability],
    [w.field.emotion, all.emotion[analysis.emotion] ?? analysis.emotion, odds.emotion],
    [w.field.intent, all.intent[analysis.intent] ?? analysis.intent, odds.intent],
    [w.field.severity, w.level(analysis.severity, all.severity[analysis.severity] ?? ""), odds.severity],
    [w.field.implicit, analysis.implicit ? w.yes : w.no, odds.implicit],
    [w.field.irony, analysis.irony ? w.yes : w.no, odds.irony],
    [w.offensiveOdds, analysis.offensive ? w.yes : w.no, odds.offensive],
  ];
  return (
    <details className="odds">
      <summary title={w.oddsHelp}>{w.odds}</summary>
      <p className="faint">{w.oddsHelp}</p>
      <dl>
        {rows.map(([name, word, p]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd><span>{word}</span><span className="odds-bar" aria-hidden="true"><i style={{ width: `${Math.min(1, p) * 100}%` }} /></span><span className="num">{percent(p, 0)}</span></dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
