import type { Order } from "../../api/nouns";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { Chip, LevelMark } from "../../parts/marks";
import { tongue } from "../../say/server";
import { Link } from "../../parts/Link";
import { Quotes } from "../../parts/Quotes";
import { Show } from "../../parts/states";
import { everything } from "../../state/filter";
import { useResource } from "../../state/live";
import { mentionsAddress, useClock, useNames, useWords } from "../../state/world";
import { Clocks } from "./Clocks";
import { Commands } from "./Commands";
import { Escalations } from "./Escalations";
import { Hands } from "./Hands";
import { History } from "./History";
import { Outcome } from "./Outcome";
import { VerificationPanel } from "./VerificationPanel";
import { useOrderWords } from "./words";

export function OrderDetail({ id, known }: { id: string; known?: Order }) {
  const order = useResource<Order>(`order/${id}`, () => `/orders/${encodeURIComponent(id)}`, { hold: false });
  return <Show of={{ ...order, data: order.data ?? known ?? null }} lines={10}>{(o) => <Whole order={o} />}</Show>;
}

function Whole({ order }: { order: Order }) {
  const w = useWords();
  const own = useOrderWords();
  const clock = useClock();
  const names = useNames();
  const until = instant(order.wait_until);
  return (
    <article className="order-detail">
      <header>
        <p className="detail-marks">
          <LevelMark level={order.level} long />
          <b>{w.orders.stateOf[order.state]}</b>
          <Chip>{w.orders.kind[order.kind] ?? order.kind}</Chip>
          {order.topic && <Chip>{names.title(order.topic)}</Chip>}
          {order.cycle > 1 && <Chip tone="negative">{own.cycle(order.cycle)}</Chip>}
          {order.verification.state === "passed" && <Chip tone="positive">✓ {own.verdictOf.passed}</Chip>}
        </p>
        <h2 className="words" lang={tongue(order.title)}>{order.title}</h2>
        <Ways order={order} />
        {order.state === "waiting" && order.wait_for && until && <p className="order-waits">{own.waitsFor(own.waitFor[order.wait_for], clock.moment(until))}</p>}
        {order.merged_into && <p className="order-waits">{own.mergedInto} <Link to={`/orders/${encodeURIComponent(order.merged_into)}`}>{order.merged_into}</Link></p>}
      </header>
      <Clocks order={order} />
      <Commands order={order} />
      <VerificationPanel order={order} />
      <Outcome order={order} />
      <Hands order={order} />
      <Escalations order={order} />
      {order.evidence.length > 0 && <section><h3>{own.evidence}</h3><Quotes evidence={order.evidence} /></section>}
      <History order={order} />
    </article>
  );
}

/** Where else the matter is told of: its incident, its mentions, earlier orders. */
function Ways({ order }: { order: Order }) {
  const own = useOrderWords();
  const from = instant(order.opened_at);
  const mentions = from && (order.topic || order.store) && mentionsAddress(everything, {
    brand: order.brand ? [order.brand] : [], topic: order.topic, store: order.store, sentiment: "negative",
    range: { from: new Date(from.getTime() - 48 * 3_600_000).toISOString(), to: new Date(Math.ceil(Date.now() / 60_000) * 60_000).toISOString() },
  });
  return (
    <p className="alert-actions">
      {order.alert ? <Link to={`/alerts/${encodeURIComponent(order.alert)}`}>{own.alert} →</Link> : <span className="faint">{own.byHand}</span>}
      {order.post && <Link to={mentionsAddress(everything, { brand: order.brand ? [order.brand] : [], range: { preset: "90d" } }) + `&open=${encodeURIComponent(`${order.post}/${order.brand || "-"}`)}`}>{own.mention} →</Link>}
      {mentions && <Link to={mentions}>{own.mentions} →</Link>}
      {order.linked.map((id) => <Link key={id} to={`/orders/${encodeURIComponent(id)}`} title={own.linked}>{own.linked} {harmless(id)} →</Link>)}
    </p>
  );
}
