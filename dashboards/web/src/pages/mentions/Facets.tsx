import { useState } from "react";
import type { components } from "../../api/schema";
import { count } from "../../format/number";
import { harmless } from "../../format/spans";
import { Segments } from "../../parts/Segments";
import { everything, type Filter, type SentimentName } from "../../state/filter";
import { useResource } from "../../state/live";
import { useWords, type View } from "../../state/world";
import { useListWords } from "./listWords";

type FacetCounts = components["schemas"]["Facet"];

interface Props {
  view: View;
  set: (part: Partial<Filter>) => void;
}

/** The facets that are plain lists of values, with the field of the filter each sets. */
const lists = ["topic", "aspect", "intent", "emotion", "source", "platform", "brand", "region", "city", "store", "tier", "noise"] as const;
const several = new Set<string>(["source", "platform", "brand"]);

/** Everything a mention can be filtered by, each choice with how many mentions it would leave. */
export function Facets({ view, set }: Props) {
  const asked = useResource<{ items: FacetCounts[] }>(`facets/${view.key}`, () => view.ask("/mentions/facets", { limit: "60" }));
  const of = (name: string) => asked.data?.items.find((f) => f.name === name)?.values ?? null;
  return (
    <div className="facet-stack" aria-busy={!asked.data}>
      <SentimentFacet values={of("sentiment")} view={view} set={set} />
      <Toggles view={view} set={set} severities={of("severity")} complaints={of("complaint")?.find((v) => v.value === "true")?.n ?? null} />
      {lists.map((name) => <Facet key={name} name={name} values={asked.data ? (of(name) ?? []) : null} view={view} set={set} />)}
    </div>
  );
}

type Values = FacetCounts["values"] | null;

function SentimentFacet({ values, view, set }: Props & { values: Values }) {
  const w = useWords();
  return (
    <fieldset className="facet">
      <legend>{w.filter.sentiment}</legend>
      <div className="facet-sentiments">
        {(["negative", "neutral", "positive"] as SentimentName[]).map((s) => (
          <button key={s} type="button" className={`facet-sentiment sentiment-${s}`} aria-pressed={view.filter.sentiment === s} onClick={() => set({ sentiment: view.filter.sentiment === s ? "" : s })}>
            <span>{w.sign[s]} {w.sentiment[s]}</span><b>{values ? count(values.find((v) => v.value === s)?.n ?? 0) : " "}</b>
          </button>
        ))}
      </div>
    </fieldset>
  );
}

function Toggles({ view, set, severities, complaints }: Props & { severities: Values; complaints: number | null }) {
  const w = useWords();
  const f = view.filter;
  const atLeast = (n: number) => (severities ?? []).filter((v) => Number(v.value) >= n).reduce((sum, v) => sum + v.n, 0);
  return (
    <div className="facet facet-toggles">
      <label className="check"><input type="checkbox" checked={f.complaint} onChange={(e) => set({ complaint: e.target.checked })} />{w.filter.complaint}{complaints !== null && <b className="facet-count">{count(complaints)}</b>}</label>
      <div>
        <span className="facet-name" aria-hidden="true">{w.filter.severity}</span>
        <Segments label={w.filter.severity} block value={f.severity} onChange={(severity) => set({ severity })}
          options={[0, 1, 2, 3, 4].map((n) => ({ value: n, label: n === 0 ? w.filter.all : n === 4 ? "4" : `${n}+`, title: n ? `${w.filter.severityAtLeast(n)}${severities ? ` · ${count(atLeast(n))}` : ""}` : undefined }))} />
      </div>
      <div title={w.filter.dataHelp}>
        <span className="facet-name" aria-hidden="true">{w.filter.data}</span>
        <Segments label={w.filter.data} block value={f.raw ? "raw" : "cleaned"} onChange={(v) => set({ raw: v === "raw" })}
          options={[{ value: "cleaned", label: w.filter.cleaned }, { value: "raw", label: w.filter.raw }]} />
      </div>
    </div>
  );
}

const few = 6;

function Facet({ name, values, view, set }: Props & { name: (typeof lists)[number]; values: Values }) {
  const w = useWords();
  const own = useListWords();
  const [all, setAll] = useState(false);
  const now = view.filter[name];
  const chosen = Array.isArray(now) ? now : [now];
  if (values && values.length === 0) return null;
  const shown = all ? values : values?.filter((v, i) => i < few || chosen.includes(v.value));
  const pick = (value: string) => {
    if (several.has(name)) set({ [name]: chosen.includes(value) ? chosen.filter((x) => x !== value) : [...chosen, value] });
    else set({ [name]: now === value ? everything[name] : value, ...(name === "aspect" ? { judged: "" as const } : {}) });
  };
  const title = (value: string, said: string) => {
    const named: Record<string, Record<string, string>> = { intent: w.intent, emotion: w.emotion, noise: w.noise, tier: own.tier };
    return value === "-" ? w.filter.noBrand : (named[name]?.[value] ?? harmless(said));
  };
  return (
    <fieldset className="facet">
      <legend>{own.facet[name]}</legend>
      <ul>
        {shown?.map((v) => (
          <li key={v.value}>
            <button type="button" className="facet-item" aria-pressed={chosen.includes(v.value)} onClick={() => pick(v.value)} title={title(v.value, v.title)}>
              <span>{title(v.value, v.title)}</span><b>{count(v.n)}</b>
            </button>
          </li>
        ))}
        {!values && [0, 1, 2].map((i) => <li key={i}><span className="bone" style={{ margin: "9px 8px" }} /></li>)}
      </ul>
      {values && shown && values.length > shown.length && <button type="button" className="textlink facet-more" onClick={() => setAll(true)}>{w.filter.more(values.length - shown.length)}</button>}
      {all && values && values.length > few && <button type="button" className="textlink facet-more" onClick={() => setAll(false)}>{own.fewer}</button>}
    </fieldset>
  );
}
