import type { Order } from "../../api/nouns";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { useClock, useWords } from "../../state/world";
import { useOrderWords } from "./words";

/** Whom the clocks have called so far, the latest on top: which clock, how much of it was used, whom, when. */
export function Escalations({ order }: { order: Order }) {
  const w = useWords();
  const own = useOrderWords();
  const clock = useClock();
  if (order.escalations.length === 0) return null;
  return (
    <section>
      <h3>{own.escalations}</h3>
      <ul className="escalations" aria-label={own.escalations}>
        {[...order.escalations].reverse().map((e, i) => {
          const at = instant(e.at);
          return (
            <li key={i}>
              <span className={e.percent >= 100 ? "due-over" : "due-soon"}>{e.percent === 0 ? own.ownerAway : own.clockUsed(w.orders.clock[e.clock], e.percent)}</span>
              {e.day > 0 && <span className="due-over">{own.overDay(e.day + 1)}</span>}
              <span className="words">→ {e.to.map(harmless).join(own.comma)}</span>
              {order.cycle > 1 && <span className="faint">{own.cycle(e.cycle)}</span>}
              {at && <time className="faint" dateTime={e.at} title={clock.exact(at)}>{clock.moment(at)}</time>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
