import { useId, type ReactNode } from "react";
import type { CommandType, Causes, Order, Orders, People } from "../../api/nouns";
import { useResource } from "../../state/live";
import { useWords } from "../../state/world";
import { AnswerText } from "./AnswerText";
import { causesOf } from "./causes";
import type { Draft, Field, FieldName } from "./fields";
import { Until } from "./UntilField";
import { useOrderWords } from "./words";

interface Props {
  field: Field;
  type: CommandType;
  order: Order;
  draft: Draft;
  set: (name: FieldName, value: string) => void;
  wrong: string; // what is wrong with it, "" nothing
  autoFocus: boolean;
}

/** One field of a command with its label, its help and what is wrong with it. */
export function FieldOf(props: Props) {
  const own = useOrderWords();
  const { field, type, wrong } = props;
  const id = useId();
  const label = field.name === "text" ? own.textOf[type] : own.field[field.name];
  const hint = field.name === "text" ? own.hint[type] : own.hint[field.name];
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}{!field.needed && type !== "answer" && <span className="faint optional"> {own.optional}</span>}</label>
      <Input {...props} id={id} hint={hint ?? ""} />
      {wrong && <p className="field-error" id={`${id}-wrong`}>{wrong}</p>}
    </div>
  );
}

function Input({ field, type, order, draft, set, wrong, autoFocus, id, hint }: Props & { id: string; hint: string }) {
  const w = useWords();
  const own = useOrderWords();
  const value = draft[field.name] ?? "";
  const shared = { id, autoFocus, "aria-invalid": !!wrong || undefined, "aria-describedby": wrong ? `${id}-wrong` : undefined };
  const change = (v: string) => set(field.name, v);
  switch (field.name) {
    case "text":
    case "action":
      if (type === "answer") return <AnswerText order={order} value={value} set={change} field={shared} hint={hint} />;
      return <textarea {...shared} className="field" rows={3} maxLength={3000} placeholder={hint} value={value} onChange={(e) => change(e.target.value)} />;
    case "cause":
    case "process":
    case "department":
      return <CauseInput name={field.name} shared={shared} hint={hint} draft={draft} set={set} />;
    case "to":
      return <PersonInput shared={shared} value={value} set={change} only={type === "leave" ? order.collaborators : undefined} />;
    case "into":
      return <OrderInput shared={shared} value={value} set={change} order={order} hint={hint} />;
    case "level":
      return <Pick shared={shared} value={value} set={change} options={(["red", "orange", "yellow", "blue"] as const).filter((l) => l !== order.level).map((l) => [l, w.levelLong[l]])} />;
    case "wait_for":
      return <Pick shared={shared} value={value} set={change} options={Object.entries(own.waitFor)} />;
    case "result":
      return <Pick shared={shared} value={value} set={change} options={Object.entries(own.result)} />;
    case "score":
      return <Pick shared={shared} value={draft.result === "unreachable" ? "" : value} set={change} disabled={draft.result === "unreachable"} options={[5, 4, 3, 2, 1].map((n) => [String(n), own.score(n)])} />;
    case "until":
      return <Until shared={shared} value={value} set={change} />;
  }
  return <input {...shared} className="field" type={field.name === "url" ? "url" : "text"} maxLength={field.name === "url" ? 2000 : 200} placeholder={hint} value={value} onChange={(e) => change(e.target.value)} />;
}

export type Shared = { id: string; autoFocus: boolean; "aria-invalid"?: boolean; "aria-describedby"?: string };

function Pick({ shared, value, set, options, disabled = false }: { shared: Shared; value: string; set: (v: string) => void; options: [string, string][]; disabled?: boolean }) {
  return (
    <select {...shared} className="field" value={value} disabled={disabled} onChange={(e) => set(e.target.value)}>
      <option value="">—</option>
      {options.map(([v, text]) => <option key={v} value={v}>{text}</option>)}
    </select>
  );
}

/** Words with suggestions, any other may be written. */
export function Suggested({ shared, value, set, hint = "", options, most = 200 }: { shared: Shared; value: string; set: (v: string) => void; hint?: string; options: { value: string; label?: ReactNode }[]; most?: number }) {
  const list = `${shared.id}-list`;
  return (
    <>
      <input {...shared} className="field" list={list} value={value} maxLength={most} placeholder={hint} autoComplete="off" onChange={(e) => set(e.target.value)} />
      <datalist id={list}>{options.map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}</datalist>
    </>
  );
}

function CauseInput({ name, shared, hint, draft, set }: { name: "cause" | "process" | "department"; shared: Shared; hint: string; draft: Draft; set: (name: FieldName, v: string) => void }) {
  const year = useResource<Causes>("causes/year", () => `/orders/causes?from=${new Date(Date.now() - 365 * 86_400_000).toISOString().slice(0, 10)}`, { live: false });
  const known = causesOf(year.data?.items ?? []);
  const change = (v: string) => {
    set(name, v);
    // A cause that was met before brings the place it had then.
    const met = name === "cause" && known.find((c) => c.cause === v);
    if (met && !draft.process && !draft.department) { set("process", met.process); set("department", met.department); }
  };
  const options = [...new Set(known.map((c) => c[name]))].filter(Boolean).map((value) => ({ value }));
  return <Suggested shared={shared} value={draft[name] ?? ""} set={change} hint={hint} options={options} most={name === "cause" ? 2000 : 100} />;
}

function PersonInput({ shared, value, set, only }: { shared: Shared; value: string; set: (v: string) => void; only?: string[] }) {
  const own = useOrderWords();
  const people = useResource<People>("people", () => "/people", { live: false });
  const all = people.data?.items.filter((p) => !p.left) ?? [];
  const options = only ? only.map((v) => ({ value: v })) : all.map((p) => ({ value: p.name, label: [p.title, p.here ? own.openOrders(p.open) : own.away].filter(Boolean).join(" · ") }));
  return <Suggested shared={shared} value={value} set={set} options={options} most={40} />;
}

function OrderInput({ shared, value, set, order, hint }: { shared: Shared; value: string; set: (v: string) => void; order: Order; hint: string }) {
  const q = new URLSearchParams({ state: "open", limit: "200", ...(order.brand ? { brand: order.brand } : {}) });
  const orders = useResource<Orders>(`orders/merge/${order.brand}`, () => `/orders?${q.toString()}`, { live: false });
  const options = orders.data?.items.filter((o) => o.id !== order.id).map((o) => ({ value: o.id, label: o.title })) ?? [];
  return <Suggested shared={shared} value={value} set={set} hint={hint} options={options} most={40} />;
}
