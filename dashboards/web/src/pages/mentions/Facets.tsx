import { useState } from "react";
import type { Group, Groups, Overview } from "../../api/nouns";
import { count } from "../../format/number";
import { Segments } from "../../parts/Segments";
import type { Filter, SentimentName } from "../../state/filter";
import { useResource } from "../../state/live";
import { useMeta, useWords, viewOf, type View } from "../../state/world";

interface Props {
  view: View;
  set: (part: Partial<Filter>) => void;
}

/** Everything a mention can be filtered by, each choice with how many mentions it would leave. */
export function Facets({ view, set }: Props) {
  const w = useWords();
  const f = view.filter;
  return (
    <div className="facet-stack">
      <SentimentFacet view={view} set={set} />
      <Toggles view={view} set={set} />
      <Facet name={w.filter.topic} what="topics" view={view} without={{ topic: "" }} chosen={[f.topic]} pick={(topic) => set({ topic: topic === f.topic ? "" : topic })} />
      <Facet name={w.filter.aspect} what="aspects" view={view} without={{ aspect: "" }} chosen={[f.aspect]} pick={(aspect) => set({ aspect: aspect === f.aspect ? "" : aspect })} />
      <Facet name={w.filter.source} what="sources" view={view} without={{ source: [] }} chosen={f.source}
        pick={(s) => set({ source: f.source.includes(s) ? f.source.filter((x) => x !== s) : [...f.source, s] })} />
      <Facet name={w.filter.store} what="stores" view={view} without={{ store: "" }} chosen={[f.store]} pick={(store) => set({ store: store === f.store ? "" : store })} />
    </div>
  );
}

function SentimentFacet({ view, set }: Props) {
  const w = useWords();
  const { timezone } = useMeta();
  const all = viewOf({ ...view.filter, sentiment: "" }, timezone);
  const overview = useResource<Overview>(`overview/${all.key}`, () => all.ask("/overview"));
  const o = overview.data;
  return (
    <fieldset className="facet">
      <legend>{w.filter.sentiment}</legend>
      <div className="facet-sentiments">
        {(["negative", "neutral", "positive"] as SentimentName[]).map((s) => (
          <button key={s} type="button" className={`facet-sentiment sentiment-${s}`} aria-pressed={view.filter.sentiment === s} onClick={() => set({ sentiment: view.filter.sentiment === s ? "" : s })}>
            <span>{w.sign[s]} {w.sentiment[s]}</span><b>{o ? count(o[s]) : " "}</b>
          </button>
        ))}
      </div>
    </fieldset>
  );
}

function Toggles({ view, set }: Props) {
  const w = useWords();
  const f = view.filter;
  return (
    <div className="facet facet-toggles">
      <label className="check"><input type="checkbox" checked={f.complaint} onChange={(e) => set({ complaint: e.target.checked })} />{w.filter.complaint}</label>
      <div>
        <span className="facet-name" aria-hidden="true">{w.filter.severity}</span>
        <Segments label={w.filter.severity} block value={f.severity} onChange={(severity) => set({ severity })}
          options={[0, 1, 2, 3, 4].map((n) => ({ value: n, label: n === 0 ? w.filter.all : n === 4 ? "4" : `${n}+`, title: n ? w.filter.severityAtLeast(n) : undefined }))} />
      </div>
      <div title={w.filter.dataHelp}>
        <span className="facet-name" aria-hidden="true">{w.filter.data}</span>
        <Segments label={w.filter.data} block value={f.raw ? "raw" : "cleaned"} onChange={(v) => set({ raw: v === "raw" })}
          options={[{ value: "cleaned", label: w.filter.cleaned }, { value: "raw", label: w.filter.raw }]} />
      </div>
    </div>
  );
}

interface FacetProps {
  name: string;
  what: "topics" | "aspects" | "sources" | "stores";
  view: View;
  without: Partial<Filter>; // counts are those of the filter without its own restriction: what else one could choose
  chosen: string[];
  pick: (key: string) => void;
}

const few = 6;

function Facet({ name, what, view, without, chosen, pick }: FacetProps) {
  const w = useWords();
  const { timezone } = useMeta();
  const [all, setAll] = useState(false);
  const wider = viewOf({ ...view.filter, ...without }, timezone);
  const groups = useResource<Groups>(`${what}/facet/${wider.key}`, () => wider.ask(`/${what}`, { limit: "60" }));
  const items = (groups.data?.items ?? []).filter((g) => g.n > 0 || chosen.includes(g.key));
  if (groups.data && items.length === 0) return null;
  const shown: Group[] = all ? items : items.filter((g, i) => i < few || chosen.includes(g.key));
  return (
    <fieldset className="facet">
      <legend>{name}</legend>
      <ul>
        {shown.map((g) => (
          <li key={g.key}>
            <button type="button" className="facet-item" aria-pressed={chosen.includes(g.key)} onClick={() => pick(g.key)} title={g.title}>
              <span>{g.title}</span><b>{count(g.n)}</b>
            </button>
          </li>
        ))}
        {!groups.data && [0, 1, 2].map((i) => <li key={i}><span className="bone" style={{ margin: "9px 8px" }} /></li>)}
      </ul>
      {items.length > shown.length && <button type="button" className="textlink facet-more" onClick={() => setAll(true)}>{w.filter.more(items.length - shown.length)}</button>}
    </fieldset>
  );
}
