import { Input } from "antd";
import { useId, useState } from "react";
import { Problem, tell } from "../../api/client";
import type { CommandType, Order, OrderCommand } from "../../api/nouns";
import { setOperator, useOperator } from "../../i18n/language";
import { pulseNow } from "../../state/live";
import { useWords } from "../../state/world";
import { NameField } from "../../parts/NameField";
import { commandsOf, fieldOf } from "./offered";

/** What can be done with an order now. Everything but a claim asks for words, because somebody will read them later. */
export function Commands({ order }: { order: Order }) {
  const w = useWords();
  const operator = useOperator();
  const [open, setOpen] = useState<CommandType | null>(null);
  const [name, setName] = useState(operator);
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const [tried, setTried] = useState(false);
  const [done, setDone] = useState("");
  const textId = useId();

  const field = open && fieldOf[open];
  const needed = open && { claim: "", note: w.orders.noteNeeded, resolve: w.orders.actionNeeded, close: w.orders.causeNeeded, reopen: w.orders.reasonNeeded }[open];
  const choose = (type: CommandType) => {
    setOpen(open === type ? null : type);
    setTrouble(null);
    setTried(false);
    setDone("");
  };

  const submit = async () => {
    setTried(true);
    if (!open || !name.trim() || (field && !text.trim())) return;
    setBusy(true);
    setOperator(name);
    const command: OrderCommand = { type: open, actor: name.trim(), version: order.version, ...(field ? { [field]: text.trim() } : {}) };
    try {
      await tell<Order>(`/orders/${encodeURIComponent(order.id)}/commands`, command);
      setDone(w.orders.done[open]);
      setOpen(null);
      setText("");
      setTrouble(null);
    } catch (err) {
      setTrouble(err instanceof Problem ? err : new Problem(0, "", String(err)));
    } finally {
      setBusy(false);
      pulseNow(); // also after a conflict: what others did meanwhile must show
    }
  };

  return (
    <section className="commands" aria-label={w.orders.title}>
      <div className="command-buttons">
        {commandsOf[order.state].map((c, i) => (
          <button type="button" key={c} className={i === 0 && !open ? "btn btn-primary" : "btn"} aria-expanded={open === c} onClick={() => choose(c)}>{w.orders.command[c]}</button>
        ))}
      </div>
      <p className="kept" role="status">{done && `✓ ${done}`}</p>
      {open && (
        <form className="command-form" onSubmit={(e) => { e.preventDefault(); void submit(); }}>
          <NameField value={name} set={setName} missing={tried && !name.trim()} help={w.orders.operatorHelp} autoFocus={!name} />
          {field && (
            <>
              <label htmlFor={textId}>{w.orders.command[open]}</label>
              <Input.TextArea id={textId} value={text} autoFocus={!!name} placeholder={needed ?? ""} maxLength={3000} autoSize={{ minRows: 3, maxRows: 8 }} status={tried && !text.trim() ? "error" : undefined} onChange={(e) => setText(e.target.value)} />
              {tried && !text.trim() && <p className="field-error">{w.orders.required}</p>}
            </>
          )}
          {trouble && (
            <div className="failed" role="alert">
              <p className="nothing-title">{trouble.status === 409 ? w.orders.conflict : w.orders.failed}</p>
              <p>{trouble.status === 0 ? w.state.offline : trouble.message}</p>
              {trouble.status === 409 && <p>{w.orders.conflictHelp} {order.owner && w.orders.takeover(order.owner)}</p>}
            </div>
          )}
          <div className="command-buttons">
            <button type="submit" className="btn btn-primary" disabled={busy} aria-busy={busy}>{w.orders.send}</button>
            <button type="button" className="btn" onClick={() => setOpen(null)}>{w.orders.cancel}</button>
          </div>
        </form>
      )}
    </section>
  );
}
