import type { Alert, Alerts, LevelName, Order, Orders } from "../../api/nouns";
import { instant } from "../../format/zone";
import { LevelMark } from "../../parts/marks";
import { Headline } from "../../parts/Told";
import { Link } from "../../parts/Link";
import { Panel } from "../../parts/Panel";
import { Failed, Loading, Nothing } from "../../parts/states";
import { writeFilter } from "../../state/filter";
import { useResource } from "../../state/live";
import { address } from "../../state/route";
import { useClock, useNames, useView, useWords } from "../../state/world";
import { DueNote } from "../orders/DueNote";

/** What somebody has to look at: running alerts first, then unfinished orders, most urgent on top. */
export function NowPanel() {
  const w = useWords();
  const { filter } = useView();
  const brands = writeFilter({ brand: filter.brand });
  const ask = (path: string, limit: number) => address(path, new URLSearchParams([...brands, ["state", "open"], ["limit", String(limit)]]));
  const alerts = useResource<Alerts>(`alerts/now/${brands}`, () => ask("/alerts", 50));
  const orders = useResource<Orders>(`orders/now/${brands}`, () => ask("/orders", 8));
  const c = orders.data?.counts;
  const openOrders = c?.open ?? 0;
  const known = alerts.data && orders.data;
  const error = alerts.error ?? orders.error;
  const some = known && (alerts.data!.open > 0 || openOrders > 0);
  return (
    <Panel title={w.panel.now} className="now-panel" says={known ? (some ? w.say.now(alerts.data!.open, openOrders) : null) : null}>
      {!known && (error ? <Failed error={error} retry={() => { alerts.reload(); orders.reload(); }} /> : <Loading lines={5} />)}
      {known && !some && <Nothing title={w.say.nowNone} />}
      {some && (
        <div className="now-scroll">
          <ul className="now-list">
            {gravestFirst(alerts.data!.items).slice(0, 3).map((a) => <AlertLine key={a.id} alert={a} />)}
            {orders.data!.items.slice(0, 5).map((o) => <OrderLine key={o.id} order={o} />)}
          </ul>
        </div>
      )}
      {some && (
        <p className="now-more">
          <Link to={address("/alerts", brands)}>{w.page.alerts} →</Link> <Link to={address("/orders", brands)}>{w.page.orders} →</Link>
        </p>
      )}
    </Panel>
  );
}

/** Red before blue; of one level the newest first, as the server sends them. */
function gravestFirst(alerts: Alert[]): Alert[] {
  const order: LevelName[] = ["red", "orange", "yellow", "blue"];
  return [...alerts].sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
}

function AlertLine({ alert }: { alert: Alert }) {
  const w = useWords();
  const clock = useClock();
  const started = instant(alert.started_at);
  return (
    <li>
      <LevelMark level={alert.level} />
      <div>
        <Link to={`/alerts/${encodeURIComponent(alert.id)}`} className="stretch now-title"><Headline alert={alert} /></Link>
        {started && <span className="faint">{w.alerts.since(clock.length(clock.now.getTime() - started.getTime()))}</span>}
      </div>
    </li>
  );
}

function OrderLine({ order }: { order: Order }) {
  const w = useWords();
  const names = useNames();
  return (
    <li>
      <LevelMark level={order.level} />
      <div>
        <Link to={`/orders/${encodeURIComponent(order.id)}`} className="stretch now-title">{order.title}</Link>
        <span className="faint">
          {[w.orders.stateOf[order.state], order.owner].filter(Boolean).join(" · ")}{order.store && ` · ${names.store(order.store)}`} <DueNote order={order} />
        </span>
      </div>
    </li>
  );
}
