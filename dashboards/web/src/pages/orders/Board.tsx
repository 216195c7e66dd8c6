import type { Order, Orders, OrderState } from "../../api/nouns";
import { count } from "../../format/number";
import { useOperator } from "../../i18n/language";
import { Link } from "../../parts/Link";
import { address, useRoute, withQuery } from "../../state/route";
import { useClock, useWords } from "../../state/world";
import { Card } from "./Card";
import { offered } from "./offered";
import { useOrderWords } from "./words";

/** The columns: what nobody has taken up stands in one, given to somebody or not. */
const board: { name: OrderState; states: OrderState[] }[] = [
  { name: "new", states: ["new", "assigned"] },
  { name: "in_progress", states: ["in_progress"] },
  { name: "waiting", states: ["waiting"] },
  { name: "resolved", states: ["resolved"] },
  { name: "verifying", states: ["verifying"] },
  { name: "closed", states: ["closed"] },
];

const closedShown = 10; // of those that are done, the latest; the rest is in the list

interface Props {
  orders: Orders;
  to: (id: string) => string;
  current: string;
}

/** Work orders by where they stand. A card moves on by its button, never by dragging alone. */
export function Board({ orders, to, current }: Props) {
  const w = useWords();
  const own = useOrderWords();
  const clock = useClock();
  const me = useOperator();
  const { query } = useRoute();
  const step = (o: Order) => {
    const offer = offered(o, me, clock.now)[0];
    return offer && !offer.yet && o.state !== "closed" ? { type: offer.type, to: address(to(o.id).split("?")[0]!, withQuery(query, { do: offer.type, via: "board" })) } : null;
  };
  return (
    <div className="board" role="group" aria-label={own.board}>
      {board.map(({ name, states }) => {
        const here = orders.items.filter((o) => states.includes(o.state));
        const shown = name === "closed" ? here.slice(0, closedShown) : here;
        const all = states.reduce((n, s) => n + orders.counts[s], 0);
        return (
          <section key={name} className={`column column-${name}`} aria-label={w.orders.stateOf[name]}>
            <h2>{w.orders.stateOf[name]} <span className="faint">{count(all)}</span></h2>
            <ul>{shown.map((o) => <li key={o.id}><Card order={o} to={to(o.id)} current={o.id === current} next={step(o)} /></li>)}</ul>
            {here.length === 0 && <p className="column-empty">{own.emptyColumn}</p>}
            {all > shown.length && here.length > 0 && <p className="column-empty"><Link to={address("/orders", withQuery(query, { view: null, state: name }))}>{w.filter.more(all - shown.length)} →</Link></p>}
          </section>
        );
      })}
    </div>
  );
}
