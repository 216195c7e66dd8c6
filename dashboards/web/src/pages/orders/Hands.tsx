import type { ReactNode } from "react";
import type { Order } from "../../api/nouns";
import { instant } from "../../format/zone";
import { useClock, useNames, useWords } from "../../state/world";
import { RouteReason } from "../../parts/Told";
import { useOrderWords } from "./words";

/** Who has to do with the order, and what it obeys. */
export function Hands({ order: o }: { order: Order }) {
  const w = useWords();
  const own = useOrderWords();
  const names = useNames();
  const clock = useClock();
  const opened = instant(o.opened_at);
  const facts: [string, ReactNode][] = [
    [own.owner, o.owner ? <b>{o.owner}</b> : <span className="nobody">{w.orders.nobody}</span>],
    [own.assignee, o.assignee !== o.owner && o.assignee],
    [own.lead, o.lead],
    [own.helpers, o.collaborators.join(own.comma)],
    [own.brand, names.brand(o.brand)],
    [own.store, o.store && names.store(o.store)],
    [own.region, o.region],
    [own.stage, o.stage],
    [own.opened, opened && <time dateTime={o.opened_at} title={clock.exact(opened)}>{clock.moment(opened)}</time>],
    [own.route, o.route && <RouteReason text={o.route} />],
    [own.policy, o.policy],
  ];
  return (
    <section>
      <h3>{own.hands}</h3>
      <dl className="facts">{facts.filter(([, v]) => v).map(([name, v]) => <div key={name}><dt>{name}</dt><dd className="words">{v}</dd></div>)}</dl>
    </section>
  );
}
