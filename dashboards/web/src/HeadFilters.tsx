import { lazy, Suspense, useState } from "react";
import { Choice, Fold } from "./parts/Fold";
import { presets, readFilter, writeFilter, type Filter, type Preset } from "./state/filter";
import { address, go, useRoute } from "./state/route";
import { useClock, useMeta, useView, useWords } from "./state/world";

const Days = lazy(() => import("./parts/Days"));

/** Brand and time, the two questions every page starts from. Kept in the address like everything else. */
export function HeadFilters({ brand, time }: { brand: boolean; time: boolean }) {
  const { path, query } = useRoute();
  // What a page adds to the address (a step of the chart, a view of the board) survives a change of the filter.
  const change = (part: Partial<Filter>) => {
    const next = writeFilter({ ...readFilter(query), ...part });
    for (const key of ["step", "view", "state", "kind", "level", "owner", "overdue", "sort"]) {
      const kept = query.get(key);
      if (kept) next.set(key, kept);
    }
    go(address(path, next));
  };
  return (
    <div className="head-filters">
      {brand && <BrandChoice change={change} />}
      {time && <TimeChoice change={change} />}
    </div>
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

function TimeChoice({ change }: { change: (part: Partial<Filter>) => void }) {
  const w = useWords();
  const clock = useClock();
  const { filter, span } = useView();
  const [picking, setPicking] = useState(false);
  const preset = "preset" in filter.range ? filter.range.preset : null;
  const { from, to } = span();
  const text = preset ? w.filter.preset[preset] : clock.span(from, to);
  return (
    <Fold className="fold-field time-choice" label={`${w.filter.time}: ${text}`} text={<span>{text}</span>}>
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
        </>
      )}
    </Fold>
  );
}
