import type { ReactNode } from "react";
import type { Alert, Share } from "../../api/nouns";
import { count, percent } from "../../format/number";
import { instant } from "../../format/zone";
import { Chip, LevelMark } from "../../parts/marks";
import { Link } from "../../parts/Link";
import { Quotes } from "../../parts/Quotes";
import { Show } from "../../parts/states";
import { everything, type Filter } from "../../state/filter";
import { useResource } from "../../state/live";
import { mentionsAddress, useClock, useNames, useWords } from "../../state/world";
import { AlertChart } from "./AlertChart";

export function AlertDetail({ id, known }: { id: string; known?: Alert }) {
  const alert = useResource<Alert>(`alert/${id}`, () => `/alerts/${encodeURIComponent(id)}`, { hold: false });
  return <Show of={{ ...alert, data: alert.data ?? known ?? null }} lines={12}>{(a) => <Whole alert={a} />}</Show>;
}

/** The filter of the mentions an incident counts: brand, negative, from when the excess began. */
export function incidentFilter(alert: Alert, now: Date): Filter {
  const end = instant(alert.resolved_at) ?? now;
  const to = new Date(Math.ceil(end.getTime() / 60_000) * 60_000);
  return { ...everything, brand: alert.brand ? [alert.brand] : [], sentiment: "negative", range: { from: alert.started_at, to: to.toISOString() } };
}

function Whole({ alert }: { alert: Alert }) {
  const w = useWords();
  const clock = useClock();
  const names = useNames();
  const filter = incidentFilter(alert, clock.now);
  return (
    <article className="alert-detail">
      <header>
        <div className="detail-marks">
          <LevelMark level={alert.level} long />
          <span className={alert.state === "open" ? "running" : "faint"}>{alert.state === "open" ? `● ${w.alerts.open}` : `✓ ${w.alerts.resolved}`}</span>
          <span className="faint">{names.brand(alert.brand)}</span>
          {alert.topic && <Chip>{names.title(alert.topic)}</Chip>}
          {alert.history && <Chip title={w.alerts.historyHelp}>{w.alerts.history}</Chip>}
          <span className="faint">{alert.id}</span>
        </div>
        <h2 className="words">{alert.headline}</h2>
        <p className="alert-actions">
          {alert.order ? <Link to={`/orders/${encodeURIComponent(alert.order)}`}>{w.alerts.order} {alert.order} →</Link> : <span className="faint">{w.alerts.noOrder}</span>}
          <Link to={mentionsAddress(filter, alert.topic ? { topic: alert.topic } : {})}>{w.alerts.mentions} →</Link>
        </p>
      </header>
      <Times alert={alert} />
      {alert.spike.unknown && <p className="warning" role="note">⚠ {w.alerts.unknown}</p>}
      <Section title={w.alerts.numbers}><Numbers alert={alert} /></Section>
      <Section title={w.alerts.chart}><AlertChart alert={alert} /></Section>
      <div className="alert-columns">
        {alert.points.length > 0 && <Section title={w.alerts.why}><Points alert={alert} /></Section>}
        {alert.shares.length > 0 && <Section title={w.alerts.shares} help={w.alerts.sharesHelp}><Shares shares={alert.shares} filter={filter} /></Section>}
      </div>
      {alert.evidence.length > 0 && <Section title={w.alerts.evidence}><Quotes evidence={alert.evidence} /></Section>}
      <p className="faint alert-rule">{w.alerts.rule} {alert.rule}{alert.rule_version && ` · ${alert.rule_version}`} · {alert.spike.reason}</p>
    </article>
  );
}

function Section({ title, help, children }: { title: string; help?: string; children: ReactNode }) {
  return <section><h3>{title}{help && <span className="faint"> · {help}</span>}</h3>{children}</section>;
}

