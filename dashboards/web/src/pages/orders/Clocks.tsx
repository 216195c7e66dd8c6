import type { Clock as OrderClock, Order } from "../../api/nouns";
import { instant } from "../../format/zone";
import { useClock, useWords } from "../../state/world";
import { clockState, ms, usedPart } from "./due";
import { useOrderWords } from "./words";

const sign = { running: "◷", soon: "◷", over: "⚠", paused: "∥", kept: "✓", late: "⚠", idle: "·" };

/** The clocks of this round: how much of each is used, and whether it runs, rests, or was kept. */
export function Clocks({ order }: { order: Order }) {
  const own = useOrderWords();
  if (order.clocks.length === 0) return <p className="faint">{own.noClocks}</p>;
  return <dl className="clocks" aria-label={own.clocks}>{order.clocks.map((c) => <One key={c.name} clock={c} order={order} />)}</dl>;
}

function One({ clock: c, order }: { clock: OrderClock; order: Order }) {
  const w = useWords();
  const own = useOrderWords();
  const clock = useClock();
  const state = clockState(c, order);
  const dueAt = instant(c.due), stopped = instant(c.stop_at);
  const runs = state === "running" || state === "soon" || state === "over";
  // What runs is told as the list tells it, on the wall's clock; what stands still in working time.
  const left = runs && dueAt ? dueAt.getTime() - clock.now.getTime() : ms(c.target - c.used);
  const says = state === "over" || state === "late" ? own.overBy(clock.length(-left)) : state === "running" || state === "soon" || state === "paused" ? own.left(clock.length(left)) : "";
  const when = state === "kept" || state === "late" ? stopped && own.stoppedAt(clock.moment(stopped)) : state === "idle" || state === "paused" ? null : dueAt && own.dueAt(clock.moment(dueAt));
  return (
    <div className={`clock clock-${state}`}>
      <dt>{w.orders.clock[c.name]} <span className="clock-state">{sign[state]} {own.clockState[state]}</span></dt>
      <dd className="clock-says">{says || (state === "kept" ? own.used(clock.length(ms(c.used)), clock.length(ms(c.target))) : "—")}</dd>
      <dd className="clock-bar"><meter min={0} max={1} value={usedPart(c)} aria-label={own.used(clock.length(ms(c.used)), clock.length(ms(c.target)))} /><i style={{ width: `${usedPart(c) * 100}%` }} /></dd>
      <dd className="faint">{[says && own.used(clock.length(ms(c.used)), clock.length(ms(c.target))), when].filter(Boolean).join(" · ")}</dd>
      <dd className="faint">{c.calendar ? own.calendar(c.calendar) : own.roundTheClock}{c.total > c.used && ` · ${own.totalUsed(clock.length(ms(c.total)))}`}</dd>
    </div>
  );
}
