import type { ReactNode } from "react";
import type { Alerts, Branch, Mentions, Orders, Overview, TopicTree, Trend } from "../../api/nouns";
import { harmless } from "../../format/spans";
import { count, nsr, percent } from "../../format/number";
import { CountDelta, NsrDelta, ShareDelta } from "../../parts/Delta";
import { LevelMark, SentimentMark, SeverityMark } from "../../parts/marks";
import { Moved } from "../../parts/Moved";
import { Show } from "../../parts/states";
import { sayTrend, sayVolume } from "../../say/overview";
import { usualStep, writeFilter } from "../../state/filter";
import { useResource } from "../../state/live";
import { address } from "../../state/route";
import { useClock, useNames, useView, useWords } from "../../state/world";
import { hottest, rising, sayHot, whatChanged } from "../overview/reading";
import { useRulers } from "../overview/RulerNotes";
import { useOverviewWords } from "../overview/words";
import { useWallWords } from "./words";

/** The numbers, and the curve under them. */
export function NumbersWall() {
  const w = useWords();
  const view = useView();
  const overview = useResource<Overview>(`overview/${view.key}`, () => view.ask("/overview"));
  return (
    <Show of={overview} lines={8}>
      {(o) => (
        <>
          <p className="wall-says">{sayVolume(o, w)}</p>
          <dl className="wall-numbers">
            <Figure name={w.number.total} value={count(o.total)} change={<CountDelta n={o.total} before={o.before.total} />} />
            <Figure name={w.number.nsr} value={nsr(o.nsr)} change={<NsrDelta positive={o.positive} negative={o.negative} positiveBefore={o.before.positive} negativeBefore={o.before.negative} />} />
            <Figure name={w.number.negative} value={percent(o.negative_share)} change={<ShareDelta part={o.negative} n={o.total} partBefore={o.before.negative} nBefore={o.before.total} good="down" />} />
            <Figure name={w.number.complaints} value={percent(o.complaint_rate)} change={<ShareDelta part={o.complaints} n={o.total} partBefore={o.before.complaints} nBefore={o.before.total} good="down" />} />
            <Figure name={w.number.orders} value={count(o.open_orders)} change={null} />
          </dl>
          <Curve />
        </>
      )}
    </Show>
  );
}

function Figure({ name, value, change }: { name: string; value: string; change: ReactNode }) {
  return <div><dt>{name}</dt><dd><b>{value}</b><span>{change}</span></dd></div>;
}

/** The volume as bars one can count from afar; hatched where nobody listened. */
function Curve() {
  const w = useWords();
  const own = useWallWords();
  const words = useOverviewWords();
  const clock = useClock();
  const view = useView();
  const step = usualStep(view.span());
  const trend = useResource<Trend>(`trend/${step}/${view.key}`, () => view.ask("/trend", { step }));
  const rulers = useRulers(view, step);
  return (
    <Show of={trend} lines={4}>
      {(t) => {
        const most = Math.max(1, ...t.points.map((p) => p.total));
        const says = sayTrend(t, clock, w);
        return (
          <figure className="wall-curve">
            <figcaption>{t.step === "hour" ? own.perHour : own.perDay} · {says}{rulers.map((r) => <span key={r.at} className="wall-ruler"> · {words.rulerNote(clock.moment(new Date(r.at)), whatChanged(r, words))}</span>)}</figcaption>
            <div role="img" aria-label={says}>
              {t.points.map((p) => (
                <span key={p.at} className={p.coverage < 0.999 ? "gap" : undefined}>
                  <i style={{ height: `${((p.total - p.negative) / most) * 100}%` }} />
                  <i className="bad" style={{ height: `${(p.negative / most) * 100}%` }} />
                </span>
              ))}
            </div>
            <p className="wall-ends" aria-hidden="true"><span>{t.points[0] && clock.day(new Date(t.points[0].at))}</span><span><i className="bad" />{w.sentiment.negative} <i />{w.sentiment.neutral}/{w.sentiment.positive}</span><span>{t.points.length > 0 && clock.day(new Date(t.points.at(-1)!.at))}</span></p>
          </figure>
        );
      }}
    </Show>
  );
}

const rows = 7;

