import type { Group } from "../api/nouns";
import { count, percent } from "../format/number";
import type { Filter } from "../state/filter";
import { mentionsAddress, useView, useWords } from "../state/world";
import { CountDelta } from "./Delta";
import { Link } from "./Link";

interface Props {
  caption: string;
  rows: Group[];
  filterBy: (key: string) => Partial<Filter>; // what a row adds to the filter
  share?: boolean; // show the part of the whole instead of the negative share
  limit?: number;
}

/** A ranking: name, bar of the three sentiments, numbers. Every one of them opens the mentions behind it. */
export function BarTable({ caption, rows, filterBy, share = false, limit = 8 }: Props) {
  const w = useWords();
  const { filter } = useView();
  const shown = rows.slice(0, limit);
  const most = Math.max(1, ...shown.map((r) => r.n));
  const total = rows.reduce((sum, r) => sum + r.n, 0);
  return (
    <table className="bars">
      <caption className="unseen">{caption}</caption>
      <thead>
        <tr>
          <th scope="col"><span className="unseen">{caption}</span></th>
          <th scope="col"><span className="unseen">{w.panel.mix}</span></th>
          <th scope="col" className="num">{w.panel.n}</th>
          <th scope="col" className="num">{share ? w.panel.share : w.panel.negativeShare}</th>
          <th scope="col" className="num">{w.panel.change}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((r) => {
          const to = mentionsAddress(filter, filterBy(r.key));
          const toNegative = mentionsAddress(filter, { ...filterBy(r.key), sentiment: "negative" });
          return (
            <tr key={r.key}>
              <td className="name" title={r.title}><Link to={to}>{r.title}</Link></td>
              <td className="bar"><Link to={to} tabIndex={-1} aria-hidden="true"><Mix row={r} most={most} /></Link></td>
              <td className="num"><Link to={to} tabIndex={-1}>{count(r.n)}</Link></td>
              <td className="num">
                {share ? percent(total ? r.n / total : null, 0)
                  : r.n === 0 ? percent(null) : <Link to={toNegative} title={w.unit.mentions(count(r.negative))}>{percent(r.negative / r.n, 0)}</Link>}
              </td>
              <td className="num"><CountDelta n={r.n} before={r.before} /></td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Mix({ row, most }: { row: Group; most: number }) {
  const neutral = Math.max(0, row.n - row.negative - row.positive);
  const part = (n: number) => ({ width: `${(n / Math.max(1, row.n)) * 100}%` });
  return (
    <span className="bar-track" style={{ width: `${Math.max(1.5, (row.n / most) * 100)}%` }}>
      {row.negative > 0 && <i className="bar-negative" style={part(row.negative)} />}
      {neutral > 0 && <i className="bar-neutral" style={part(neutral)} />}
      {row.positive > 0 && <i className="bar-positive" style={part(row.positive)} />}
    </span>
  );
}

/** What the three parts of a bar mean. */
export function SentimentKey() {
  const w = useWords();
  return (
    <div className="sentiment-key">
      {(["negative", "neutral", "positive"] as const).map((s) => (
        <span key={s}><i className={`bar-${s}`} aria-hidden="true" />{w.sentiment[s]}</span>
      ))}
    </div>
  );
}
