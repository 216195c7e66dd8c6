import type { Order } from "../../api/nouns";
import { instant } from "../../format/zone";
import { Chip, LevelMark } from "../../parts/marks";
import { Link } from "../../parts/Link";
import { address, useRoute, withQuery } from "../../state/route";
import { useClock, useNames, useWords } from "../../state/world";
import { Card } from "./Card";
import { DueNote } from "./DueNote";
import { columns, nextSort, sortable, type Column } from "./look";
import { useOrderWords } from "./words";

interface Props {
  items: Order[];
  sort: string;
  to: (id: string) => string;
  current: string;
  cards: boolean; // a small screen: one card an order instead of columns
}

/** The list: dense, a row an order, sorted by pressing a column. */
export function OrderTable({ items, sort, to, current, cards }: Props) {
  const own = useOrderWords();
  if (cards) {
    return <ul className="split-rows" aria-label={own.caption}>{items.map((o) => <li key={o.id}><Card order={o} to={to(o.id)} current={o.id === current} flat /></li>)}</ul>;
  }
  return (
    <div className="scroll-x orders-scroll">
      <table className="orders-table">
        <caption className="unseen">{own.caption}</caption>
        <thead><tr>{columns.map((c) => <Head key={c} column={c} sort={sort} />)}</tr></thead>
        <tbody>{items.map((o) => <Row key={o.id} order={o} to={to(o.id)} current={o.id === current} />)}</tbody>
      </table>
    </div>
  );
}

function Head({ column, sort }: { column: Column; sort: string }) {
  const own = useOrderWords();
  const { query } = useRoute();
  const name = own.column[column];
  if (!sortable.includes(column)) return <th scope="col">{name}</th>;
  const up = sort === column, down = sort === `-${column}`;
  const next = nextSort(sort, column);
  return (
    <th scope="col" aria-sort={up ? "ascending" : down ? "descending" : undefined}>
      <Link to={address("/orders", withQuery(query, { sort: next || null, do: null, via: null }))} keepScroll title={own.sort(name)}>
        {name}<span aria-hidden="true" className="sort-sign">{up ? " ▲" : down ? " ▼" : ""}</span>
      </Link>
    </th>
  );
}

function Row({ order: o, to, current }: { order: Order; to: string; current: boolean }) {
  const w = useWords();
  const own = useOrderWords();
  const names = useNames();
  const clock = useClock();
  const opened = instant(o.opened_at);
  const until = instant(o.wait_until);
  return (
    <tr aria-current={current ? "true" : undefined}>
      <td><LevelMark level={o.level} /></td>
      <td className="order-cell">
        <Link to={to} keepScroll className="stretch order-name words">{o.title}</Link>
        <span className="split-meta"><span>{o.id}</span><span>{w.orders.kind[o.kind] ?? o.kind}</span><span>{o.store ? names.store(o.store) : names.brand(o.brand)}</span>{o.cycle > 1 && <Chip tone="negative">{own.cycle(o.cycle)}</Chip>}</span>
      </td>
      <td className="nowrap">{w.orders.stateOf[o.state]}{o.verification.state && o.verification.state !== "watching" && <> <Chip tone={o.verification.state === "passed" ? "positive" : o.verification.state === "failed" ? "negative" : "plain"}>{own.verdictOf[o.verification.state]}</Chip></>}</td>
      <td className="nowrap"><DueNote order={o} />{o.state === "waiting" && until && <span className="faint wait-note">{own.returns(clock.relative(until))}</span>}</td>
      <td className="nowrap">{o.owner ? o.owner : o.assignee ? <span className="soft">→ {o.assignee}</span> : <span className="nobody">{w.orders.nobody}</span>}</td>
      <td className="nowrap faint">{opened && <time dateTime={o.opened_at} title={clock.exact(opened)}>{clock.relative(opened)}</time>}</td>
    </tr>
  );
}
