import { useState } from "react";
import { Problem, tell } from "../../api/client";
import type { Gap, SourceDetail, Visiting, VisitOrder } from "../../api/nouns";
import { count } from "../../format/number";
import { instant } from "../../format/zone";
import { Panel } from "../../parts/Panel";
import { pulseNow, useResource } from "../../state/live";
import { useClock, useWords } from "../../state/world";
import { lengthOf, newestFirst } from "./collection";
import { useSourceWords } from "./words";

/** Asks for a visit and tells how far it is; the server goes on when the page is closed. */
function useVisit(id: string) {
  const own = useSourceWords();
  const w = useWords();
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState(false);
  const [trouble, setTrouble] = useState("");
  const path = `/sources/${encodeURIComponent(id)}/visit`;
  const visit = useResource<Visiting>(asked ? `visit/${id}` : null, () => path, { hold: false });
  const begin = async (order: VisitOrder) => {
    setBusy(true);
    setTrouble("");
    try {
      await tell<Visiting>(path, order);
      setAsked(true);
    } catch (err) {
      setTrouble(`${own.notAsked}${own.comma}${err instanceof Problem && err.status !== 0 ? err.message : w.state.offline}`);
    } finally {
      setBusy(false);
      pulseNow();
    }
  };
  const running = asked && (!visit.data || !instant(visit.data.ended_at));
  const says = trouble || (visit.data && (visit.data.error ? own.stopped(visit.data.error) : (running ? own.asked : own.ended)(count(visit.data.posts)))) || "";
  return { begin, busy: busy || running, says, failed: !!trouble || !!visit.data?.error };
}

interface AskProps {
  id: string;
  order: VisitOrder;
  word: string;
  doing: string;
  title?: string;
  small?: boolean;
}

function Ask({ id, order, word, doing, title, small = false }: AskProps) {
  const visit = useVisit(id);
  return (
    <>
      <button type="button" className={small ? "btn btn-small" : "btn"} title={title} disabled={visit.busy} aria-busy={visit.busy} onClick={() => void visit.begin(order)}>{visit.busy ? doing : word}</button>
      <span role="status" className={visit.failed ? "field-error" : "faint"}>{visit.says}</span>
    </>
  );
}

export function VisitNow({ id }: { id: string }) {
  const own = useSourceWords();
  return <Ask id={id} order={{}} word={own.visitNow} doing={own.visiting} />;
}

export function FillAll({ id }: { id: string }) {
  const own = useSourceWords();
  return <Ask id={id} order={{ gaps: true }} word={own.fillAll} doing={own.filling} title={own.fillHelp} />;
}

/** When the source was not heard, why, and what fills it. */
export function GapLog({ source: s }: { source: SourceDetail }) {
  const own = useSourceWords();
  const clock = useClock();
  const gaps = newestFirst(s.gaps);
  if (gaps.length === 0) return <Panel title={own.gapTitle} says={own.gapNone}>{null}</Panel>;
  const whole = gaps.reduce((ms, g) => ms + lengthOf(g), 0);
  return (
    <Panel title={own.gapTitle} says={own.gapSays(gaps.length, clock.length(whole))} note={own.fillHelp}>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={own.gapCaption}>
        <table className="plain gap-log">
          <caption className="unseen">{own.gapCaption}</caption>
          <thead><tr><th scope="col">{own.from}</th><th scope="col">{own.to}</th><th scope="col" className="num">{own.length}</th><th scope="col">{own.why}</th><th scope="col">{own.gapState}</th></tr></thead>
          <tbody>{gaps.map((g) => <Line key={`${g.from}${g.to}`} gap={g} source={s} />)}</tbody>
        </table>
      </div>
    </Panel>
  );
}

function Line({ gap: g, source: s }: { gap: Gap; source: SourceDetail }) {
  const own = useSourceWords();
  const clock = useClock();
  const time = (text: string) => {
    const at = instant(text);
    return at && <time dateTime={text} title={clock.exact(at)}>{clock.moment(at)}</time>;
  };
  return (
    <tr>
      <td>{time(g.from)}</td>
      <td>{g.open ? <b className="due-soon">{own.now}</b> : time(g.to)}</td>
      <td className="num">{clock.length(lengthOf(g))}</td>
      <td>{g.lost && !g.trouble ? own.overflowed : (own.trouble[g.trouble] ?? g.trouble)}{g.missing && <p className="faint words">{g.missing}</p>}</td>
      <td>{g.open ? <span className="due-soon">◷ {own.open}</span> : <><p>▨ {own.lost}</p>{!s.remote && s.state !== "disabled" && <p className="gap-fill"><Ask small id={s.id} order={{ since: g.from, until: g.to }} word={own.fill} doing={own.filling} title={own.fillHelp} /></p>}</>}</td>
    </tr>
  );
}
