import type { Alert, SimilarAlert } from "../../api/nouns";
import { count, percent } from "../../format/number";
import { instant } from "../../format/zone";
import { PointReason, Told } from "../../parts/Told";
import { Link } from "../../parts/Link";
import { LevelMark } from "../../parts/marks";
import { useClock, useWords } from "../../state/world";
import { useAlertWords } from "./words";

/** What the level is made of, point by point. */
export function Points({ alert }: { alert: Alert }) {
  const w = useWords();
  const sum = alert.points.reduce((n, p) => n + p.points, 0);
  return (
    <table className="bars points">
      <caption className="unseen">{w.alerts.why}</caption>
      <tbody>{alert.points.map((p) => <tr key={p.reason}><th scope="row" className="words"><PointReason text={p.reason} /></th><td className="num">{w.alerts.points(p.points)}</td></tr>)}</tbody>
      <tfoot><tr><th scope="row">{w.alerts.sum} <LevelMark level={alert.level} /></th><td className="num"><b>{w.alerts.points(sum)}</b></td></tr></tfoot>
    </table>
  );
}

/** Other rules that fired about the same matter: told once, by this incident. */
export function Absorbed({ alert }: { alert: Alert }) {
  const own = useAlertWords();
  const clock = useClock();
  return (
    <ul className="plain-rows">
      {alert.rules.map((r) => {
        const at = instant(r.at);
        return <li key={r.rule}><Link to={`/rules/${encodeURIComponent(r.rule)}`}>{r.rule}</Link><span className="faint">{at && clock.moment(at)} · {own.score(r.score.toFixed(1))}</span></li>;
      })}
    </ul>
  );
}

/** How many different people, how much of it copied, how much perhaps by machines. */
export function People({ alert }: { alert: Alert }) {
  const w = useWords();
  const own = useAlertWords();
  const all = alert.originals + alert.reposts;
  const part = (n: number) => (all > 0 ? own.ofTotal(percent(n / all, 0)) : "");
  const facts: [string, string, string][] = [
    [own.authors, w.unit.people(count(alert.authors)), ""],
    [own.originals, w.unit.mentions(count(alert.originals)), part(alert.originals)],
    [own.reposts, w.unit.mentions(count(alert.reposts)), part(alert.reposts)],
    [own.suspects, w.unit.mentions(count(alert.suspects)), part(alert.suspects)],
  ];
  return <dl className="alert-numbers alert-people">{facts.map(([name, value, more]) => <div key={name}><dt>{name}</dt><dd>{value} <span className="faint">{more}</span></dd></div>)}</dl>;
}

/** Incidents of the past like this one, with how they went. */
export function Similar({ similar }: { similar: SimilarAlert[] }) {
  const own = useAlertWords();
  const clock = useClock();
  return (
    <ul className="similar">
      {similar.map((s) => {
        const at = instant(s.opened_at);
        return (
          <li key={s.id}>
            <Link to={`/alerts/${encodeURIComponent(s.id)}`} className="words"><Told text={s.headline || s.id} /></Link>
            <p className="split-meta">
              <b>{own.alike(percent(s.alike, 0))}</b>
              {at && <time dateTime={s.opened_at} title={clock.exact(at)}>{clock.moment(at)}</time>}
              {s.lasted > 0 && <span>{own.lasted(clock.length(s.lasted / 1e6))}</span>}
              {s.peak > 0 && <span>{own.peak(count(s.peak))}</span>}
              <span>{s.verdict ? own.verdicts[s.verdict] : own.unjudged}</span>
              {s.order && <Link className="inline" to={`/orders/${encodeURIComponent(s.order)}`}>{s.order}</Link>}
            </p>
            {s.cause && <p className="soft words">{own.cause(s.cause)}</p>}
          </li>
        );
      })}
    </ul>
  );
}
