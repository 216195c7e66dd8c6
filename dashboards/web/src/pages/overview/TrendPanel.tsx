import { lazy, Suspense, useMemo, useState } from "react";
import type { Trend } from "../../api/nouns";
import { count, nsr, percent } from "../../format/number";
import { Link } from "../../parts/Link";
import { Panel } from "../../parts/Panel";
import { Loading, Nothing, Show } from "../../parts/states";
import { sayTrend } from "../../say/overview";
import { usualStep, type SentimentName, type Step } from "../../state/filter";
import { useResource } from "../../state/live";
import { useMedia } from "../../state/media";
import { address, go, useRoute, withQuery } from "../../state/route";
import { mentionsAddress, useClock, useNames, useView, useWords } from "../../state/world";
import { usePalette } from "../../style/mode";
import { SentimentKey } from "../../parts/BarTable";
import { Segments } from "../../parts/Segments";
import { sayUsual, type Usual } from "./reading";
import { RulerNotes } from "./RulerNotes";
import { missingIn, missingSources } from "./trend";
import { useOverviewWords } from "./words";
import "./trend.css";

const TrendChart = lazy(() => import("./TrendChart"));

export function TrendPanel() {
  const w = useWords();
  const clock = useClock();
  const view = useView();
  const { path, query } = useRoute();
  const asked = query.get("step");
  const step: Step = asked === "hour" || asked === "day" ? asked : usualStep(view.span());
  const trend = useResource<Trend>(`trend/${step}/${view.key}`, () => view.ask("/trend", { step }));
  const usual = useResource<Usual>(`usual/${step}/${view.key}`, () => view.ask("/trend/usual", { step }));
  const own = useOverviewWords();
  const expected = usual.data?.step === step && !usual.stale ? usual.data : null;
  const end = Math.min(view.span().to.getTime(), clock.now.getTime());
  const says = trend.data?.points.some((p) => p.total > 0) ? sayTrend(trend.data, clock, w) + sayUsual(trend.data, expected, end, own) : null;

  return (
    <Panel title={w.trend.title} says={says} className="trend-panel" aside={
      <Segments<Step> label={w.trend.step} value={step}
        options={[{ value: "hour", label: w.trend.hour }, { value: "day", label: w.trend.day }]}
        onChange={(s) => go(address(path, withQuery(query, { step: s })), { replace: true })} />
    }>
      <Show of={trend} height={360} lines={6}>
        {(data) => (data.points.every((p) => p.total === 0) ? <Silence trend={data} /> : (
          <>
            <Key trend={data} usual={expected} />
            <Suspense fallback={<Loading lines={6} height={320} />}>
              <Drawn trend={data} usual={expected} label={w.trend.chart(says ?? "")} />
            </Suspense>
            <Missing trend={data} />
            <RulerNotes rulers={expected?.rulers ?? []} />
            <Figures trend={data} />
          </>
        ))}
      </Show>
    </Panel>
  );
}

/** No bars at all: said in words, with the way to where one sees whether anybody listened. */
function Silence({ trend }: { trend: Trend }) {
  const w = useWords();
  const missing = trend.points.filter((p) => p.coverage < 0.999).length;
  const help = missing ? w.say.lost(trend.step === "hour" ? w.say.hours(missing) : w.say.days(missing)) : w.say.heard;
  return <Nothing title={w.state.freshTitle} help={help}><Link to="/sources">{w.state.toSources} →</Link></Nothing>;
}

function Key({ trend, usual }: { trend: Trend; usual: Usual | null }) {
  const w = useWords();
  const own = useOverviewWords();
  const hasGap = trend.points.some((p) => p.coverage < 0.999);
  return (
    <div className="trend-key">
      <SentimentKey />
      <div className="sentiment-key">
        <span><i className="key-line" aria-hidden="true" />{trend.step === "hour" ? w.trend.nsrRolling : w.trend.nsr}</span>
        {usual?.points.some((p) => p.high !== null) && <span title={own.usualHelp}><i className="key-usual" aria-hidden="true" />{own.usual}</span>}
        {trend.alerts.length > 0 && <span><i className="key-incident" aria-hidden="true" />{w.trend.incidents}</span>}
        {hasGap && <span><i className="key-gap" aria-hidden="true" />{w.trend.gap}</span>}
      </div>
    </div>
  );
}

