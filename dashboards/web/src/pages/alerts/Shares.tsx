import type { Share } from "../../api/nouns";
import { count, percent } from "../../format/number";
import { Link } from "../../parts/Link";
import type { Filter } from "../../state/filter";
import { mentionsAddress, useMeta, useNames, useWords } from "../../state/world";
import { useAlertWords } from "./words";

const shown = 5; // elements of a dimension

/** Of a hundred additional mentions, how many each element brought; per dimension, the largest first. */
export function Shares({ shares, filter }: { shares: Share[]; filter: Filter }) {
  const w = useWords();
  const own = useAlertWords();
  const names = useNames();
  const dimensions = [...new Set(shares.map((s) => s.dimension))];
  const { sources } = useMeta();
  // A platform has no name of its own; where one source alone is of it, that source's says more.
  const platform = (p: string) => { const of = sources.filter((s) => s.platform === p); return of.length === 1 ? of[0]!.title : p; };
  const name = (s: Share) => {
    switch (s.dimension) {
      case "topic": return names.title(s.element);
      case "source": return names.source(s.element);
      case "store": return names.store(s.element);
      case "platform": return platform(s.element);
      case "tier": return own.tiers[s.element] ?? s.element;
    }
    return s.element;
  };
  const narrow = (s: Share): Partial<Filter> | null =>
    s.dimension === "topic" ? { topic: s.element } : s.dimension === "source" ? { source: [s.element] } : s.dimension === "store" ? { store: s.element } : null;
  return dimensions.map((d) => (
    <table key={d} className="bars shares">
      <caption>{w.alerts.dimension[d] ?? d}</caption>
      <tbody>
        {shares.filter((s) => s.dimension === d && s.element).slice(0, shown).map((s) => {
          const more = narrow(s);
          return (
            <tr key={s.element}>
              <td className="name" title={name(s)}>{more ? <Link to={mentionsAddress(filter, more)}>{name(s)}</Link> : name(s)}</td>
              <td className="bar"><span className="bar-track"><i className="bar-share" style={{ width: `${Math.max(0, Math.min(1, s.part)) * 100}%` }} /></span></td>
              <td className="num"><b>{percent(s.part, 0)}</b></td>
              <td className="num faint">{w.unit.mentions(count(s.n))} · {w.alerts.usualN(s.usual.toFixed(1))}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  ));
}
