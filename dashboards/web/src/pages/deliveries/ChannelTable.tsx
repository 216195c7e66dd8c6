import { useState } from "react";
import { Problem, tell } from "../../api/client";
import type { Attempt, Channel } from "../../api/nouns";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { setOperator, useOperator } from "../../i18n/language";
import { Link } from "../../parts/Link";
import { pulseNow } from "../../state/live";
import { useClock, useWords } from "../../state/world";
import { useDeliveryWords } from "./words";

/** Every channel in a row: how it takes messages, and a button to try it now. */
export function ChannelTable({ items }: { items: Channel[] }) {
  const own = useDeliveryWords();
  const c = own.column;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={own.channels}>
      <table className="channels">
        <caption className="unseen">{own.channels}</caption>
        <thead><tr><th scope="col">{c.name}</th><th scope="col">{c.state}</th><th scope="col">{c.limit}</th><th scope="col" className="num">{c.waiting}</th><th scope="col" className="num">{c.dead}</th><th scope="col">{c.sent}</th><th scope="col"><span className="unseen">{own.test}</span></th></tr></thead>
        <tbody>{items.map((x) => <Row key={x.name} channel={x} />)}</tbody>
      </table>
    </div>
  );
}

function Row({ channel: c }: { channel: Channel }) {
  const own = useDeliveryWords();
  const clock = useClock();
  const sent = instant(c.sent_at);
  const trouble = c.gone || c.error;
  return (
    <tr>
      <th scope="row"><Link to={`/deliveries?channel=${encodeURIComponent(c.name)}`}>{c.name}</Link><p className="faint">{own.kind[c.kind] ?? c.kind}{c.host && ` · ${own.to(c.host)}`}</p></th>
      <td className="channel-state" data-label={own.column.state}>
        <span>{c.gone ? <span className="due-over">⊘ {own.gone}</span> : c.error ? <span className="due-soon">✕ {own.failing}</span> : sent ? <span className="kept">✓ {own.ok}</span> : <span className="faint">{own.unused}</span>}
          {trouble && <span className="words faint channel-trouble">{harmless(trouble)}</span>}</span>
      </td>
      <td data-label={own.column.limit}>{own.limit(c.limit) || "—"}</td>
      <td className="num" data-label={own.column.waiting}>{c.waiting > 0 ? <Link to={`/deliveries?channel=${encodeURIComponent(c.name)}&state=waiting`}>{c.waiting}</Link> : "0"}</td>
      <td className="num" data-label={own.column.dead}>{c.dead > 0 ? <Link className="due-over" to={`/deliveries?channel=${encodeURIComponent(c.name)}&state=dead`}>{c.dead}</Link> : "0"}</td>
      <td data-label={own.column.sent}>{sent ? <time dateTime={c.sent_at} title={clock.exact(sent)}>{clock.relative(sent)}</time> : <span className="faint">{own.never}</span>}</td>
      <td className="channel-test"><Test channel={c.name} /></td>
    </tr>
  );
}

/** Sends a message now and tells what the receiver answered. Nothing is sent without a name. */
function Test({ channel }: { channel: string }) {
  const own = useDeliveryWords();
  const [busy, setBusy] = useState(false);
  const [came, setCame] = useState<{ ok: boolean; text: string } | null>(null);
  const run = async (actor: string) => {
    setBusy(true);
    setCame(null);
    try {
      const a = await tell<Attempt>(`/channels/${encodeURIComponent(channel)}/test`, { actor });
      setCame(a.error ? { ok: false, text: own.testFailed(harmless(a.error)) } : { ok: true, text: own.tested(own.msec(String(Math.max(1, Math.round(a.took / 1e6))))) });
    } catch (err) {
      setCame({ ok: false, text: `${own.testRefused}${err instanceof Problem && err.message ? `: ${err.message}` : ""}` });
    } finally {
      setBusy(false);
      pulseNow();
    }
  };
  return (
    <>
      <Named label={`${own.test} ${channel}`} text={busy ? own.testing : own.test} title={own.testHelp} busy={busy} act={(actor) => void run(actor)} />
      <p role="status" className={came?.ok ? "kept" : "due-over"}>{came?.text}</p>
    </>
  );
}

interface NamedProps {
  label: string;
  text: string;
  title?: string;
  busy: boolean;
  act: (actor: string) => void;
}

/** A button for something that is written down with a name: asked for once, then remembered in this browser. */
export function Named({ label, text, title, busy, act }: NamedProps) {
  const w = useWords();
  const operator = useOperator();
  const [asking, setAsking] = useState(false);
  const [name, setName] = useState("");
  if (asking && !operator) {
    return (
      <form className="named" onSubmit={(e) => { e.preventDefault(); if (!name.trim()) return; setOperator(name); setAsking(false); act(name.trim()); }}>
        <input className="field" aria-label={w.orders.operator} placeholder={w.orders.operator} maxLength={40} autoFocus value={name} onChange={(e) => setName(e.target.value)} />
        <button type="submit" className="btn btn-small" disabled={!name.trim()}>{text}</button>
      </form>
    );
  }
  return <button type="button" className="btn btn-small" aria-label={label} title={title} disabled={busy} aria-busy={busy} onClick={() => (operator ? act(operator) : setAsking(true))}>{text}</button>;
}
