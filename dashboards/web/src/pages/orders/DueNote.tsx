import type { Order } from "../../api/nouns";
import { useClock, useWords } from "../../state/world";
import { due } from "./due";

/** How long until the order is due and for what, or by how much it is over; nothing when no clock runs. */
export function DueNote({ order }: { order: Order }) {
  const w = useWords();
  const clock = useClock();
  const d = due(order, clock.now);
  if (!d) return null;
  const name = w.orders.clock[d.clock];
  const text = d.over ? w.orders.over(clock.length(d.left)) : w.orders.left(clock.length(d.left));
  return <span className={d.over ? "due due-over" : d.left < 3_600_000 ? "due due-soon" : "due"} title={clock.exact(d.at)}>{d.over && "⚠ "}{name} {text}</span>;
}
