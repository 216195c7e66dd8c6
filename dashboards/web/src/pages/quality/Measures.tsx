import type { Measured, MeasuredPart, Quality } from "../../api/nouns";
import { count, percent } from "../../format/number";
import { useWords } from "../../state/world";
import { classes } from "./judge";
import { useQualityWords } from "./words";

/** Truth against verdict: shares of each row, the count below; what is right stands on the diagonal. */
export function Confusion({ of: m }: { of: Measured }) {
  const w = useWords();
  const own = useQualityWords();
  const score = (n: number | undefined) => percent(n ?? 0, 0);
  return (
    <>
      <dl className="quality-figures">
        <div><dt>{own.accuracy}</dt><dd>{percent(m.accuracy)}</dd></div>
        <div><dt>{own.macro}</dt><dd>{m.macro_f1.toFixed(3)}</dd></div>
        <div><dt>{own.kappa}</dt><dd>{m.kappa.toFixed(2)}</dd></div>
        <div><dt>{own.readings}</dt><dd>{count(m.n)}</dd></div>
      </dl>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={own.confusion}>
        <table className="confusion">
          <caption className="unseen">{own.confusion}</caption>
          <thead>
            <tr><td /><th scope="colgroup" colSpan={3}>{own.said}</th></tr>
            <tr><th scope="col">{own.truth}</th>{classes.map((c) => <th key={c} scope="col">{w.sentiment[c]}</th>)}</tr>
          </thead>
          <tbody>
            {classes.map((truth, i) => (
              <tr key={truth}>
                <th scope="row">{w.sentiment[truth]}<span className="faint">{own.classScore(score(m.per_class?.[i]?.precision), score(m.per_class?.[i]?.recall), score(m.per_class?.[i]?.f1))}</span></th>
                {classes.map((said, j) => {
                  const cell = m.confusion?.[i]?.[j] ?? { n: 0, share: 0 };
                  return (
                    <td key={said} className={i === j ? "right" : "wrong"} style={{ "--depth": `${Math.round(cell.share * 100)}%` } as React.CSSProperties}>
                      <b>{percent(cell.share, 0)}</b><span>{count(cell.n)}</span>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const side = 240, edge = 46;

/** The diagram of reliability: what is stated to the right, what is true upwards; honest points lie on the line. */
export function Calibration({ of: m }: { of: Measured }) {
  const own = useQualityWords();
  const bins = m.calibration ?? [];
  const at = (v: number) => edge + v * (side - edge - 8);
  const up = (v: number) => side - at(v);
  const most = Math.max(...bins.map((b) => b.n), 1);
  const said = bins.map((b) => own.bin(percent(b.from, 0), percent(b.to, 0), percent(b.accuracy, 0), percent(b.low, 0), percent(b.high, 0), count(b.n)));
  return (
    <div className="calibration">
      <svg viewBox={`0 0 ${side} ${side}`} role="img" aria-label={said.join("；")}>
        {[0, 0.25, 0.5, 0.75, 1].map((v) => (
          <g key={v}>
            <line className="grid" x1={at(0)} x2={at(1)} y1={up(v)} y2={up(v)} />
            <text x={at(0) - 5} y={up(v) + 4} textAnchor="end">{percent(v, 0)}</text>
            <text x={at(v)} y={side - 14} textAnchor={v === 1 ? "end" : "middle"}>{percent(v, 0)}</text>
          </g>
        ))}
        <line className="honest" x1={at(0)} y1={up(0)} x2={at(1)} y2={up(1)} />
        {bins.map((b, i) => (
          <g key={b.from}>
            <title>{said[i]}</title>
            <line className="whisker" x1={at(b.stated)} x2={at(b.stated)} y1={up(b.low)} y2={up(b.high)} />
            <circle cx={at(b.stated)} cy={up(b.accuracy)} r={3 + 4 * Math.sqrt(b.n / most)} />
          </g>
        ))}
        <text x={(at(0) + at(1)) / 2} y={side - 1} textAnchor="middle">{own.stated}</text>
        <text transform={`rotate(-90 10 ${side / 2})`} x={10} y={side / 2} textAnchor="middle">{own.actual}</text>
      </svg>
      <ul className="calibration-list">{said.map((s) => <li key={s}>{s}</li>)}</ul>
    </div>
  );
}

/** Accuracy of each brand, source and length, with what the number of readings lets one say. */
export function Parts({ of: q }: { of: Quality }) {
  const own = useQualityWords();
  return (
    <div className="quality-parts">
      <Part title={own.byBrand} parts={q.by_brand} name={(p) => p.title || own.noBrand} />
      <Part title={own.bySource} parts={q.by_source} name={(p) => p.title} />
      <Part title={own.byLength} parts={[...q.by_length].sort((a, b) => a.key.localeCompare(b.key))} name={(p) => own.lengths[Number(p.key)] ?? p.key} />
    </div>
  );
}

function Part({ title, parts, name }: { title: string; parts: MeasuredPart[]; name: (p: MeasuredPart) => string }) {
  const own = useQualityWords();
  return (
    <table className="parts">
      <caption>{title}</caption>
      <thead className="unseen"><tr><th scope="col">{title}</th><th scope="col">{own.interval}</th><th scope="col">{own.accuracy}</th><th scope="col">{own.n}</th></tr></thead>
      <tbody>
        {parts.map((p) => (
          <tr key={p.key} title={`${percent(p.interval.low, 0)} – ${percent(p.interval.high, 0)}`}>
            <th scope="row">{name(p)}</th>
            <td className="parts-bar"><span className="unseen">{percent(p.interval.low, 0)} – {percent(p.interval.high, 0)}</span><span className="shares-track" aria-hidden="true"><i style={{ left: `${p.interval.low * 100}%`, width: `${(p.interval.high - p.interval.low) * 100}%` }} /><b style={{ left: `${p.accuracy * 100}%` }} /></span></td>
            <td className="num">{percent(p.accuracy, 0)}</td><td className="num faint">{count(p.n)} {own.n}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
