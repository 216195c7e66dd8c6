import type { ReactNode } from "react";
import type { SourceDetail, Visits } from "../../api/nouns";
import { bytes, count, percent } from "../../format/number";
import { instant } from "../../format/zone";
import { useLanguage } from "../../i18n/language";
import { Link } from "../../parts/Link";
import { More } from "../../parts/More";
import { Panel } from "../../parts/Panel";
import { Segments } from "../../parts/Segments";
import { Nothing, Show } from "../../parts/states";
import { everything } from "../../state/filter";
import { useResource } from "../../state/live";
import { usePaged } from "../../state/paged";
import { address, go, useRoute, withQuery } from "../../state/route";
import { mentionsAddress, useClock, useWords } from "../../state/world";
import { Calendar } from "./Calendar";
import { scheduled, usual } from "./collection";
import { Compliance } from "./Compliance";
import { FillAll, GapLog, VisitNow } from "./GapLog";
import { State, Trace } from "./SourceTable";
import { VisitLog } from "./VisitLog";
import { useSourceWords } from "./words";

const tabs = ["overview", "gaps", "visits", "compliance"] as const;
type Tab = (typeof tabs)[number];

/** One source, told whole: how it does, when it was heard, what is missing, and on what ground it is collected. */
export function SourceDetailPage({ id }: { id: string }) {
  const own = useSourceWords();
  const { path, query } = useRoute();
  const asked = query.get("tab") as Tab | null;
  const tab: Tab = asked && tabs.includes(asked) ? asked : "overview";
  const source = useResource<SourceDetail>(`source/${id}`, () => `/sources/${encodeURIComponent(id)}`, { hold: false });
  if (source.error?.status === 404) return <Nothing title={own.gone} help={own.goneHelp}><Link to="/sources">← {own.all}</Link></Nothing>;
  return (
    <div className="source-page">
      <p className="source-back"><Link to="/sources">← {own.all}</Link></p>
      <Show of={source} lines={12}>
        {(s) => (
          <>
            <Head source={s} />
            <Segments<Tab> label={own.view} value={tab} onChange={(t) => go(address(path, withQuery(query, { tab: t === "overview" ? null : t })), { replace: true })}
              options={tabs.map((t) => ({ value: t, label: t === "gaps" && s.gaps.length > 0 ? `${own.tabs.gaps} ${s.gaps.length}` : own.tabs[t] }))} />
            {tab === "overview" && <Overview source={s} />}
            {tab === "gaps" && <GapLog source={s} />}
            {tab === "visits" && <Log id={s.id} />}
            {tab === "compliance" && <Compliance source={s} />}
          </>
        )}
      </Show>
    </div>
  );
}

function Head({ source: s }: { source: SourceDetail }) {
  const w = useWords();
  const own = useSourceWords();
  const zh = useLanguage() === "zh";
  const visitable = s.every > 0 && s.state !== "disabled" && s.state !== "passive" && !s.remote;
  return (
    <header className="source-head">
      <div>
        <h2>{s.title || s.id}</h2>
        <p className="split-meta"><span>{w.sourceKind[s.kind] ?? s.kind}</span><span className="words">{s.id}</span></p>
      </div>
      <State state={s.state} />
      {s.remedy.zh && <p className={`source-remedy remedy-${s.state}`}><b>{own.remedy}</b> {zh ? s.remedy.zh : s.remedy.en}</p>}
      {visitable && <div className="command-buttons"><VisitNow id={s.id} />{s.gaps.some((g) => !g.open) && <FillAll id={s.id} />}</div>}
    </header>
  );
}

function Overview({ source: s }: { source: SourceDetail }) {
  const w = useWords();
  const own = useSourceWords();
  const clock = useClock();
  const time = (text: string | null | undefined) => {
    const at = instant(text);
    return at && <time dateTime={text!} title={clock.exact(at)}>{clock.moment(at)}</time>;
  };
  const facts: [string, ReactNode][] = [
    [own.day, own.gotLong(count(s.day.got), usual(s.day))],
    [own.week, own.gotLong(count(s.week.got), usual(s.week))],
    [own.covered, scheduled(s) && percent(Math.floor(s.week.coverage * 1000) / 1000, 1)],
    [own.heardTo, time(s.heard_to)],
    [own.last, s.last ? <>{time(s.last.ended_at)} {own.outcome[s.last.outcome]}</> : own.never],
    [own.next, time(s.next_at)],
    [own.stored, s.claimed >= 0 ? own.claims(count(s.fetched), count(s.claimed)) : count(s.fetched)],
    [own.traffic, own.requests(count(s.requests), bytes(s.bytes), count(s.visits))],
    [own.schedule, s.schedule && <code>{s.schedule}</code>],
    [own.address, s.address && <span className="words">{s.address}</span>],
  ];
  return (
    <>
      <Panel title={own.figures} aside={<Link to={mentionsAddress(everything, { source: [s.id], raw: true })}>{own.mentions} →</Link>}>
        <div className="source-figures">
          <Trace days={s.days} expected={scheduled(s)} />
          <dl className="source-facts">
            {facts.filter(([, value]) => value).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
          </dl>
        </div>
        {s.last?.missing && <p className="missing words">{w.sources.missing} · {s.last.missing}</p>}
      </Panel>
      {scheduled(s) && <Calendar hours={s.calendar} />}
    </>
  );
}

function Log({ id }: { id: string }) {
  const own = useSourceWords();
  const visits = usePaged<Visits>(`visits/${id}`, () => `/visits?source=${encodeURIComponent(id)}&limit=100`);
  return <Panel title={own.visits}><Show of={visits} lines={8}>{(v) => <><VisitLog visits={v.items} /><More of={visits} /></>}</Show></Panel>;
}
