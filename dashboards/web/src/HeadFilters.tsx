import { lazy, Suspense, useState } from "react";
import { Chips, lifted } from "./head/Chips";
import { NarrowBox } from "./head/NarrowBox";
import { useHeadWords } from "./head/words";
import { Choice, Fold } from "./parts/Fold";
import { Icon } from "./parts/icons";
import type { Page } from "./pages/pages";
import { changeFilter, narrowed, presets, type Compare, type Filter, type HeadField, type Preset } from "./state/filter";
import { address, go, useRoute } from "./state/route";
import { useClock, useMeta, useView, useWords } from "./state/world";
import "./head/head.css";

const Days = lazy(() => import("./parts/Days"));
const noFields: readonly HeadField[] = [];

/** What every page can be asked for: brand, time, what it is compared with, and what narrows it. All of it is kept in the address. */
export function HeadFilters({ page }: { page: Page }) {
  const { path, query } = useRoute();
  const { filter } = useView();
  const change = (part: Partial<Filter>) => go(address(path, changeFilter(query, part)));
  const fields = (page.facets ? noFields : page.obeys ?? noFields).filter((f) => f !== "compare");
  return (
    <>
      <div className="head-filters">
        {page.brand && <BrandChoice change={change} />}
        {page.time && <TimeChoice change={change} compare={page.obeys?.includes("compare") ?? false} />}
        {fields.length > 0 && <NarrowChoice filter={filter} fields={fields} change={change} />}
      </div>
      <Chips filter={filter} fields={fields} change={change} />
    </>
  );
}

function NarrowChoice({ filter, fields, change }: { filter: Filter; fields: readonly HeadField[]; change: (part: Partial<Filter>) => void }) {
  const own = useHeadWords();
  const n = narrowed(filter, fields).length;
  return (
    <Fold className="fold-field narrow-choice" label={n ? own.narrowed(n) : own.narrow} text={<><Icon name="filter" size={16} /><span>{own.narrow}</span>{n > 0 && <b className="badge quiet" aria-hidden="true">{n}</b>}</>}>
      {(close) => (
        <>
          <NarrowBox filter={filter} fields={fields} change={change} />
          <div className="narrow-foot">
            <button type="button" className="btn btn-bare" disabled={n === 0} onClick={() => change(lifted(fields))}>{own.clear}</button>
            <button type="button" className="btn btn-primary" onClick={close}>{own.close}</button>
          </div>
        </>
      )}
    </Fold>
  );
}

function BrandChoice({ change }: { change: (part: Partial<Filter>) => void }) {
  const w = useWords();
  const { brands } = useMeta();
  const { filter } = useView();
  const names = filter.brand.map((id) => brands.find((b) => b.id === id)?.name ?? id);
  const text = names.length ? names.join(w.sources.conclusion.comma) : w.filter.allBrands;
  return (
    <Fold className="fold-field brand-choice" label={`${w.filter.brand}: ${text}`} text={<span>{text}</span>}>
      <fieldset className="choice">
        <legend>{w.filter.brand}</legend>
        <label><input type="checkbox" checked={names.length === 0} onChange={() => change({ brand: [] })} />{w.filter.allBrands}</label>
        {brands.map((b) => (
          <label key={b.id}>
            <input type="checkbox" checked={filter.brand.includes(b.id)}
              onChange={(e) => change({ brand: e.target.checked ? [...filter.brand, b.id] : filter.brand.filter((x) => x !== b.id) })} />
            {b.name}{!b.own && <span className="faint">{w.filter.competitor}</span>}
          </label>
        ))}
      </fieldset>
    </Fold>
  );
}

const comparisons: Compare[] = ["", "year"];

function TimeChoice({ change, compare }: { change: (part: Partial<Filter>) => void; compare: boolean }) {
  const w = useWords();
  const own = useHeadWords();
  const clock = useClock();
  const { filter, span } = useView();
  const [picking, setPicking] = useState(false);
  const preset = "preset" in filter.range ? filter.range.preset : null;
  const { from, to } = span();
  const against = compare ? own.against(filter.compare ? own.year : own.prev) : "";
  const text = preset ? w.filter.preset[preset] : clock.span(from, to);
  return (
    <Fold className="fold-field time-choice" label={`${w.filter.time}: ${text} ${against}`} text={<><span>{text}</span>{" "}{against && <small>{against}</small>}</>}>
      {(close) => (
        <>
          <Choice<Preset> name="range" title={w.filter.time} all={presets} chosen={preset} word={(p) => w.filter.preset[p]}
            choose={(p) => { change({ range: { preset: p } }); close(); }} />
          {picking
            ? (
              <Suspense fallback={<span className="bone" />}>
                <Days onDone={(days) => { setPicking(false); change({ range: { from: days[0], to: days[1] } }); close(); }} />
              </Suspense>
            )
            : <button type="button" className="textlink" onClick={() => setPicking(true)}>{w.filter.custom}</button>}
          {compare && (
            <Choice<Compare> name="compare" title={own.compare} all={comparisons} chosen={filter.compare}
              word={(c) => <span>{c ? own.year : own.prev}<small className="faint">{c ? own.yearHelp : own.prevHelp}</small></span>} choose={(c) => { change({ compare: c }); close(); }} />
          )}
        </>
      )}
    </Fold>
  );
}