const missingMost = 3;

/** Who is missing where the curve is hatched, in words and with the way to where one sees why. */
function Missing({ trend }: { trend: Trend }) {
  const w = useWords();
  const clock = useClock();
  const names = useNames();
  const missing = missingSources(trend);
  if (missing.length === 0) return null;
  return (
    <p className="trend-missing">
      <i className="key-gap" aria-hidden="true" /> {w.trend.missing}
      {missing.slice(0, missingMost).map((m, i) => <span key={m.source}>{i > 0 && w.sources.conclusion.comma}<Link to={`/sources/${encodeURIComponent(m.source)}?tab=gaps`}>{names.source(m.source)}</Link> {clock.length(m.ms)}</span>)}
      {missing.length > missingMost && <Link to="/sources">{w.trend.missingMore(missing.length)}</Link>}
    </p>
  );
}

function Drawn({ trend, usual, label }: { trend: Trend; usual: Usual | null; label: string }) {
  const w = useWords();
  const own = useOverviewWords();
  const clock = useClock();
  const view = useView();
  const names = useNames();
  const p = usePalette();
  const narrow = useMedia("(max-width: 700px)");
  // The clock ticks with every beat; the picture changes only with what it shows.
  const still = useMemo(() => clock, [clock.zone, clock.language]);
  const end = Math.min(view.span().to.getTime(), clock.now.getTime());

  const open = (bucket: number, sentiment: SentimentName | "") => {
    const from = new Date(trend.points[bucket]!.at);
    const to = new Date(from.getTime() + (trend.step === "hour" ? 3_600_000 : 86_400_000));
    go(mentionsAddress(view.filter, { range: { from: from.toISOString(), to: to.toISOString() }, sentiment: sentiment || view.filter.sentiment }));
  };
  return (
    <TrendChart makings={{ trend, usual, own, end: new Date(end - (end % 60_000)), clock: still, w, p, narrow, topicTitle: names.title, sourceTitle: names.source }} label={label}
      onBucket={open} onIncident={(id) => go(`/alerts/${encodeURIComponent(id)}`)} />
  );
}

/** The same numbers as a table: for screen readers, for copying, and with a link on each. */
function Figures({ trend }: { trend: Trend }) {
  const w = useWords();
  const clock = useClock();
  const names = useNames();
  const { filter } = useView();
  const [open, setOpen] = useState(false);
  const step = trend.step === "hour" ? 3_600_000 : 86_400_000;
  return (
    <details className="figures-table" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{w.trend.table}</summary>
      {open && (
        <div className="figures-scroll" tabIndex={0} role="region" aria-label={w.trend.tableCaption}>
          <table className="plain">
            <caption className="unseen">{w.trend.tableCaption}</caption>
            <thead>
              <tr>
                <th scope="col">{w.trend.at}</th>
                {[w.trend.volume, w.sentiment.negative, w.sentiment.neutral, w.sentiment.positive, w.trend.nsr, w.trend.gap].map((h) => <th key={h} scope="col" className="num">{h}</th>)}
              </tr>
            </thead>
            <tbody>
              {trend.points.map((x, i) => {
                const at = new Date(x.at);
                const range = { from: at.toISOString(), to: new Date(at.getTime() + step).toISOString() };
                return (
                  <tr key={x.at}>
                    <th scope="row">{trend.step === "hour" ? `${clock.day(at)} ${clock.time(at)}` : clock.dayAndWeekday(at)}</th>
                    <td className="num"><Link to={mentionsAddress(filter, { range })}>{count(x.total)}</Link></td>
                    {(["negative", "neutral", "positive"] as const).map((s) => (
                      <td key={s} className="num"><Link to={mentionsAddress(filter, { range, sentiment: s })}>{count(x[s])}</Link></td>
                    ))}
                    <td className="num">{nsr(x.nsr)}</td>
                    <td className="num">{x.coverage < 0.999 && [w.trend.coverage(percent(x.coverage, 0)), ...missingIn(trend, i).map(names.source)].join(" · ")}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
