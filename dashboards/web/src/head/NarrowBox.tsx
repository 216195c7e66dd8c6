import { useId, useState, type ReactNode } from "react";
import { percent } from "../format/number";
import { Segments } from "../parts/Segments";
import type { Filter, HeadField, SentimentName } from "../state/filter";
import { useMeta, useWords } from "../state/world";
import { coverages, platforms, regions, shops, topics, type Offer, type OfferGroup } from "./choices";
import { useHeadWords } from "./words";

interface Props {
  filter: Filter;
  fields: readonly HeadField[];
  change: (part: Partial<Filter>) => void;
}

/** Everything beside brand and time a page can be narrowed by. */
export function NarrowBox({ filter: f, fields, change }: Props) {
  const w = useWords();
  const own = useHeadWords();
  const meta = useMeta();
  const has = (field: HeadField) => fields.includes(field);
  return (
    <div className="narrow-fields">
      {has("sentiment") && (
        <Field name={w.filter.sentiment}>
          <Segments<SentimentName | ""> label={w.filter.sentiment} block value={f.sentiment} onChange={(sentiment) => change({ sentiment })}
            options={[{ value: "", label: w.filter.all }, ...(["negative", "neutral", "positive"] as const).map((s) => ({ value: s, label: w.sentiment[s] }))]} />
        </Field>
      )}
      {has("data") && (
        <Field name={w.filter.data} help={w.filter.dataHelp}>
          <Segments label={w.filter.data} block value={f.raw ? "raw" : "cleaned"} onChange={(v) => change({ raw: v === "raw" })}
            options={[{ value: "cleaned", label: w.filter.cleaned }, { value: "raw", label: w.filter.raw }]} />
        </Field>
      )}
      {has("topic") && <Pick name={w.filter.topic} any={own.anywhere} groups={topics(meta)} value={f.topic} choose={(topic) => change({ topic })} />}
      {has("region") && <Pick name={own.region} any={own.anywhere} groups={[{ title: "", all: "", offers: regions(meta, f.region).map((r) => ({ id: r, name: r })) }]} value={f.region} choose={(region) => change({ region, store: "" })} />}
      {has("store") && <Pick name={w.filter.store} any={own.anywhere} groups={shops(meta, f.brand, f.region)} value={f.store} choose={(store) => change({ store })} />}
      {has("coverage") && (
        <Pick name={own.coverage} any={own.anywhere} help={own.coverageHelp} value={f.coverage ? String(f.coverage) : ""} choose={(v) => change({ coverage: Number(v) })}
          groups={[{ title: "", all: "", offers: coverages.filter(Boolean).map((c) => ({ id: String(c), name: own.atLeast(percent(c, 0)) })) }]} />
      )}
      {has("platform") && <Ticks name={own.platform} offers={platforms(meta)} chosen={f.platform} choose={(platform) => change({ platform })} />}
      {has("source") && <Ticks name={w.filter.source} offers={meta.sources.map((s) => ({ id: s.id, name: s.title || s.id }))} chosen={f.source} choose={(source) => change({ source })} />}
    </div>
  );
}

function Field({ name, help, children }: { name: string; help?: string; children: ReactNode }) {
  return <div className="narrow-field" title={help}><span aria-hidden="true">{name}</span>{children}</div>;
}

interface PickProps {
  name: string;
  any: string;
  help?: string;
  groups: OfferGroup[];
  value: string;
  choose: (id: string) => void;
}

/** One of many: the browser's own list, which a phone shows full screen. */
function Pick({ name, any, help, groups, value, choose }: PickProps) {
  const own = useHeadWords();
  const id = useId();
  const known = groups.some((g) => g.all === value || g.offers.some((o) => o.id === value));
  const options = (g: OfferGroup) => g.offers.map((o) => <option key={o.id} value={o.id}>{o.name}</option>);
  return (
    <div className="narrow-field" title={help}>
      <label htmlFor={id}>{name}</label>
      <select id={id} value={value} onChange={(e) => choose(e.target.value)}>
        <option value="">{any}</option>
        {value && !known && <option value={value}>{value}</option>}
        {groups.map((g) => (g.title
          ? <optgroup key={g.title} label={g.title}>{g.all && <option value={g.all}>{own.groupOf(g.title)}</option>}{options(g)}</optgroup>
          : options(g)))}
      </select>
    </div>
  );
}

const few = 8;

/** Several of some; many can be searched through. */
function Ticks({ name, offers, chosen, choose }: { name: string; offers: Offer[]; chosen: string[]; choose: (ids: string[]) => void }) {
  const own = useHeadWords();
  const [words, setWords] = useState("");
  if (offers.length === 0) return null;
  const shown = offers.filter((o) => chosen.includes(o.id) || o.name.toLowerCase().includes(words.trim().toLowerCase()));
  return (
    <fieldset className="narrow-field narrow-ticks">
      <legend>{name}</legend>
      {offers.length > few && <input type="search" value={words} aria-label={`${name}: ${own.find}`} placeholder={own.find} onChange={(e) => setWords(e.target.value)} />}
      <div className="narrow-list">
        {shown.map((o) => (
          <label key={o.id} className="check">
            <input type="checkbox" checked={chosen.includes(o.id)} onChange={(e) => choose(e.target.checked ? [...chosen, o.id] : chosen.filter((x) => x !== o.id))} />
            <span>{o.name}</span>
          </label>
        ))}
        {shown.length === 0 && <span className="faint">{own.noMatch}</span>}
      </div>
    </fieldset>
  );
}
