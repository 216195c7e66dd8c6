import type { Alert, Order } from "../../api/nouns";
import { count } from "../../format/number";
import { instant } from "../../format/zone";
import { Chip, LevelMark } from "../../parts/marks";
import { Link } from "../../parts/Link";
import { useClock, useNames, useWords } from "../../state/world";
import { marksOf, mutedNow, topicsOf } from "./incident";
import { useAlertWords } from "./words";

/** One incident in the list. */
export function AlertRow({ alert, order, to, current }: { alert: Alert; order?: Order; to: string; current: boolean }) {
  const w = useWords();
  const own = useAlertWords();
  const clock = useClock();
  const names = useNames();
  const started = instant(alert.started_at), ended = instant(alert.resolved_at);
  const length = started && clock.length((ended ?? clock.now).getTime() - started.getTime());
  const [topic, ...others] = topicsOf(alert);
  return (
    <li className="split-row" aria-current={current ? "true" : undefined}>
      <LevelMark level={alert.level} />
      <div>
        <Link to={to} className="stretch split-title">{topic ? names.title(topic) : own.kinds[alert.kind] && alert.kind !== "burst" ? own.kinds[alert.kind] : w.alerts.unnamed}</Link>
        {others.length > 0 && <p className="split-meta">{own.cluster(others.slice(0, 3).map(names.title).join(w.sources.conclusion.comma))}</p>}
        <p className="split-meta">
          <span>{names.brand(alert.brand)}</span>
          {started && <time dateTime={alert.started_at} title={clock.exact(started)}>{clock.moment(started)}</time>}
          {alert.total > 0 && <span>{w.unit.mentions(count(alert.total))}</span>}
          <span>{alert.state === "open" ? <b className="running">● {length && w.alerts.since(length)}</b> : <>✓ {alert.state === "merged" ? own.mark.merged : w.alerts.resolved}{length && ` · ${w.alerts.lasted(length)}`}</>}</span>
        </p>
        <Marks alert={alert} order={order} />
      </div>
    </li>
  );
}

/** Verdict, silence, mute and the order's owner, each in words. */
export function Marks({ alert, order }: { alert: Alert; order?: Order }) {
  const own = useAlertWords();
  const clock = useClock();
  const marks = marksOf(alert, clock.now).filter((m) => m !== "merged");
  if (marks.length === 0 && !alert.order) return null;
  return (
    <p className="split-meta alert-marks">
      {marks.map((m) => {
        if (m === "confirmed") return <Chip key={m} tone="negative">✓ {own.verdicts.confirmed}</Chip>;
        if (m === "false_alarm") return <Chip key={m} title={alert.verdict_why || undefined}>✕ {own.verdicts.false_alarm}</Chip>;
        const until = mutedNow(alert, clock.now);
        return <Chip key={m} tone="noise" title={m === "muted" && until ? own.mutedUntil(clock.moment(until)) : undefined}>{own.mark[m as keyof typeof own.mark]}</Chip>;
      })}
      {alert.order && <span className={order && !order.owner ? "nobody" : ""}>{order ? (order.owner ? own.orderOf(order.owner) : own.orderNew) : alert.order}</span>}
    </p>
  );
}
