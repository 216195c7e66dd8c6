import type { ReactNode } from "react";
import type { Corrected, Numbers, OrderReport, Orders, Overview } from "../../api/nouns";
import { count, nothing, nsr, percent } from "../../format/number";
import { CountDelta, NsrDelta, ShareDelta } from "../../parts/Delta";
import { Link } from "../../parts/Link";
import { Failed } from "../../parts/states";
import { enough, sayVolume } from "../../say/overview";
import { useResource } from "../../state/live";
import { address } from "../../state/route";
import { spanBefore, writeFilter, type Span } from "../../state/filter";
import { mentionsAddress, useClock, useView, useWords } from "../../state/world";
import { useOverviewWords } from "./words";

/** The six numbers one looks at first, and the sentence that reads them. */
export function Headline() {
  const w = useWords();
  const own = useOverviewWords();
  const view = useView();
  const overview = useResource<Overview>(`overview/${view.key}`, () => view.ask("/overview"));
  const brands = writeFilter({ brand: view.filter.brand });
  const orders = useResource<Orders>(`orders/open/${brands}`, () => address("/orders", new URLSearchParams([...brands, ["state", "open"], ["limit", "1"]])));
  // What people found when they read a sample changes once a week, not with every beat.
  const read = useResource<Corrected>(`overview/corrected/${view.key}`, () => view.ask("/quality/corrected"), { live: false });
  if (!overview.data && overview.error) return <div className="headline"><Failed error={overview.error} retry={overview.reload} /></div>;
  const o = overview.data;
  const f = view.filter;
  const c = orders.data?.counts;
  const was = f.compare === "year" ? own.yearBefore : w.number.before;
  const few = o && o.total > 0 && o.total < enough ? own.small(count(o.total)) : undefined;
  return (
    <section className={`headline ${overview.stale ? "stale" : ""}`} aria-label={w.page.overview} aria-busy={overview.stale}>
      <p className="headline-says" aria-live="polite">{o ? sayVolume(o, w) : " "}</p>
      <dl className="numbers">
        <Figure name={w.number.total} help={w.number.totalHelp} to={mentionsAddress(f)} value={o && count(o.total)}
          change={o && <CountDelta n={o.total} before={o.before.total} />} before={o && before(was, count(o.before.total))} />
        <Figure few={few} name={w.number.nsr} help={w.number.nsrHelp} to={mentionsAddress(f)} value={o && nsr(o.nsr)}
          change={o && <NsrDelta positive={o.positive} negative={o.negative} positiveBefore={o.before.positive} negativeBefore={o.before.negative} />}
          before={o && before(was, nsr(o.before.nsr))} />
        <Figure few={few} name={w.number.negative} help={w.number.negativeHelp} to={mentionsAddress(f, { sentiment: "negative" })} value={o && percent(o.negative_share)}
          change={o && <ShareDelta part={o.negative} n={o.total} partBefore={o.before.negative} nBefore={o.before.total} good="down" />}
          before={o && <><Interval of={o} before={o.before} was={was} />{read.data && <CorrectedLine of={read.data} />}</>} />
        <Figure few={few} name={w.number.complaints} help={w.number.complaintsHelp} to={mentionsAddress(f, { complaint: true })} value={o && percent(o.complaint_rate)}
          change={o && <ShareDelta part={o.complaints} n={o.total} partBefore={o.before.complaints} nBefore={o.before.total} good="down" />}
          before={o && before(was, percent(o.before.complaint_rate))} />
        <Figure name={w.number.orders} help={w.number.ordersHelp} to={address("/orders", brands)} value={o && count(o.open_orders)}
          change={c && (c.overdue > 0 ? <span className="delta bad">⚠ {w.number.overdue(c.overdue)}</span> : c.new + c.assigned > 0 ? <span className="delta">{w.number.unclaimed(c.new + c.assigned)}</span> : null)}
          before={c && (c.overdue > 0 && c.new + c.assigned > 0 ? w.number.unclaimed(c.new + c.assigned) : o?.open_orders ? (c.overdue === 0 ? w.number.onTime : "") : w.number.none)} />
        <Claim brands={brands} was={was} />
      </dl>
    </section>
  );
}

