import type { DigestChart } from "../../api/nouns";
import { count } from "../../format/number";
import { harmless } from "../../format/spans";
import { alone, at, foot, high, path, side, top, wide, written } from "./picture";

/** A small picture under its conclusion; the numbers stand in a table for who cannot see it. */
export function Picture({ chart }: { chart: DigestChart }) {
  return (
    <figure className="picture">
      <figcaption>{harmless(chart.title)}</figcaption>
      {chart.kind === "bars" ? <Bars chart={chart} /> : <Lines chart={chart} />}
      {chart.series.length > 1 && <ul className="picture-legend">{chart.series.map((s, i) => <li key={s.title}><i className={`tone tone-${s.tone || i}`} aria-hidden="true" />{harmless(s.title)}</li>)}</ul>}
    </figure>
  );
}

function Lines({ chart }: { chart: DigestChart }) {
  return (
    <svg viewBox={`0 0 ${wide} ${high + 8}`} role="img" aria-label={chart.title} preserveAspectRatio="none">
      <line x1={side} x2={wide} y1={high - foot + 6} y2={high - foot + 6} className="picture-axis" />
      <text x={side - 6} y={14} textAnchor="end">{count(top(chart))}</text>
      <text x={side - 6} y={high - foot + 8} textAnchor="end">0</text>
      {written(chart.labels).map((i) => <text key={i} x={at(chart, i, 0).x} y={high + 4} textAnchor="middle">{chart.labels[i]}</text>)}
      {chart.series.map((s, i) => <path key={s.title} d={path(chart, s.values)} className={`picture-line tone-${s.tone || i}`} />)}
      {chart.series.map((s, i) => alone(s.values).map((k) => { const p = at(chart, k, s.values[k] ?? 0); return <circle key={s.title + k} cx={p.x} cy={p.y} r="4" className={`picture-dot tone-${s.tone || i}`} />; }))}
    </svg>
  );
}

/** Bars lie down: the words beside them are longer than the bars are thick. */
function Bars({ chart }: { chart: DigestChart }) {
  const most = top(chart);
  return (
    <table className="picture-bars">
      <caption className="unseen">{chart.title}</caption>
      <thead className="unseen"><tr><th scope="col">{chart.title}</th><th scope="col">{chart.series.map((s) => s.title).join(" / ")}</th></tr></thead>
      <tbody>
        {chart.labels.map((label, i) => (
          <tr key={label + i}>
            <th scope="row">{harmless(label)}</th>
            <td>
              {chart.series.map((s, k) => {
                const v = s.values[i] ?? null;
                return <p key={s.title}><i className={`tone-${s.tone || k}`} style={{ width: `${v === null ? 0 : (100 * v) / most}%` }} aria-hidden="true" /><span className={k > 0 ? "faint" : undefined}><span className="unseen">{s.title} </span>{v === null ? "—" : count(v)}</span></p>;
              })}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
