import { Drawer } from "antd";
import { useState } from "react";
import { ask } from "../../api/client";
import type { Order, Orders } from "../../api/nouns";
import { Link } from "../../parts/Link";
import { Segments } from "../../parts/Segments";
import { Nothing, Show } from "../../parts/states";
import { writeFilter } from "../../state/filter";
import { useResource } from "../../state/live";
import { useMedia } from "../../state/media";
import { address, go, useRoute, withQuery } from "../../state/route";
import { useView, useWords } from "../../state/world";
import { AntLook } from "../../style/AntLook";
import { Board } from "./Board";
import { Filters } from "./Filters";
import { lookQuery, narrowed, readLook } from "./look";
import { NewOrder } from "./NewOrder";
import { OrderDetail } from "./OrderDetail";
import { OrderTable } from "./OrderTable";
import { useOrderWords } from "./words";
import "./orders.css";

const most = 200; // rows a question

/** Work orders as a list or by where they stand. The chosen one opens beside them, so that they stay in sight. */
export default function OrdersPage({ id }: { id: string }) {
  const w = useWords();
  const own = useOrderWords();
  const { query } = useRoute();
  const { filter } = useView();
  const roomy = useMedia("(min-width: 900px)");
  const phone = useMedia("(max-width: 700px)");
  const look = readLook(query);
  const view = query.get("view") === "board" ? "board" : "list";
  const brands = writeFilter({ brand: filter.brand });
  const asked = lookQuery(look, brands, most);
  const orders = useResource<Orders>(`orders/${asked}`, () => address("/orders", asked));
  const bare = withQuery(query, { do: null, via: null });
  const to = (order: string) => address(order ? `/orders/${encodeURIComponent(order)}` : "/orders", bare);
  const here = id ? `/orders/${encodeURIComponent(id)}` : "/orders";
  const opening = id === "new";
  return (
    <AntLook>
      <div className="orders-tools">
        <Segments label={own.view} value={view} options={[{ value: "list", label: own.list }, { value: "board", label: own.board }]}
          onChange={(v) => go(address(here, withQuery(query, { view: v === "board" ? "board" : null })), { replace: true })} />
        {orders.data && <span className="faint" role="status">{own.total(orders.data.total)}</span>}
        {orders.data && orders.data.counts.overdue > 0 && (
          <Link to={address("/orders", withQuery(bare, { overdue: look.overdue ? null : "true" }))} className="due-over" aria-pressed={look.overdue} role="button">⚠ {own.overdue(orders.data.counts.overdue)}</Link>
        )}
        <Link to={to("new")} keepScroll className="btn btn-small orders-new">＋ {own.newOrder}</Link>
      </div>
      <Filters look={look} counts={orders.data?.counts ?? null} />
      <Show of={orders} lines={12}>
        {(data) => data.items.length === 0
          ? narrowed(look) ? <Nothing title={own.noMatch} help={own.noMatchHelp} /> : <Nothing title={own.none} help={own.noneHelp} />
          : view === "board" ? <Board orders={data} to={to} current={id} /> : <Pages key={asked.toString()} first={data} asked={asked} sort={look.sort} to={to} current={id} cards={!roomy} />}
      </Show>
      <Drawer open={!!id} onClose={() => go(to(""), { keepScroll: true })} size={phone ? "92%" : 720} placement={phone ? "bottom" : "right"} title={opening ? own.newOrder : id} destroyOnHidden mask={phone}
        closable={{ "aria-label": w.mentions.close }}>
        {opening ? <NewOrder /> : id && <OrderDetail key={id} id={id} known={orders.data?.items.find((o) => o.id === id)} />}
      </Drawer>
    </AntLook>
  );
}

interface PagesProps {
  first: Orders; // live; what was loaded after it is as of then
  asked: URLSearchParams;
  sort: string;
  to: (id: string) => string;
  current: string;
  cards: boolean;
}

function Pages({ first, asked, sort, to, current, cards }: PagesProps) {
  const own = useOrderWords();
  const [later, setLater] = useState<{ items: Order[]; next: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const next = later ? later.next : first.next;
  const seen = new Set(first.items.map((o) => o.id));
  const items = [...first.items, ...(later?.items.filter((o) => !seen.has(o.id)) ?? [])];
  const load = async () => {
    setBusy(true);
    const q = new URLSearchParams(asked);
    q.set("after", next);
    try {
      const { data } = await ask<Orders>(address("/orders", q));
      setLater({ items: [...(later?.items ?? []), ...data.items], next: data.next });
    } catch {
      setLater(null); // the list has moved on: begin again from its live part
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <OrderTable items={items} sort={sort} to={to} current={current} cards={cards} />
      {next && <p className="orders-more"><button type="button" className="btn" disabled={busy} aria-busy={busy} onClick={() => void load()}>{own.more}</button></p>}
    </>
  );
}