/** When it began, was told, was last high, ended. */
function Times({ alert }: { alert: Alert }) {
  const w = useWords();
  const clock = useClock();
  const steps: [string, string][] = [
    [w.alerts.started, alert.started_at], [w.alerts.opened, alert.opened_at],
    alert.state === "open" ? [w.alerts.last, alert.last_at] : [w.alerts.ended, alert.resolved_at],
  ];
  return (
    <ol className="times">
      {steps.map(([name, text]) => {
        const at = instant(text);
        return at && <li key={name}><span className="faint">{name}</span><time dateTime={text} title={clock.exact(at)}>{clock.moment(at)}</time></li>;
      })}
      {alert.reason && <li className="times-reason"><span className="faint">{w.alerts.reason}</span><span>{w.alerts.because[alert.reason] ?? alert.reason}</span></li>}
    </ol>
  );
}

function Numbers({ alert }: { alert: Alert }) {
  const w = useWords();
  const s = alert.spike;
  const facts: [string, string, string?][] = [
    [w.alerts.hour, w.unit.mentions(count(s.hour)), s.usual > 0 ? w.alerts.times((s.hour / s.usual).toFixed(1)) : undefined],
    [w.alerts.usual, w.unit.mentions(s.usual.toFixed(1))],
    [w.alerts.authors, w.unit.people(count(s.authors))],
    [w.alerts.sigma, w.alerts.sigmas(s.sigma.toFixed(1))],
    [w.alerts.peak, w.unit.mentions(count(alert.peak))],
    [w.alerts.total, w.unit.mentions(count(alert.total))],
  ];
  return <dl className="alert-numbers">{facts.map(([name, value, more]) => <div key={name}><dt>{name}</dt><dd>{value}{more && <b>{more}</b>}</dd></div>)}</dl>;
}

function Points({ alert }: { alert: Alert }) {
  const w = useWords();
  const sum = alert.points.reduce((n, p) => n + p.points, 0);
  return (
    <table className="bars points">
      <caption className="unseen">{w.alerts.why}</caption>
      <tbody>{alert.points.map((p) => <tr key={p.reason}><th scope="row" className="words">{p.reason}</th><td className="num">{w.alerts.points(p.points)}</td></tr>)}</tbody>
      <tfoot><tr><th scope="row">{w.alerts.sum} <LevelMark level={alert.level} /></th><td className="num"><b>{w.alerts.points(sum)}</b></td></tr></tfoot>
    </table>
  );
}

/** Of a hundred additional mentions, how many each element brought; per dimension, the largest first. */
function Shares({ shares, filter }: { shares: Share[]; filter: Filter }) {
  const w = useWords();
  const names = useNames();
  const dimensions = [...new Set(shares.map((s) => s.dimension))];
  const name = (s: Share) => (s.dimension === "topic" ? names.title(s.element) : s.dimension === "source" ? names.source(s.element) : s.dimension === "store" ? names.store(s.element) : s.element);
  const narrow = (s: Share): Partial<Filter> | null =>
    s.dimension === "topic" ? { topic: s.element } : s.dimension === "source" ? { source: [s.element] } : s.dimension === "store" ? { store: s.element } : null;
  return dimensions.map((d) => (
    <table key={d} className="bars shares">
      <caption>{w.alerts.dimension[d] ?? d}</caption>
      <tbody>
        {shares.filter((s) => s.dimension === d && s.element).slice(0, 5).map((s) => {
          const more = narrow(s);
          return (
            <tr key={s.element}>
              <td className="name" title={name(s)}>{more ? <Link to={mentionsAddress(filter, more)}>{name(s)}</Link> : name(s)}</td>
              <td className="bar"><span className="bar-track"><i className="bar-share" style={{ width: `${Math.max(0, Math.min(1, s.part)) * 100}%` }} /></span></td>
              <td className="num"><b>{percent(s.part, 0)}</b></td>
              <td className="num faint">{w.unit.mentions(count(s.n))} · {w.alerts.usualN(s.usual.toFixed(1))}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  ));
}
