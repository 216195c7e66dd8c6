import { useId, useState } from "react";
import type { OrderCounts, People } from "../../api/nouns";
import { count } from "../../format/number";
import { useOperator } from "../../i18n/language";
import { useResource } from "../../state/live";
import { useMedia } from "../../state/media";
import { address, go, useRoute, withQuery } from "../../state/route";
import { useWords } from "../../state/world";
import { narrowed, states, type Look } from "./look";
import { useOrderWords } from "./words";

/** What of the orders is shown. Every choice goes into the address. */
export function Filters({ look, counts }: { look: Look; counts: OrderCounts | null }) {
  const w = useWords();
  const own = useOrderWords();
  const { query } = useRoute();
  const me = useOperator();
  const phone = useMedia("(max-width: 700px)");
  const people = useResource<People>("people", () => "/people", { live: false });
  const set = (change: Record<string, string | null>) => go(address("/orders", withQuery(query, { ...change, do: null, via: null })), { replace: true });
  const names = [...new Set([...(people.data?.items.map((p) => p.name) ?? []), ...(look.owner && look.owner !== "-" ? [look.owner] : [])])].filter((n) => n !== me);
  const n = (s: Look["state"]) => (counts && s ? ` ${count(counts[s])}` : "");
  const picks = (
    <>
      <Pick label={own.state} value={look.state} set={(v) => set({ state: v })}
        options={[["", own.all], ["open", own.open + n("open")], ...states.map((s): [string, string] => [s, w.orders.stateOf[s] + n(s)])]} />
      <Pick label={own.who} value={look.owner} set={(v) => set({ owner: v })}
        options={[["", own.anyone], ...(me ? [[me, own.mine] as [string, string]] : []), ["-", own.nobodys], ...names.map((name): [string, string] => [name, name])]} />
      <Pick label={own.level} value={look.level} set={(v) => set({ level: v })}
        options={[["", own.all], ...(["red", "orange", "yellow", "blue"] as const).map((l): [string, string] => [l, w.level[l]])]} />
      <Pick label={own.kind} value={look.kind} set={(v) => set({ kind: v })} options={[["", own.all], ...Object.entries(w.orders.kind)]} />
      <label className="check"><input type="checkbox" checked={look.overdue} onChange={(e) => set({ overdue: e.target.checked ? "true" : null })} />{own.onlyOverdue}</label>
    </>
  );
  return (
    <search className="orders-filters">
      {phone ? <details className="filters-fold" open={narrowed(look)}><summary>{own.filters}</summary><div className="orders-filters">{picks}</div></details> : picks}
      <Search key={look.q} value={look.q} set={(q) => set({ q })} />
      {narrowed(look) && <button type="button" className="textlink" onClick={() => set({ state: null, owner: null, level: null, kind: null, overdue: null, q: null, store: null })}>{own.clear}</button>}
    </search>
  );
}

function Pick({ label, value, options, set }: { label: string; value: string; options: [string, string][]; set: (v: string) => void }) {
  const id = useId();
  return (
    <span className="pick">
      <label htmlFor={id}>{label}</label>
      <select id={id} className={value ? "field pick-set" : "field"} value={value} onChange={(e) => set(e.target.value)}>
        {options.map(([v, text]) => <option key={v} value={v}>{text}</option>)}
      </select>
    </span>
  );
}

function Search({ value, set }: { value: string; set: (q: string) => void }) {
  const own = useOrderWords();
  const [text, setText] = useState(value);
  return (
    <form className="orders-search" onSubmit={(e) => { e.preventDefault(); set(text.trim()); }}>
      <input type="search" className="field" aria-label={own.search} placeholder={own.search} value={text} maxLength={200}
        onChange={(e) => { setText(e.target.value); if (!e.target.value) set(""); }} />
    </form>
  );
}
