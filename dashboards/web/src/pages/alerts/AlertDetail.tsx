import { type ReactNode } from "react";
import { apiAddress } from "../../api/client";
import type { Alert, Order } from "../../api/nouns";
import { count } from "../../format/number";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { useLanguage } from "../../i18n/language";
import { Chip, LevelMark } from "../../parts/marks";
import { Headline, SpikeReason } from "../../parts/Told";
import { Link } from "../../parts/Link";
import { Show } from "../../parts/states";
import { everything, type Filter } from "../../state/filter";
import { useResource } from "../../state/live";
import { address } from "../../state/route";
import { mentionsAddress, useClock, useNames, useWords } from "../../state/world";
import { AlertActions } from "./AlertActions";
import { AlertChart } from "./AlertChart";
import { Shares } from "./Shares";
import { Absorbed, People, Points, Similar } from "./Facts";
import { mutedNow, topicsOf } from "./incident";
import { Marks } from "./AlertRow";
import { Timeline } from "./Timeline";
import { Voices } from "./Voices";
import { useAlertWords } from "./words";

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
  const own = useAlertWords();
  const clock = useClock();
  const filter = incidentFilter(alert, clock.now);
  const order = useResource<Order>(alert.order ? `order/${alert.order}` : null, () => `/orders/${encodeURIComponent(alert.order)}`, { hold: false });
  const people = alert.authors > 0 || alert.originals > 0;
  return (
    <article className="alert-detail">
      <Head alert={alert} order={order.data} filter={filter} />
      <AlertActions key={alert.id} alert={alert} />
      <Times alert={alert} />
      {alert.spike.unknown && <p className="warning" role="note">⚠ {w.alerts.unknown}</p>}
      {alert.kind !== "silence" && <Section title={w.alerts.numbers}><Numbers alert={alert} /></Section>}
      {alert.kind !== "silence" && <Section title={w.alerts.chart}><AlertChart alert={alert} /></Section>}
      <div className="alert-columns">
        {alert.points.length > 0 && <Section title={w.alerts.why}><Points alert={alert} /></Section>}
        {alert.shares.length > 0 && <Section title={w.alerts.shares} help={w.alerts.sharesHelp}><Shares shares={alert.shares} filter={filter} /></Section>}
      </div>
      {alert.evidence.length > 0 && <Voices evidence={alert.evidence} />}
      <div className="alert-columns">
        {people && <Section title={own.people}><People alert={alert} /></Section>}
        {alert.rules.length > 0 && <Section title={own.absorbed} help={own.absorbedHelp}><Absorbed alert={alert} /></Section>}
        <Section title={own.timeline}><Timeline alert={alert} order={order.data} /></Section>
        {alert.similar.length > 0 && <Section title={own.similar}><Similar similar={alert.similar} /></Section>}
      </div>
      <p className="faint alert-rule words">
        {own.ruleLine} <Link to={`/rules/${encodeURIComponent(alert.rule)}`}>{alert.rule}</Link>{alert.rule_version && ` · ${own.version} ${alert.rule_version}`}{alert.spike.reason && <> · <SpikeReason alert={alert} /></>}
      </p>
    </article>
  );
}

function Head({ alert, order, filter }: { alert: Alert; order: Order | null; filter: Filter }) {
  const w = useWords();
  const own = useAlertWords();
  const clock = useClock();
  const names = useNames();
  const language = useLanguage();
  const muted = mutedNow(alert, clock.now);
  const like = new URLSearchParams({ new: "1", brand: alert.brand, ...(alert.topic ? { topic: alert.topic } : {}), ...(alert.kind === "burst" || !alert.kind ? {} : { rule: alert.rule }) });
  return (
    <header>
      <div className="detail-marks">
        <LevelMark level={alert.level} long />
        <span className={alert.state === "open" ? "running" : "faint"}>{alert.state === "open" ? `● ${w.alerts.open}` : `✓ ${alert.state === "merged" ? own.mark.merged : w.alerts.resolved}`}</span>
        <span className="faint">{names.brand(alert.brand)}</span>
        {topicsOf(alert).slice(0, 4).map((t) => <Chip key={t}>{names.title(t)}</Chip>)}
        {alert.history && <Chip title={w.alerts.historyHelp}>{w.alerts.history}</Chip>}
        <span className="faint">{alert.id}</span>
      </div>
      <h2 className="words"><Headline alert={alert} /></h2>
      <Marks alert={alert} order={order ?? undefined} />
      {alert.verdict && <p className="soft words">{own.verdicts[alert.verdict]} · {own.verdictOf(alert.verdict_by, said(alert.verdict_at, clock.moment.bind(clock)))}{alert.verdict_why && own.colon + harmless(alert.verdict_why)}</p>}
      {alert.merged && <p className="alert-note">{own.mergedInto} <Link to={`/alerts/${encodeURIComponent(alert.merged)}`}>{alert.merged} →</Link></p>}
      {alert.silenced && <p className="alert-note">{own.silencedBy(alert.silenced)} <Link to="/silences">{own.toSilences} →</Link></p>}
      {muted && <p className="alert-note">{own.mutedUntil(clock.moment(muted))}</p>}
      <p className="alert-actions">
        {alert.order ? <Link to={`/orders/${encodeURIComponent(alert.order)}`}>{w.alerts.order} {alert.order} →</Link> : <span className="faint">{w.alerts.noOrder}</span>}
        <Link to={mentionsAddress(filter, alert.topic ? { topic: alert.topic } : {})}>{w.alerts.mentions} →</Link>
        <a href={apiAddress(`/alerts/${encodeURIComponent(alert.id)}/report.html`, new URLSearchParams(language === "en" ? { language } : {}))} target="_blank" rel="noreferrer">{own.report} ↗</a>
        {alert.state === "open" && !alert.history && <Link to={address("/silences", like)}>{own.silenceLike}</Link>}
      </p>
    </header>
  );
}

const said = (text: string, word: (at: Date) => string) => { const at = instant(text); return at ? word(at) : ""; };

export function Section({ title, help, children }: { title: string; help?: string; children: ReactNode }) {
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
  const own = useAlertWords();
  const s = alert.spike;
  const facts: [string, string, string?][] = [
    [w.alerts.hour, w.unit.mentions(count(s.hour)), s.usual > 0 ? w.alerts.times((s.hour / s.usual).toFixed(1)) : undefined],
    [w.alerts.usual, w.unit.mentions(s.usual.toFixed(1))],
    [w.alerts.authors, w.unit.people(count(s.authors))],
    [w.alerts.sigma, w.alerts.sigmas(s.sigma.toFixed(1))],
    [w.alerts.peak, w.unit.mentions(count(alert.peak))],
    [w.alerts.total, w.unit.mentions(count(alert.total))],
  ];
  return (
    <>
      <dl className="alert-numbers">{facts.map(([name, value, more]) => <div key={name}><dt>{name}</dt><dd>{value}{more && <b>{more}</b>}</dd></div>)}</dl>
      {s.high > 0 && <p className="faint alert-band">{own.bandSays(s.low.toFixed(0), s.high.toFixed(0))}</p>}
    </>
  );
}
