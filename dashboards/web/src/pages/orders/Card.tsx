import type { CommandType, Order } from "../../api/nouns";
import { instant } from "../../format/zone";
import { Chip, LevelMark } from "../../parts/marks";
import { Link } from "../../parts/Link";
import { useClock, useNames, useWords } from "../../state/world";
import { DueNote } from "./DueNote";
import { useOrderWords } from "./words";

interface Props {
  order: Order;
  to: string;
  current: boolean;
  flat?: boolean; // a row of a list, not a card of the board
  next?: { type: CommandType; to: string } | null; // the usual next step, to be taken from here
}

/** An order in short. */
export function Card({ order, to, current, flat = false, next = null }: Props) {
  const w = useWords();
  const own = useOrderWords();
  const names = useNames();
  const clock = useClock();
  const opened = instant(order.opened_at), until = instant(order.wait_until);
  return (
    <article className={flat ? "card card-flat" : "card"} aria-current={current ? "true" : undefined}>
      <p className="card-top">
        <LevelMark level={order.level} />
        <Chip>{w.orders.kind[order.kind] ?? order.kind}</Chip>
        {flat && <b className="card-state">{w.orders.stateOf[order.state]}</b>}
        {order.cycle > 1 && <Chip tone="negative">{own.cycle(order.cycle)}</Chip>}
        {order.verification.state === "passed" && <Chip tone="positive">{own.verdictOf.passed}</Chip>}
        {order.state === "waiting" && until && <span className="faint">{own.returns(clock.relative(until))}</span>}
        <DueNote order={order} />
      </p>
      <Link to={to} keepScroll className="stretch card-title words">{order.title}</Link>
      <p className="split-meta">
        <span className={order.owner || order.assignee ? "soft" : "nobody"}>{order.owner || (order.assignee && `→ ${order.assignee}`) || w.orders.nobody}</span>
        <span>{order.store ? names.store(order.store) : names.brand(order.brand)}</span>
        {opened && <time dateTime={order.opened_at} title={clock.exact(opened)}>{clock.relative(opened)}</time>}
      </p>
      {next && <p className="card-next"><Link to={next.to} keepScroll className="btn btn-small">{own.command[next.type]}</Link></p>}
    </article>
  );
}
