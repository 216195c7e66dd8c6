import { Drawer } from "antd";
import type { Order, OrderState, Orders } from "../../api/nouns";
import { count } from "../../format/number";
import { instant } from "../../format/zone";
import { Chip, LevelMark } from "../../parts/marks";
import { Link } from "../../parts/Link";
import { Segments } from "../../parts/Segments";
import { Nothing, Show } from "../../parts/states";
import { writeFilter } from "../../state/filter";
import { useResource } from "../../state/live";
import { useMedia } from "../../state/media";
import { address, go, useRoute, withQuery } from "../../state/route";
import { useClock, useNames, useView, useWords } from "../../state/world";
import { DueNote } from "./DueNote";
import { OrderDetail } from "./OrderDetail";
import { AntLook } from "../../style/AntLook";
import "./orders.css";

const states: OrderState[] = ["new", "in_progress", "resolved", "closed"];

/** Work orders by where they stand. The chosen one opens beside the board, so that the board stays in sight. */
export default function OrdersPage({ id }: { id: string }) {
  const w = useWords();
  const { query } = useRoute();
  const { filter } = useView();
  const roomy = useMedia("(min-width: 900px)");
  const phone = useMedia("(max-width: 700px)");
  const brands = writeFilter({ brand: filter.brand });
  const orders = useResource<Orders>(`orders/all/${brands}`, () => address("/orders", new URLSearchParams([...brands, ["limit", "200"]])));
  const view = !roomy || query.get("view") === "list" ? "list" : "board";
  const to = (order: string) => address(order ? `/orders/${encodeURIComponent(order)}` : "/orders", query);
  return (
    <AntLook>
      {roomy && (
        <div className="orders-tools">
          <Segments label={w.orders.view} value={view} options={[{ value: "board", label: w.orders.board }, { value: "list", label: w.orders.list }]}
            onChange={(v) => go(address(id ? `/orders/${encodeURIComponent(id)}` : "/orders", withQuery(query, { view: v === "list" ? "list" : null })), { replace: true })} />
          {orders.data && orders.data.counts.overdue > 0 && <span className="due-over">⚠ {w.number.overdue(orders.data.counts.overdue)}</span>}
        </div>
      )}
      <Show of={orders} lines={12}>
        {(data) => data.items.length === 0
          ? <Nothing title={w.orders.none} help={w.orders.noneHelp} />
          : view === "board" ? <Board orders={data} to={to} current={id} /> : <ByState orders={data} to={to} current={id} />}
      </Show>
      <Drawer open={!!id} onClose={() => go(to(""), { keepScroll: true })} size={phone ? "92%" : 620} placement={phone ? "bottom" : "right"} title={id} destroyOnHidden mask={phone}>
        {id && <OrderDetail key={id} id={id} known={orders.data?.items.find((o) => o.id === id)} />}
      </Drawer>
    </AntLook>
  );
}

interface ListProps {
  orders: Orders;
  to: (id: string) => string;
  current: string;
}

function Board({ orders, to, current }: ListProps) {
  const w = useWords();
  return (
    <div className="board">
      {states.map((s) => {
        const here = orders.items.filter((o) => o.state === s);
        return (
          <section key={s} className={`column column-${s}`} aria-label={w.orders.stateOf[s]}>
            <h2>{w.orders.stateOf[s]} <span className="faint">{count(orders.counts[s])}</span></h2>
            <ul>{here.map((o) => <li key={o.id}><Card order={o} to={to(o.id)} current={o.id === current} /></li>)}</ul>
            {here.length === 0 && <p className="column-empty">{w.orders.emptyColumn}</p>}
          </section>
        );
      })}
    </div>
  );
}

/** The list for small screens and for those who like lists: one state after the other, the urgent on top. */
function ByState({ orders, to, current }: ListProps) {
  const w = useWords();
  return (
    <div className="by-state">
      {states.map((s) => {
        const here = orders.items.filter((o) => o.state === s);
        if (here.length === 0) return null;
        return (
          <section key={s} aria-label={w.orders.stateOf[s]}>
            <h2>{w.orders.stateOf[s]} <span className="faint">{count(orders.counts[s])}</span></h2>
            <ul className="split-rows">{here.map((o) => <li key={o.id}><Card order={o} to={to(o.id)} current={o.id === current} flat /></li>)}</ul>
          </section>
        );
      })}
    </div>
  );
}

function Card({ order, to, current, flat = false }: { order: Order; to: string; current: boolean; flat?: boolean }) {
  const w = useWords();
  const names = useNames();
  const clock = useClock();
  const opened = instant(order.opened_at);
  return (
    <article className={flat ? "card card-flat" : "card"} aria-current={current ? "true" : undefined}>
      <p className="card-top"><LevelMark level={order.level} /><Chip>{w.orders.kind[order.kind] ?? order.kind}</Chip>{order.cycle > 1 && <Chip tone="negative">{w.orders.cycle(order.cycle)}</Chip>}<DueNote order={order} /></p>
      <Link to={to} keepScroll className="stretch card-title words">{order.title}</Link>
      <p className="split-meta">
        <span className={order.owner ? "soft" : "nobody"}>{order.owner || w.orders.nobody}</span>
        <span>{order.store ? names.store(order.store) : names.brand(order.brand)}</span>
        {opened && <time dateTime={order.opened_at} title={clock.exact(opened)}>{clock.relative(opened)}</time>}
      </p>
    </article>
  );
}
