import { useId, useState } from "react";
import { Problem, tell } from "../../api/client";
import type { LevelName, Order, OrderOpening, People } from "../../api/nouns";
import { setOperator, useOperator } from "../../i18n/language";
import { NameField } from "../../parts/NameField";
import { Segments } from "../../parts/Segments";
import { pulseNow, useResource } from "../../state/live";
import { go, useRoute } from "../../state/route";
import { useMeta, useView, useWords } from "../../state/world";
import { Suggested } from "./FieldOf";
import { openingOf, startOpening, type Opening } from "./opening";
import { useOrderWords } from "./words";

/** Opening an order by hand: of a mention that was linked to here, of a theme, of a stage of the journey. */
export function NewOrder() {
  const w = useWords();
  const own = useOrderWords();
  const { query } = useRoute();
  const meta = useMeta();
  const { filter } = useView();
  const operator = useOperator();
  const people = useResource<People>("people", () => "/people", { live: false });
  const [o, setO] = useState<Opening>(() => startOpening(query, filter.brand[0] ?? meta.brands[0]?.id ?? ""));
  const [name, setName] = useState(operator);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const set = (change: Partial<Opening>) => setO((x) => ({ ...x, ...change }));
  const bad = (field: string, empty: boolean) => (trouble?.field === field ? trouble.message : tried && empty ? own.required : "");
  const submit = async () => {
    setTried(true);
    if (!name.trim() || !o.title.trim() || (o.kind === "journey" && !o.stage.trim()) || (o.kind === "case" && !o.post)) return;
    setBusy(true);
    setOperator(name);
    try {
      const order = await tell<Order>("/orders", openingOf(o, name) satisfies OrderOpening);
      pulseNow();
      go(`/orders/${encodeURIComponent(order.id)}`, { replace: true });
    } catch (err) {
      setTrouble(err instanceof Problem ? err : new Problem(0, "", String(err)));
      setBusy(false);
    }
  };
  const stores = meta.stores.filter((s) => !s.brand || s.brand === o.brand);
  return (
    <form className="command-form new-order" noValidate onSubmit={(e) => { e.preventDefault(); void submit(); }}>
      <p className="soft">{o.post ? own.newFrom : own.newHelp}</p>
      {!o.post && <Segments label={own.kind} value={o.kind} onChange={(kind) => set({ kind })} options={(["theme", "journey", "case"] as const).map((k) => ({ value: k, label: w.orders.kind[k], title: own.kindHelp[k] }))} />}
      <p className="faint">{own.kindHelp[o.kind]}</p>
      {o.kind === "case" && !o.post ? <p className="due-soon">{own.pickMention}</p> : (
        <>
          <Labelled label={own.newTitle} wrong={bad("title", !o.title.trim())}>{(id) => <input id={id} className="field" maxLength={100} value={o.title} onChange={(e) => set({ title: e.target.value })} />}</Labelled>
          <Labelled label={own.level}>{(id) => <select id={id} className="field" value={o.level} onChange={(e) => set({ level: e.target.value as LevelName })}>{(["red", "orange", "yellow", "blue"] as const).map((l) => <option key={l} value={l}>{w.levelLong[l]}</option>)}</select>}</Labelled>
          {!o.post && <Labelled label={own.brand}>{(id) => <select id={id} className="field" value={o.brand} onChange={(e) => set({ brand: e.target.value, store: "" })}>{meta.brands.map((b) => <option key={b.id} value={b.id}>{b.name}</option>)}</select>}</Labelled>}
          {o.kind === "theme" && <Labelled label={own.newTopic} help={own.newTopicHelp}>{(id) => <select id={id} className="field" value={o.topic} onChange={(e) => set({ topic: e.target.value })}><option value="">{own.noTopic}</option>{topicsOf(meta.titles, o.topic).map(([k, t]) => <option key={k} value={k}>{t}</option>)}</select>}</Labelled>}
          {o.kind === "journey" && <Labelled label={own.newStage} wrong={bad("stage", !o.stage.trim())}>{(id) => <input id={id} className="field" maxLength={40} value={o.stage} onChange={(e) => set({ stage: e.target.value })} />}</Labelled>}
          {stores.length > 0 && <Labelled label={own.newStore}>{(id) => <select id={id} className="field" value={o.store} onChange={(e) => set({ store: e.target.value })}><option value="">{own.noStore}</option>{stores.map((s) => <option key={s.id} value={s.id}>{s.name}</option>)}</select>}</Labelled>}
          <Labelled label={own.newTo} optional wrong={bad("to", false)}>{(id) => <Suggested shared={{ id, autoFocus: false }} value={o.to} set={(to) => set({ to })} hint={own.routes} most={40} options={people.data?.items.filter((p) => !p.left).map((p) => ({ value: p.name, label: p.title })) ?? []} />}</Labelled>
          <Labelled label={own.newText} optional>{(id) => <textarea id={id} className="field" rows={3} maxLength={3000} value={o.text} onChange={(e) => set({ text: e.target.value })} />}</Labelled>
          <NameField value={name} set={setName} missing={tried && !name.trim()} help={own.operatorHelp} />
          {trouble && <div className="failed" role="alert"><p className="nothing-title">{own.failed}</p><p>{trouble.status === 0 ? w.state.offline : trouble.message}</p></div>}
          <div className="command-buttons"><button type="submit" className="btn btn-primary" disabled={busy} aria-busy={busy}>{own.create}</button></div>
        </>
      )}
    </form>
  );
}

/** Names of topics hold a hyphen; those of aspects a point. */
function topicsOf(titles: Record<string, string>, chosen: string): [string, string][] {
  const all = Object.entries(titles).filter(([k]) => k.includes("-"));
  return chosen && !titles[chosen] ? [[chosen, chosen], ...all] : all;
}

function Labelled({ label, help, wrong = "", optional = false, children }: { label: string; help?: string; wrong?: string; optional?: boolean; children: (id: string) => React.ReactNode }) {
  const own = useOrderWords();
  const id = useId();
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}{optional && <span className="faint optional"> {own.optional}</span>}</label>
      {children(id)}
      {help && <p className="faint">{help}</p>}
      {wrong && <p className="field-error">{wrong}</p>}
    </div>
  );
}
