import type { Alert, Alerts } from "../../api/nouns";
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
import { AlertDetail } from "./AlertDetail";
import "./alerts.css";

type Which = "all" | "open" | "resolved";

/** Incidents, newest first, and the chosen one beside them; on a phone one after the other. */
export default function AlertsPage({ id }: { id: string }) {
  const w = useWords();
  const { query } = useRoute();
  const { filter } = useView();
  const wide = useMedia("(min-width: 1100px)");
  const asked = query.get("state");
  const which: Which = asked === "open" || asked === "resolved" ? asked : "all";
  const ask = new URLSearchParams(writeFilter({ brand: filter.brand }));
  if (which !== "all") ask.set("state", which);
  const alerts = useResource<Alerts>(`alerts/${ask}`, () => address("/alerts", ask));
  const to = (alert: string) => address(alert ? `/alerts/${encodeURIComponent(alert)}` : "/alerts", withQuery(query, {}));
  const chosen = id || (wide ? (alerts.data?.items[0]?.id ?? "") : "");

  const list = (
    <section className="split-list" aria-label={w.alerts.list}>
      <Segments<Which> block label={w.alerts.title} value={which} onChange={(s) => go(address("/alerts", withQuery(query, { state: s === "all" ? null : s })))}
        options={[{ value: "all", label: w.alerts.all }, { value: "open", label: `${w.alerts.open}${alerts.data?.open ? ` ${alerts.data.open}` : ""}` }, { value: "resolved", label: w.alerts.resolved }]} />
      <Show of={alerts} lines={10}>
        {({ items }) => items.length === 0
          ? <Nothing title={which === "open" ? w.alerts.noneOpen : w.alerts.none} help={w.alerts.noneHelp} />
          : <ul className="split-rows">{items.map((a) => <Row key={a.id} alert={a} to={to(a.id)} current={a.id === chosen} />)}</ul>}
      </Show>
    </section>
  );
  const detail = chosen && <AlertDetail key={chosen} id={chosen} known={alerts.data?.items.find((a) => a.id === chosen)} />;
  if (wide) return <div className="split">{list}<div className="split-detail">{detail}</div></div>;
  if (!id) return list;
  return <div className="split-detail"><Link to={to("")}>← {w.alerts.list}</Link>{detail}</div>;
}

function Row({ alert, to, current }: { alert: Alert; to: string; current: boolean }) {
  const w = useWords();
  const clock = useClock();
  const names = useNames();
  const started = instant(alert.started_at), ended = instant(alert.resolved_at);
  const length = started && clock.length((ended ?? clock.now).getTime() - started.getTime());
  return (
    <li className="split-row" aria-current={current ? "true" : undefined}>
      <LevelMark level={alert.level} />
      <div>
        <Link to={to} className="stretch split-title">{alert.topic ? names.title(alert.topic) : w.alerts.unnamed}</Link>
        <p className="split-meta">
          <span>{names.brand(alert.brand)}</span>
          {started && <time dateTime={alert.started_at} title={clock.exact(started)}>{clock.moment(started)}</time>}
          <span>{w.unit.mentions(count(alert.total))}</span>
          <span>{alert.state === "open" ? <b className="running">● {length && w.alerts.since(length)}</b> : <>✓ {w.alerts.resolved}{length && ` · ${w.alerts.lasted(length)}`}</>}</span>
          {alert.history && <Chip title={w.alerts.historyHelp}>{w.alerts.history}</Chip>}
        </p>
      </div>
    </li>
  );
}
