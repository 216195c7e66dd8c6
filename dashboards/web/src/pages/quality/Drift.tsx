import type { DriftWeek } from "../../api/nouns";
import { count, nothing, percent } from "../../format/number";
import { useWords } from "../../state/world";
import { changeOf, classes } from "./judge";
import { useQualityWords } from "./words";

/** Week by week: what came in, how it was judged, how surely, and how far that lies from the week before. */
export function Drift({ weeks }: { weeks: DriftWeek[] }) {
  const w = useWords();
  const own = useQualityWords();
  const c = own.column;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={own.drift}>
      <table className="drift">
        <caption className="unseen">{own.drift}</caption>
        <thead><tr><th scope="col">{c.week}</th><th scope="col" className="num">{c.n}</th><th scope="col">{c.mix}</th><th scope="col" className="num">{c.probability}</th><th scope="col" className="num">{c.strange}</th><th scope="col" className="num">{c.length}</th><th scope="col">{c.psi}</th></tr></thead>
        <tbody>
          {[...weeks].reverse().map((d) => (
            <tr key={d.week}>
              <th scope="row">{d.week}{!d.whole && <span className="faint"> {own.running}</span>}</th>
              <td className="num">{count(d.n)}</td>
              <td className="drift-mix">
                {d.n > 0 && <span className="bar-track" aria-hidden="true">{classes.map((s) => <i key={s} className={`bar-${s}`} style={{ width: `${d[s] * 100}%` }} />)}</span>}
                <span>{d.n ? `${w.sentiment.negative} ${percent(d.negative, 0)}` : nothing}</span>
              </td>
              <td className="num">{d.n ? percent(d.probability, 0) : nothing}</td>
              <td className="num">{percent(d.strange)}</td>
              <td className="num">{d.n ? d.length.toFixed(0) : nothing}</td>
              <td><div className="drift-psi"><Psi name={own.what.sentiment!} value={d.psi_sentiment} /><Psi name={own.what.probability!} value={d.psi_probability} /><Psi name={own.what.length!} value={d.psi_length} /></div></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Psi({ name, value }: { name: string; value: number | null }) {
  const own = useQualityWords();
  if (value === null) return null;
  const change = changeOf(value);
  return <span className={`psi psi-${change}`}>{name} {own.psi(value.toFixed(2), own.psiWord[change]!)}</span>;
}
