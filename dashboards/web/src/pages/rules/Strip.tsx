import type { Replay, ReplayAlert } from "../../api/nouns";
import { useClock } from "../../state/world";
import { monthsOn, place, type Compared } from "./replay";
import { useRuleWords } from "./words";

/** The past as a strip with a mark where the rule would have fired; what only one of two rules tells has another shape. */
export function Strip({ replay, fired, compared }: { replay: Replay; fired: ReplayAlert[]; compared: Compared | null }) {
  const w = useRuleWords();
  const clock = useClock();
  const marks = compared
    ? [...compared.both.map((a) => ({ a, kind: "both" })), ...compared.more.map((a) => ({ a, kind: "more" })), ...compared.less.map((a) => ({ a, kind: "less" }))]
    : fired.map((a) => ({ a, kind: "both" }));
  const left = (at: string) => `${(place(replay, at) * 100).toFixed(2)}%`;
  return (
    <div className="strip-box">
      <div className="strip" role="img" aria-label={w.strip(fired.length)}>
        {marks.map(({ a, kind }, i) => <i key={i} className={`strip-${kind} strip-level-${a.level}`} style={{ left: left(a.opened_at) }} />)}
      </div>
      <div className="strip-axis faint" aria-hidden="true">
        <span>{clock.day(new Date(replay.from))}</span>
        {monthsOn(replay).filter((m) => place(replay, m.toISOString()) > 0.12).map((m) => <span key={m.getTime()} style={{ left: left(m.toISOString()) }}>{clock.day(m)}</span>)}
      </div>
      {compared && (compared.more.length > 0 || compared.less.length > 0) && (
        <p className="strip-key faint"><span><i className="strip-both" />{w.bothStrip}</span><span><i className="strip-more" />{w.newStrip}</span><span><i className="strip-less" />{w.lostStrip}</span></p>
      )}
    </div>
  );
}
