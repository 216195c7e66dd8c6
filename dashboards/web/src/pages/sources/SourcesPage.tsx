import { useState } from "react";
import type { SourceStatus, StatusReport, Visit, Visits } from "../../api/nouns";
import { bytes, count } from "../../format/number";
import { instant } from "../../format/zone";
import { Link } from "../../parts/Link";
import { Panel } from "../../parts/Panel";
import { Nothing, Show } from "../../parts/states";
import { everything } from "../../state/filter";
import { useResource } from "../../state/live";
import { mentionsAddress, useClock, useWords } from "../../state/world";
import { Outbox } from "./Outbox";
import "./sources.css";

/** Is every source alive, is anything missing, does anything wait to be stored or sent. */
export default function SourcesPage() {
  const w = useWords();
  const status = useResource<StatusReport>("status", () => "/status");
  return (
    <div className="sources">
      <Panel title={w.sources.title} says={status.data && conclusion(status.data.sources, w)} className="sources-health">
        <Show of={status} lines={10}>{(s) => (s.sources.length ? <Health sources={s.sources} /> : <Nothing title={w.sources.conclusion.none} />)}</Show>
      </Panel>
      <div className="sources-machine">
        <Panel title={w.sources.spool}>
          <Show of={status} lines={2}>{(s) => <Spool status={s} />}</Show>
        </Panel>
        <Panel title={w.sources.outbox}>
          <Show of={status} lines={4}>{(s) => <Outbox messages={s.messages} />}</Show>
        </Panel>
      </div>
    </div>
  );
}

const wellStates = ["ok", "passive", "disabled", "never"];

function conclusion(sources: SourceStatus[], w: ReturnType<typeof useWords>): string {
  if (sources.length === 0) return w.sources.conclusion.none;
  const bad = sources.filter((s) => !wellStates.includes(s.state));
  if (bad.length === 0) return w.sources.conclusion.fine(sources.length);
  return w.sources.conclusion.bad(sources.length, bad.length, bad.map((s) => s.title).join(w.sources.conclusion.comma));
}

function Health({ sources }: { sources: SourceStatus[] }) {
  const w = useWords();
  const [open, setOpen] = useState("");
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={w.sources.caption}>
      <table className="health">
        <caption className="unseen">{w.sources.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{w.sources.source}</th><th scope="col">{w.sources.health}</th><th scope="col">{w.sources.recent}</th>
            <th scope="col">{w.sources.last}</th><th scope="col">{w.sources.got}</th><th scope="col">{w.sources.next}</th>
          </tr>
        </thead>
        {sources.map((s) => <Row key={s.id} source={s} open={open === s.id} toggle={() => setOpen(open === s.id ? "" : s.id)} />)}
      </table>
    </div>
  );
}

function Row({ source, open, toggle }: { source: SourceStatus; open: boolean; toggle: () => void }) {
  const w = useWords();
  const clock = useClock();
  const visits = useResource<Visits>(`visits/${source.id}`, () => `/visits?source=${encodeURIComponent(source.id)}&limit=60`);
  const last = source.last;
  const ended = instant(last?.ended_at);
  const next = instant(source.next_at);
  return (
    <tbody>
      <tr>
        <th scope="row">
          <button type="button" className="textlink source-name" aria-expanded={open} onClick={toggle}><span aria-hidden="true">{open ? "▾" : "▸"}</span> {source.title || source.id}</button>
          <p className="faint">{w.sourceKind[source.kind] ?? source.kind}{source.every > 0 && ` · ${w.sources.every(source.every < 60 ? w.sources.seconds(source.every) : clock.length(source.every * 1000))}`}</p>
        </th>
        <td><State state={source.state} /></td>
        <td><Strip visits={visits.data?.items ?? []} /></td>
        <td>{last && ended ? <><Outcome outcome={last.outcome} /> <time dateTime={last.ended_at} title={clock.exact(ended)} className="faint">{clock.relative(ended)}</time>{last.missing && <p className="words missing">{last.missing}</p>}</> : <span className="faint">{w.sources.never}</span>}</td>
        <td>{last && <Link to={mentionsAddress(everything, { source: [source.id], raw: true })}>{w.sources.found(count(last.found), count(last.fresh))}</Link>}</td>
        <td>{next ? <time dateTime={source.next_at ?? ""} title={clock.exact(next)}>{next < clock.now ? <span className="due-soon">{w.sources.overdueBy(clock.length(clock.now.getTime() - next.getTime()))}</span> : clock.relative(next)}</time> : <span className="faint">{w.sources.byHand}</span>}</td>
      </tr>
      {open && (
        <tr className="visits-row">
          <td colSpan={6}>
            {source.basis && <p className="faint">{w.sources.basis} · {source.basis}</p>}
            <VisitLog visits={visits.data?.items.slice(0, 20) ?? []} />
          </td>
        </tr>
      )}
    </tbody>
  );
}

