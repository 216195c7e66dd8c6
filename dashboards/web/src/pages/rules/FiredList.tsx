import { useState } from "react";
import type { ReplayAlert } from "../../api/nouns";
import { count } from "../../format/number";
import { instant } from "../../format/zone";
import { LevelMark } from "../../parts/marks";
import { useClock, useNames, useWords } from "../../state/world";
import type { Compared } from "./replay";
import { useRuleWords } from "./words";

const few = 6;

/** When the rule would have fired, the latest first, with what it was about. */
export function FiredList({ fired, compared }: { fired: ReplayAlert[]; compared: Compared | null }) {
  const w = useRuleWords();
  const all = useWords();
  const clock = useClock();
  const names = useNames();
  const [whole, setWhole] = useState(false);
  const lost = compared?.less ?? [];
  const rows = [...fired, ...lost].sort((a, b) => Date.parse(b.opened_at) - Date.parse(a.opened_at));
  if (rows.length === 0) return null;
  return (
    <>
      <table className="fired">
        <caption className="unseen">{w.list}</caption>
        <thead><tr><th scope="col">{w.at}</th><th scope="col">{w.topics}</th><th scope="col" className="num">{w.peak}</th></tr></thead>
        <tbody>
          {rows.slice(0, whole ? undefined : few).map((a, i) => {
            const at = instant(a.opened_at);
            const kind = lost.includes(a) ? "less" : compared?.more.includes(a) ? "more" : "both";
            return (
              <tr key={i} className={kind === "less" ? "fired-less" : ""}>
                <td>{at && <time dateTime={a.opened_at} title={clock.exact(at)}>{clock.moment(at)}</time>} <LevelMark level={a.level} /></td>
                <td className="words">
                  {a.topics.length > 0 ? a.topics.slice(0, 2).map(names.title).join(all.sources.conclusion.comma) : <span className="faint">{w.untold}</span>}
                  {kind === "more" && <b className="fired-mark"> ＋ {w.newStrip}</b>}{kind === "less" && <b className="fired-mark"> － {w.lostStrip}</b>}
                </td>
                <td className="num">{a.peak > 0 && <>{count(a.peak)}{a.usual > 0 && <span className="faint"> / {w.usual} {a.usual.toFixed(1)}</span>}</>}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {!whole && rows.length > few && <button type="button" className="textlink" onClick={() => setWhole(true)}>{w.fewOf(rows.length - few)}</button>}
    </>
  );
}
