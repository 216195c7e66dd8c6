import { useEffect, useRef, useState } from "react";
import { Problem, tell } from "../../api/client";
import type { CommandType, Order } from "../../api/nouns";
import { setOperator, useOperator } from "../../i18n/language";
import { Fold } from "../../parts/Fold";
import { pulseNow } from "../../state/live";
import { address, go, useRoute, withQuery } from "../../state/route";
import { useClock, useWords } from "../../state/world";
import { CommandForm, type Refusal } from "./CommandForm";
import { commandOf, fieldsOf, type Draft } from "./fields";
import { atHand, linked, offered, takesOver, type Offer } from "./offered";
import { useOrderWords, type OrderWords } from "./words";

/** What can be done with an order now, and the form of what was chosen. A link may open a form; only a press sends it. */
export function Commands({ order }: { order: Order }) {
  const w = useWords();
  const own = useOrderWords();
  const clock = useClock();
  const operator = useOperator();
  const { path, query } = useRoute();
  const asked = linked(query);
  const offers = offered(order, operator, clock.now);
  const [open, setOpen] = useState<CommandType | null>(() => offers.find((o) => o.type === asked && !o.yet)?.type ?? null);
  const [trouble, setTrouble] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState("");
  const section = useRef<HTMLElement>(null);
  const said = useRef<HTMLParagraphElement>(null);
  useEffect(() => { if (done) said.current?.focus(); }, [done]); // the form is gone: whoever works by keys goes on from here
  const unlink = () => asked && go(address(path, withQuery(query, { do: null, via: null })), { replace: true, keepScroll: true });

  const choose = (type: CommandType) => {
    setOpen(open === type ? null : type);
    setTrouble(null);
    setDone("");
    unlink();
  };
  const fold = () => {
    section.current?.querySelector<HTMLElement>(".command-buttons > [aria-expanded=true]")?.focus();
    setOpen(null);
    unlink();
  };
  const send = async (type: CommandType, name: string, draft: Draft) => {
    setBusy(true);
    setOperator(name);
    const channel = asked && query.get("via") !== "board" ? "bot" : "web";
    try {
      await tell<Order>(`/orders/${encodeURIComponent(order.id)}/commands`, commandOf(type, name.trim(), order.version, draft, fieldsOf(type, order, name.trim()), channel));
      setDone(own.done[type]);
      setOpen(null);
      setTrouble(null);
      unlink();
    } catch (err) {
      setTrouble({ problem: err instanceof Problem ? err : new Problem(0, "", String(err)), version: order.version });
    } finally {
      setBusy(false);
      pulseNow(); // also after a conflict: what others did meanwhile must show
    }
  };
  const button = (o: Offer, first: boolean) => (
    <button type="button" key={o.type} className={first ? "btn btn-primary" : "btn"} aria-expanded={open === o.type} disabled={!!o.yet} title={o.yet && own.yet[o.yet]} onClick={() => choose(o.type)}>
      {labelOf(o.type, order, operator, own)}
    </button>
  );
  const more = offers.slice(atHand);
  const held = offers.find((o) => o.yet);
  return (
    <section ref={section} className="commands" aria-label={own.actions}>
      {asked && !offers.some((o) => o.type === asked) && <p className="order-waits" role="status">{own.cannotDo(own.command[asked], w.orders.stateOf[order.state])}</p>}
      <div className="command-buttons">
        {offers.slice(0, atHand).map((o, i) => button(o, i === 0 && !open))}
        {more.length > 0 && (
          <Fold label={own.moreActions} text={<span>{own.moreActions}</span>} className="fold-button">
            {(close) => more.map((o) => <button type="button" key={o.type} className="fold-action" disabled={!!o.yet} onClick={() => { choose(o.type); close(); }}>{labelOf(o.type, order, operator, own)}</button>)}
          </Fold>
        )}
      </div>
      {held?.yet && <p className="faint">{own.command[held.type]}{w.sources.conclusion.comma}{own.yet[held.yet]}</p>}
      <p ref={said} tabIndex={-1} className="kept" role="status">{done && `✓ ${done}`}</p>
      {open && <CommandForm key={open} type={open} order={order} busy={busy} trouble={trouble} linked={asked === open} send={(name, draft) => void send(open, name, draft)} close={fold} />}
    </section>
  );
}

/** Taking something out of another's hands is called what it is. */
export function labelOf(type: CommandType, order: Order, who: string, own: OrderWords): string {
  if (takesOver(type, order, who)) return type === "claim" ? own.takeOver : own.handOver;
  return own.command[type];
}