/** How long orders waited for somebody to take them, of those opened in this window and in the one before. */
function Claim({ brands, was }: { brands: URLSearchParams; was: string }) {
  const own = useOverviewWords();
  const clock = useClock();
  const view = useView();
  const ask = (span: Span) => address("/orders/report", new URLSearchParams([...brands, ["from", span.from.toISOString()], ["to", span.to.toISOString()]]));
  const now = useResource<OrderReport>(`claim/${view.key}`, () => ask(view.span()));
  const earlier = useResource<OrderReport>(`claim/before/${view.key}`, () => ask(spanBefore(view.span(), view.filter.compare)));
  const all = now.data?.all, old = earlier.data?.all;
  const length = (row: OrderReport["all"]) => (row.claimed ? clock.length(row.claim / 1e6) : nothing);
  return (
    <Figure name={own.claim} help={own.claimHelp} to={address("/report", writeFilter({ brand: view.filter.brand, range: view.filter.range }))}
      value={all ? length(all) : null} change={all && <span className="delta">{all.orders === 0 ? own.noneOpened : all.claimed === 0 ? own.noneClaimed : own.claimed(all.claimed)}</span>}
      before={old && before(was, length(old))} />
  );
}

const before = (word: string, value: string): ReactNode => (value === nothing ? null : `${word} ${value}`);

interface FigureProps {
  name: string;
  help: string;
  to: string;
  value: string | null;
  change: ReactNode;
  before: ReactNode;
  few?: string; // why the number says little; absent: it does not
}

function Figure({ name, help, to, value, change, before, few }: FigureProps) {
  const own = useOverviewWords();
  return (
    <div className={few ? "figure figure-few" : "figure"}>
      <dt title={few ?? help}>{name}{few && <small> · {own.smallShort}</small>}</dt>
      <dd>
        <Link to={to} className="figure-value stretch" aria-label={`${name} ${value ?? ""}`}>{value ?? <span className="bone figure-bone" />}</Link>
        <span className="figure-change">{change ?? " "}</span>
        <span className="figure-before">{before ?? " "}</span>
      </dd>
    </div>
  );
}

/**
 * What the negative share probably is, by what people read of it; nothing where nobody has read. Where some
 * brands were never read the two shares are of the others alone, and stand together: beside the share of
 * all brands the corrected one would look like an error of the analysis that is none.
 */
function CorrectedLine({ of: c }: { of: Corrected }) {
  const own = useOverviewWords();
  const { raw, corrected: e } = c.negative;
  if (!e || raw === null) return null;
  const range = `${percent(e.low)}–${percent(e.high)}`;
  return (
    <Link to="/quality" className="figure-corrected" title={own.correctedHelp(percent(raw), range, count(e.read), c.unaudited.length)}>
      {c.unaudited.length ? own.correctedOf(percent(raw), percent(e.share)) : own.corrected(percent(e.share), `${percent(e.low, 0)}–${percent(e.high, 0)}`)}
    </Link>
  );
}

/** The share with its interval as a small ruler, the window before as a tick: does the change leave the interval? */
function Interval({ of, before, was: word }: { of: Numbers; before: Numbers; was: string }) {
  const w = useWords();
  if (of.negative_low === null || of.negative_high === null || of.negative_share === null) return null;
  const top = Math.max(0.05, of.negative_high, before.negative_share ?? 0) * 1.15;
  const at = (v: number) => `${(v / top) * 100}%`;
  const text = `${w.number.interval} ${percent(of.negative_low)}–${percent(of.negative_high)}`;
  const was = before.negative_share === null ? "" : ` · ${word} ${percent(before.negative_share)}`;
  return (
    <span className="interval-line" title={text + was}>
      <span className="interval" aria-hidden="true">
        <i className="interval-range" style={{ left: at(of.negative_low), width: `${((of.negative_high - of.negative_low) / top) * 100}%` }} />
        <i className="interval-point" style={{ left: at(of.negative_share) }} />
        {before.negative_share !== null && <i className="interval-before" style={{ left: at(before.negative_share) }} />}
      </span>
      <span>{percent(of.negative_low)}–{percent(of.negative_high)}<span className="unseen"> {w.number.interval}{was}</span></span>
    </span>
  );
}