function State({ state }: { state: SourceStatus["state"] }) {
  const w = useWords();
  const sign = { ok: "✓", late: "◷", partial: "◐", blocked: "⊘", failed: "✕", never: "·", passive: "↓", disabled: "‖" }[state];
  return <span className={`state state-${state}`}><span aria-hidden="true">{sign}</span> {w.sources.state[state] ?? state}</span>;
}

function Outcome({ outcome }: { outcome: Visit["outcome"] }) {
  const w = useWords();
  return <span className={`state state-${outcome}`}><span aria-hidden="true">{w.sources.sign[outcome]}</span> {w.sources.outcome[outcome]}</span>;
}

/** The last visits as ticks, oldest left: full height heard, half incomplete, a stub for none. */
function Strip({ visits }: { visits: Visit[] }) {
  const w = useWords();
  const clock = useClock();
  if (visits.length === 0) return <span className="faint">{w.sources.never}</span>;
  const shown = [...visits].reverse();
  const sums = (["ok", "unchanged", "partial", "blocked", "failed"] as const)
    .map((o) => [w.sources.outcome[o], visits.filter((v) => v.outcome === o).length] as const).filter(([, n]) => n > 0);
  return (
    <span className="strip" role="img" aria-label={sums.map(([name, n]) => `${name} ${n}`).join(w.sources.conclusion.comma)}>
      {shown.map((v) => {
        const at = instant(v.started_at);
        return <i key={v.started_at} className={`tick tick-${v.outcome}`} title={`${at ? clock.moment(at) : ""} ${w.sources.outcome[v.outcome]} ${v.missing}`} />;
      })}
    </span>
  );
}

function VisitLog({ visits }: { visits: Visit[] }) {
  const w = useWords();
  const clock = useClock();
  if (visits.length === 0) return <p className="faint">{w.sources.never}</p>;
  return (
    <table className="plain visit-log">
      <caption className="unseen">{w.sources.visits}</caption>
      <thead><tr><th scope="col">{w.sources.started}</th><th scope="col">{w.sources.outcomeWord}</th><th scope="col">{w.sources.got}</th><th scope="col" className="num">{w.sources.traffic}</th><th scope="col">{w.sources.missing}</th></tr></thead>
      <tbody>
        {visits.map((v) => {
          const at = instant(v.started_at);
          return (
            <tr key={v.started_at}>
              <td>{at && <time dateTime={v.started_at} title={clock.exact(at)}>{clock.moment(at)}</time>}</td>
              <td><Outcome outcome={v.outcome} /></td>
              <td>{w.sources.found(count(v.found), count(v.fresh))}</td>
              <td className="num">{w.sources.requests(count(v.requests))} · {bytes(v.bytes)}</td>
              <td className="words">{v.missing || <span className="faint">{w.sources.noGap}</span>}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Spool({ status }: { status: StatusReport }) {
  const w = useWords();
  const { spool, store, errors } = status;
  return (
    <div className="spool">
      <p className={spool.full ? "due-over" : ""}>{spool.full ? `⚠ ${w.sources.spoolFull}` : spool.entries ? w.sources.spoolWaiting(count(spool.entries), bytes(spool.bytes)) : `✓ ${w.sources.spoolEmpty}`}</p>
      <p className={store.ok ? "" : "due-over"}>{store.ok ? `✓ ${w.sources.store} ${w.sources.storeOk}` : `✕ ${w.sources.store}: ${store.error}`}</p>
      {errors.length > 0 && (
        <>
          <h3>{w.sources.failing}</h3>
          <ul className="reasons">{errors.map((e) => <li key={e} className="words">{e}</li>)}</ul>
        </>
      )}
    </div>
  );
}