export function TopicsWall() {
  const w = useWords();
  const own = useWallWords();
  const words = useOverviewWords();
  const view = useView();
  const tree = useResource<TopicTree>(`topictree/${view.key}`, () => view.ask("/topics/tree"));
  return (
    <Show of={tree} lines={10}>
      {(t) => (
        <>
          <p className="wall-says">{sayHot(t, words, w.say.topicNone)}</p>
          <div className="wall-columns">
            <TopicList title={own.hot} all={hottest(t, rows)} />
            <TopicList title={own.rising} all={rising(t, rows)} none={own.calm} />
          </div>
        </>
      )}
    </Show>
  );
}

function TopicList({ title, all, none }: { title: string; all: Branch[]; none?: string }) {
  const most = Math.max(1, ...all.map((b) => b.n));
  return (
    <section>
      <h2>{title}</h2>
      {all.length === 0 && <p className="wall-none">{none}</p>}
      <ol className="wall-list">
        {all.map((b) => (
          <li key={b.key}>
            <span className="wall-name">{b.title}</span><b>{count(b.n)}</b><Moved n={b.n} before={b.before} moved={b.moved} />
            <span className="wall-bar" aria-hidden="true"><i className="bad" style={{ width: `${(b.negative / most) * 100}%` }} /><i style={{ width: `${((b.n - b.negative) / most) * 100}%` }} /></span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Running incidents and unfinished orders: what the room must know at a glance. */
export function NowWall() {
  const w = useWords();
  const own = useWallWords();
  const clock = useClock();
  const names = useNames();
  const { filter } = useView();
  const brands = writeFilter({ brand: filter.brand });
  const ask = (path: string) => address(path, new URLSearchParams([...brands, ["state", "open"], ["limit", "6"]]));
  const alerts = useResource<Alerts>(`wall/alerts/${brands}`, () => ask("/alerts"));
  const orders = useResource<Orders>(`wall/orders/${brands}`, () => ask("/orders"));
  return (
    <Show of={alerts} lines={10}>
      {(a) => (
        <>
          <p className="wall-says">{a.open + (orders.data?.counts.open ?? 0) > 0 ? w.say.now(a.open, orders.data?.counts.open ?? 0) : own.none}</p>
          <div className="wall-columns">
            <section>
              <h2>{own.alerts}</h2>
              <ul className="wall-list">{a.items.map((x) => <li key={x.id}><LevelMark level={x.level} /><span className="wall-text">{harmless(x.headline)}</span><small>{w.alerts.since(clock.length(clock.now.getTime() - Date.parse(x.started_at)))}</small></li>)}</ul>
            </section>
            <section>
              <h2>{own.orders}</h2>
              <ul className="wall-list">{orders.data?.items.map((x) => <li key={x.id}><LevelMark level={x.level} /><span className="wall-text">{harmless(x.title)}</span><small>{[w.orders.stateOf[x.state], x.store && names.store(x.store), x.owner || own.unowned].filter(Boolean).join(" · ")}</small></li>)}</ul>
            </section>
          </div>
        </>
      )}
    </Show>
  );
}

export function SevereWall() {
  const w = useWords();
  const own = useWallWords();
  const clock = useClock();
  const names = useNames();
  const view = useView();
  const mentions = useResource<Mentions>(`wall/severe/${view.key}`, () => view.ask("/mentions", { severity: String(Math.max(3, view.filter.severity)), limit: "6" }));
  return (
    <Show of={mentions} lines={10}>
      {(m) => (
        <>
          <p className="wall-says">{m.total ? w.say.severe(count(m.total ?? 0)) : own.noSevere}</p>
          <ul className="wall-list wall-quotes">
            {m.items.map((x) => (
              <li key={x.post.id + x.brand}>
                <SentimentMark sentiment={x.analysis.sentiment} /><span className="wall-text words">{harmless(x.post.text || x.post.title)}</span>
                <small><SeverityMark severity={x.analysis.severity} /> {names.source(x.post.source)}{x.post.store && ` · ${names.store(x.post.store)}`} · {clock.relative(new Date(x.post.published_at))}</small>
              </li>
            ))}
          </ul>
        </>
      )}
    </Show>
  );
}
