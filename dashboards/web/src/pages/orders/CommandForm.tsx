import { useState } from "react";
import type { Problem } from "../../api/client";
import type { CommandType, Order } from "../../api/nouns";
import { useOperator } from "../../i18n/language";
import { NameField } from "../../parts/NameField";
import { useClock, useWords } from "../../state/world";
import { FieldOf } from "./FieldOf";
import { fieldsOf, lacking, type Draft, type FieldName } from "./fields";
import { labelOf } from "./Commands";
import { needsLead } from "./offered";
import { outsideLink } from "./outside";
import { tongue } from "../../say/server";
import { useOrderWords } from "./words";

/** What the server refused, and the version of the order it was asked for. */
export interface Refusal {
  problem: Problem;
  version: number;
}

interface Props {
  type: CommandType;
  order: Order;
  busy: boolean;
  trouble: Refusal | null;
  linked: boolean; // a link of a message opened it
  send: (name: string, draft: Draft) => void;
  close: () => void;
}

/** One command: who gives it, what it needs, what was wrong with it. Nothing is lost when the server refuses. */
export function CommandForm({ type, order, busy, trouble, linked, send, close }: Props) {
  const own = useOrderWords();
  const clock = useClock();
  const operator = useOperator();
  const [name, setName] = useState(operator);
  const [draft, setDraft] = useState<Draft>(() => startOf(type, order));
  const [tried, setTried] = useState(false);
  const fields = fieldsOf(type, order, name.trim());
  const missing = lacking(type, fields, draft);
  const wrong = (f: FieldName): string => {
    if (trouble?.problem.field === f) return trouble.problem.message;
    if (!tried) return "";
    if (missing.includes(f)) return own.required;
    if (f === "url" && draft.url?.trim() && !outsideLink(draft.url.trim())) return own.badUrl;
    if (f === "until" && draft.until && Date.parse(draft.until) <= clock.now.getTime()) return own.past;
    return "";
  };
  const submit = () => {
    setTried(true);
    const bad = (draft.url?.trim() && !outsideLink(draft.url.trim())) || (draft.until && Date.parse(draft.until) <= clock.now.getTime());
    if (name.trim() && missing.length === 0 && !bad) send(name, draft);
  };
  const set = (f: FieldName, v: string) => setDraft((d) => ({ ...d, [f]: v }));
  return (
    <form className="command-form" aria-label={labelOf(type, order, name.trim(), own)} noValidate onKeyDown={(e) => { if (e.key === "Escape") { e.preventDefault(); e.stopPropagation(); close(); } }} onSubmit={(e) => { e.preventDefault(); submit(); }}>
      <h4>{labelOf(type, order, name.trim(), own)}</h4>
      {linked && <p className="faint">{own.fromLink}</p>}
      <NameField value={name} set={setName} missing={tried && !name.trim()} help={own.operatorHelp} autoFocus={!name} />
      {fields.map((f, i) => <FieldOf key={f.name} field={f} type={type} order={order} draft={draft} set={set} wrong={wrong(f.name)} autoFocus={!!operator && i === 0} />)}
      {type === "wait" && needsLead(order) && (
        <>
          <p className="due-soon">{own.leadHelp}</p>
          <label className="check"><input type="checkbox" checked={draft.lead === "true"} onChange={(e) => set("lead", e.target.checked ? "true" : "")} />{own.field.lead}</label>
        </>
      )}
      {trouble && <Refused of={trouble} order={order} />}
      <div className="command-buttons">
        <button type="submit" className="btn btn-primary" disabled={busy} aria-busy={busy}>{own.send}</button>
        <button type="button" className="btn" onClick={close}>{own.cancel}</button>
      </div>
    </form>
  );
}

/** What a form begins with: what the order already tells. */
function startOf(type: CommandType, order: Order): Draft {
  if (type === "close") return { cause: order.cause_path.cause || order.cause, process: order.cause_path.process, department: order.cause_path.department };
  if (type === "leave") return { to: order.collaborators[0] ?? "" };
  return {};
}

/** The server's refusal in words, and what there is to do about it. */
function Refused({ of: { problem, version }, order }: { of: Refusal; order: Order }) {
  const w = useWords();
  const own = useOrderWords();
  const present = (problem.body as { present?: Order } | undefined)?.present;
  const moved = problem.status === 409 && !!present && present.version !== version;
  return (
    <div className="failed" role="alert">
      <p className="nothing-title">{problem.status === 409 ? (moved ? own.conflict : own.refused) : own.failed}</p>
      {problem.status === 0 ? <p>{w.state.offline}</p> : <p lang={tongue(problem.message)}>{problem.message}</p>}
      {moved && <p>{own.conflictHelp} {order.owner && own.takenBy(order.owner)}</p>}
    </div>
  );
}
