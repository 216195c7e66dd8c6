import type { ReactNode } from "react";
import type { LevelName, OrderReport, OrderReportRow } from "../../api/nouns";
import { percent } from "../../format/number";
import { LevelMark } from "../../parts/marks";
import { Link } from "../../parts/Link";
import { Panel } from "../../parts/Panel";
import { Nothing, Show } from "../../parts/states";
import { useResource } from "../../state/live";
import { useClock, useView, useWords } from "../../state/world";
import { counted, few, shareOf, shares, thin, times } from "./rows";
import { useReportWords } from "./words";
import "./report.css";

/** How fast and how well work orders were handled, by owner, level and rule. Every share with what it is a share of. */
export default function ReportPage() {
  const own = useReportWords();
  const { filter, span, key } = useView();
  const report = useResource<OrderReport>(`report/${key}`, () => {
    const { from, to } = span();
    return `/orders/report?${new URLSearchParams([["from", from.toISOString()], ["to", to.toISOString()], ...filter.brand.map((b) => ["brand", b])]).toString()}`;
  });
  return <Show of={report} lines={12}>{(r) => (r.all.orders === 0 ? <Nothing title={own.none} help={own.noneHelp} /> : <Whole report={r} />)}</Show>;
}

const nobody = "未指派"; // as the server calls orders in nobody's hands

function Whole({ report: r }: { report: OrderReport }) {
  const w = useWords();
  const own = useReportWords();
  const says = own.says(r.all.orders, r.all.closed, r.all.breached, r.all.reopened) + (r.alerts_per_week > 0 ? own.alerts(r.alerts_per_week.toFixed(1)) : "");
  const level = (name: string) => (name in w.level ? <Link to={`/orders?level=${name}`}><LevelMark level={name as LevelName} /></Link> : name);
  const owner = (name: string) => (name && name !== nobody ? <Link to={`/orders?owner=${encodeURIComponent(name)}`} title={own.open}>{name}</Link> : <Link to="/orders?owner=-">{own.nobody}</Link>);
  const rule = (name: string) => (name ? <Link to={`/rules/${encodeURIComponent(name)}`}>{name}</Link> : own.byHand);
  return (
    <div className="report">
      <Panel title={own.title} says={says} note={own.smallNote}><Table caption={own.title} head="" rows={[r.all]} name={() => own.all} /></Panel>
      <Panel title={own.byOwner}><Table caption={own.byOwner} head={own.name.owner} rows={r.owner} name={owner} /></Panel>
      <Panel title={own.byLevel}><Table caption={own.byLevel} head={own.name.level} rows={r.level} name={level} /></Panel>
      {r.rule.length > 0 && <Panel title={own.byRule}><Table caption={own.byRule} head={own.name.rule} rows={r.rule} name={rule} /></Panel>}
    </div>
  );
}

function Table({ caption, head, rows, name }: { caption: string; head: string; rows: OrderReportRow[]; name: (name: string) => ReactNode }) {
  const own = useReportWords();
  const columns = ["orders", "open", ...times, ...shares] as const;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={caption}>
      <table className="report-table">
        <caption className="unseen">{caption}</caption>
        <thead><tr><th scope="col">{head || <span className="unseen">{caption}</span>}</th>{columns.map((c) => <th key={c} scope="col" className="num" title={own.columnHelp[c]}>{own.column[c]}</th>)}</tr></thead>
        <tbody>{rows.map((r) => <Row key={r.name} row={r} name={name(r.name)} />)}</tbody>
      </table>
    </div>
  );
}

function Row({ row: r, name }: { row: OrderReportRow; name: ReactNode }) {
  const own = useReportWords();
  const clock = useClock();
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="num" data-label={own.column.orders}>{r.orders}</td>
      <td className="num" data-label={own.column.open}>{r.open || "—"}</td>
      {times.map((t) => {
        const n = counted(r, t);
        return <td key={t} className={thin(n) ? "num thin" : "num"} data-label={own.column[t]} title={n > 0 && thin(n) ? own.small : own.columnHelp[t]}>{n === 0 ? "—" : <><span>{clock.length(r[t] / 1e6)} </span><span className="faint">{own.n(n)}</span></>}</td>;
      })}
      {shares.map((s) => {
        const { part, of } = shareOf(r, s);
        return <td key={s} className={of < few ? "num thin" : "num"} data-label={own.column[s]} title={of > 0 && of < few ? own.small : own.columnHelp[s]}>{of === 0 ? "—" : <>{of >= few && <b>{percent(part / of, 0)} </b>}<span className="faint">{own.of(part, of)}</span></>}</td>;
      })}
    </tr>
  );
}
