import { useEffect, useState } from "react";
import type { Alert, Alerts, Orders } from "../../api/nouns";
import { ask as askServer } from "../../api/client";
import { count } from "../../format/number";
import { Link } from "../../parts/Link";
import { Segments } from "../../parts/Segments";
import { Nothing, Show } from "../../parts/states";
import { writeFilter } from "../../state/filter";
import { useResource } from "../../state/live";
import { useMedia } from "../../state/media";
import { address, go, useRoute, withQuery } from "../../state/route";
import { useView, useWords } from "../../state/world";
import { AlertDetail } from "./AlertDetail";
import { AlertFilters, filterKeys } from "./AlertFilters";
import { AlertRow } from "./AlertRow";
import { groupOf, groups } from "./incident";
import { useAlertWords } from "./words";
import "./alerts.css";

type Which = "all" | "open" | "resolved";

/** Incidents, running ones first, and the chosen one beside them; on a phone one after the other. */
export default function AlertsPage({ id }: { id: string }) {
  const w = useWords();
  const own = useAlertWords();
  const { query } = useRoute();
  const { filter } = useView();
  const wide = useMedia("(min-width: 1100px)");
  const state = query.get("state");
  const which: Which = state === "open" || state === "resolved" ? state : "all";
  const ask = new URLSearchParams(writeFilter({ brand: filter.brand }));
  if (which !== "all") ask.set("state", which);
  for (const key of filterKeys) if (query.get(key)) ask.set(key, query.get(key)!);
  const restricted = filterKeys.some((k) => query.get(k));
  const alerts = useResource<Alerts>(`alerts/${ask}`, () => address("/alerts", ask));
  const orders = useResource<Orders>("alerts/orders", () => "/orders?limit=200");
  const to = (alert: string) => address(alert ? `/alerts/${encodeURIComponent(alert)}` : "/alerts", withQuery(query, { do: null }));
  const first = alerts.data && groups.flatMap((g) => alerts.data!.items.filter((a) => groupOf(a) === g))[0];
  const chosen = id || (wide ? (first?.id ?? "") : "");

  const list = (
    <section className="split-list" aria-label={w.alerts.list}>
      <div className="alert-tools">
        <Segments<Which> block label={w.alerts.title} value={which} onChange={(s) => go(address("/alerts", withQuery(query, { state: s === "all" ? null : s })))}
          options={[{ value: "all", label: w.alerts.all }, { value: "open", label: `${w.alerts.open}${alerts.data?.open ? ` ${alerts.data.open}` : ""}` }, { value: "resolved", label: w.alerts.resolved }]} />
        <AlertFilters />
      </div>
      <Show of={alerts} lines={10}>
        {(data) => data.items.length === 0
          ? <Nothing title={restricted ? own.noneFiltered : which === "open" ? w.alerts.noneOpen : w.alerts.none} help={restricted ? undefined : w.alerts.noneHelp} />
          : <Sections key={ask.toString()} first={data} ask={ask} orders={orders.data} to={to} chosen={chosen} />}
      </Show>
    </section>
  );
  const detail = chosen && <AlertDetail key={chosen} id={chosen} known={alerts.data?.items.find((a) => a.id === chosen)} />;
  if (wide) return <div className="split">{list}<div className="split-detail">{detail}</div></div>;
  if (!id) return list;
  return <div className="split-detail"><Link to={to("")}>← {w.alerts.list}</Link>{detail}</div>;
}

interface SectionsProps {
  first: Alerts; // the first page, kept fresh
  ask: URLSearchParams;
  orders: Orders | null;
  to: (id: string) => string;
  chosen: string;
}

/** The list in its parts: what runs, what ended, what was only found by replaying the past. */
function Sections({ first, ask, orders, to, chosen }: SectionsProps) {
  const own = useAlertWords();
  const [later, setLater] = useState<Alert[]>([]);
  const [next, setNext] = useState<string | null>(null); // null: nothing beyond the first page was asked for
  const [busy, setBusy] = useState(false);
  useEffect(() => { if (first.total <= first.items.length) { setLater([]); setNext(null); } }, [first]);
  const after = next ?? first.next;
  const more = async () => {
    setBusy(true);
    try {
      const page = new URLSearchParams(ask);
      page.set("after", after);
      const { data } = await askServer<Alerts>(address("/alerts", page));
      setLater((l) => [...l, ...data.items]);
      setNext(data.next);
    } catch {
      setLater([]); // the list has moved on under the cursor: begin again from the fresh first page
      setNext(null);
    } finally {
      setBusy(false);
    }
  };
  const known = new Set(first.items.map((a) => a.id));
  const all = [...first.items, ...later.filter((a) => !known.has(a.id))];
  return (
    <>
      {groups.map((g) => {
        const items = all.filter((a) => groupOf(a) === g);
        if (items.length === 0) return null;
        return (
          <section key={g} className={`alert-group alert-group-${g}`}>
            <h2 title={g === "history" ? own.groupHelp : undefined}>{own.groups[g]} <span className="faint">{count(items.length)}</span></h2>
            <ul className="split-rows">{items.map((a) => <AlertRow key={a.id} alert={a} order={orders?.items.find((o) => o.id === a.order)} to={to(a.id)} current={a.id === chosen} />)}</ul>
          </section>
        );
      })}
      {after && <button type="button" className="btn" disabled={busy} aria-busy={busy} onClick={() => void more()}>{own.more}</button>}
    </>
  );
}
