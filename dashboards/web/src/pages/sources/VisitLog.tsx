import type { Visit } from "../../api/nouns";
import { bytes, count } from "../../format/number";
import { instant } from "../../format/zone";
import { useClock, useWords } from "../../state/world";
import { useSourceWords } from "./words";

/** Every fetch, the newest first: what it brought and what kept it from hearing everything. */
export function VisitLog({ visits }: { visits: Visit[] }) {
  const w = useWords();
  const own = useSourceWords();
  if (visits.length === 0) return <p className="faint">{own.visitsNone}</p>;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={own.visits}>
      <table className="plain visit-log">
        <caption className="unseen">{own.visits}</caption>
        <thead><tr><th scope="col">{own.started}</th><th scope="col">{own.result}</th><th scope="col">{own.gotWord}</th><th scope="col" className="num">{w.sources.traffic}</th><th scope="col">{own.missing}</th></tr></thead>
        <tbody>{visits.map((v) => <Line key={v.started_at} visit={v} />)}</tbody>
      </table>
    </div>
  );
}

function Line({ visit: v }: { visit: Visit }) {
  const w = useWords();
  const own = useSourceWords();
  const clock = useClock();
  const at = instant(v.started_at), since = instant(v.since), until = instant(v.until);
  const more = [v.changed > 0 && own.changed(count(v.changed)), v.observed > 0 && own.observed(count(v.observed))].filter(Boolean);
  return (
    <tr>
      <td>{at && <time dateTime={v.started_at} title={clock.exact(at)}>{clock.moment(at)}</time>}</td>
      <td><Outcome outcome={v.outcome} />{v.trouble && <p className="faint">{own.trouble[v.trouble] ?? v.trouble}</p>}</td>
      <td>{own.found(count(v.found), count(v.fresh))}{more.length > 0 && <p className="faint">{more.join(own.comma)}</p>}</td>
      <td className="num">{w.sources.requests(count(v.requests))} · {bytes(v.bytes)}</td>
      <td className="words">{since && <p>{own.sentBack(clock.moment(since), until ? clock.moment(until) : own.now)}</p>}{v.missing || <span className="faint">{own.noGap}</span>}</td>
    </tr>
  );
}

function Outcome({ outcome }: { outcome: Visit["outcome"] }) {
  const w = useWords();
  const own = useSourceWords();
  return <span className={`state state-${outcome}`}><span aria-hidden="true">{w.sources.sign[outcome]}</span> {own.outcome[outcome]}</span>;
}
