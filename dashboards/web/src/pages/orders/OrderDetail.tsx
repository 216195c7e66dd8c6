import type { ReactNode } from "react";
import type { Order, OrderNote } from "../../api/nouns";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { Chip, LevelMark } from "../../parts/marks";
import { Link } from "../../parts/Link";
import { Quotes } from "../../parts/Quotes";
import { Show } from "../../parts/states";
import { everything } from "../../state/filter";
import { useResource } from "../../state/live";
import { mentionsAddress, useClock, useNames, useWords } from "../../state/world";
import { Commands } from "./Commands";
import { due, lateness } from "./due";

export function OrderDetail({ id, known }: { id: string; known?: Order }) {
  const order = useResource<Order>(`order/${id}`, () => `/orders/${encodeURIComponent(id)}`, { hold: false });
  return <Show of={{ ...order, data: order.data ?? known ?? null }} lines={10}>{(o) => <Whole order={o} />}</Show>;
}

function Whole({ order }: { order: Order }) {
  const w = useWords();
  const names = useNames();
  const from = instant(order.opened_at);
  const mentions = from && mentionsAddress(everything, {
    brand: order.brand ? [order.brand] : [], topic: order.topic, store: order.store, sentiment: "negative",
    range: { from: new Date(from.getTime() - 48 * 3_600_000).toISOString(), to: new Date(Math.ceil(Date.now() / 60_000) * 60_000).toISOString() },
  });
  return (
    <article className="order-detail">
      <header>
        <p className="detail-marks">
          <LevelMark level={order.level} long />
          <b>{w.orders.stateOf[order.state]}</b>
          <Chip>{w.orders.kind[order.kind] ?? order.kind}</Chip>
          {order.topic && <Chip>{names.title(order.topic)}</Chip>}
          {order.cycle > 1 && <Chip tone="negative">{w.orders.cycle(order.cycle)}</Chip>}
        </p>
        <h2 className="words">{order.title}</h2>
        <p className="split-meta">
          <span>{w.orders.owner} <b className={order.owner ? "" : "nobody"}>{order.owner || w.orders.nobody}</b></span>
          <span>{names.brand(order.brand)}</span>
          {order.store && <span>{names.store(order.store)}</span>}
        </p>
        <p className="alert-actions">
          {order.alert ? <Link to={`/alerts/${encodeURIComponent(order.alert)}`}>{w.orders.alert} →</Link> : <span className="faint">{w.orders.byHand}</span>}
          {mentions && <Link to={mentions}>{w.orders.mentions} →</Link>}
        </p>
      </header>
      <Clocks order={order} />
      <Commands order={order} />
      {(order.action || order.cause) && (
        <dl className="outcome">
          {order.action && <div><dt>{w.orders.action}</dt><dd className="words">{harmless(order.action)}</dd></div>}
          {order.cause && <div><dt>{w.orders.cause}</dt><dd className="words">{harmless(order.cause)}</dd></div>}
        </dl>
      )}
      <section>
        <h3>{w.orders.history}</h3>
        <ol className="history">{[...order.notes].reverse().map((n, i) => <Note key={order.notes.length - i} note={n} />)}</ol>
      </section>
      {order.evidence.length > 0 && <section><h3>{w.orders.evidence}</h3><Quotes evidence={order.evidence} /></section>}
    </article>
  );
}

/** The two clocks: claim and resolve. One runs, one waits or has stopped. */
function Clocks({ order }: { order: Order }) {
  const w = useWords();
  const clock = useClock();
  const running = due(order, clock.now);
  const one = (which: "claim" | "resolve", name: string, dueText: string, doneText: string): ReactNode => {
    const at = instant(dueText);
    if (!at) return null;
    const late = lateness(dueText, doneText);
    let tone = "", text = clock.moment(at);
    if (running?.clock === which) {
      tone = running.over ? "due-over" : running.left < 3_600_000 ? "due-soon" : "running-clock";
      text = running.over ? `⚠ ${w.orders.over(clock.length(running.left))}` : w.orders.left(clock.length(running.left));
    } else if (late !== null) {
      text = late === 0 ? `✓ ${w.orders.kept}` : `⚠ ${w.orders.late(clock.length(late))}`;
      tone = late === 0 ? "kept" : "due-over";
    }
    return <div className={running?.clock === which ? "clock clock-running" : "clock"}><dt>{name}</dt><dd className={tone}>{text}</dd>{tone && <dd className="faint">{clock.moment(at)}</dd>}</div>;
  };
  return (
    <dl className="clocks" aria-label={w.orders.clocks}>
      {one("claim", w.orders.claimDue, order.claim_due, order.claimed_at)}
      {one("resolve", w.orders.resolveDue, order.resolve_due, order.resolved_at)}
    </dl>
  );
}

function Note({ note }: { note: OrderNote }) {
  const w = useWords();
  const clock = useClock();
  const at = instant(note.at);
  return (
    <li>
      <p><b>{note.actor === "tingfeng" ? w.orders.system : note.actor}</b> {w.orders.event[note.type] ?? note.type}{at && <time className="faint" dateTime={note.at} title={clock.exact(at)}> · {clock.moment(at)}</time>}</p>
      {note.text && <p className="words soft">{harmless(note.text)}</p>}
    </li>
  );
}
