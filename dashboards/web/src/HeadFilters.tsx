import { Select } from "antd";
import { lazy, Suspense, useState } from "react";
import { presets, readFilter, writeFilter, type Filter, type Range } from "./state/filter";
import { address, go, useRoute } from "./state/route";
import { useClock, useMeta, useView, useWords } from "./state/world";

const Days = lazy(() => import("./parts/Days"));

/** Brand and time, the two questions every page starts from. Kept in the address like everything else. */
export function HeadFilters({ brand, time }: { brand: boolean; time: boolean }) {
  const { path, query } = useRoute();
  // What a page adds to the address (an opened mention, a step of the chart) survives a change of the filter.
  const change = (part: Partial<Filter>) => {
    const next = writeFilter({ ...readFilter(query), ...part });
    for (const key of ["step", "view", "state"]) {
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
  return (
    <Select
      mode="multiple" allowClear maxTagCount="responsive" aria-label={w.filter.brand} placeholder={w.filter.allBrands}
      style={{ minWidth: 168, maxWidth: 360 }} popupMatchSelectWidth={false} showSearch={brands.length > 8} value={filter.brand}
      options={brands.map((b) => ({ value: b.id, label: b.name }))} onChange={(brand: string[]) => change({ brand })}
    />
  );
}

function TimeChoice({ change }: { change: (part: Partial<Filter>) => void }) {
  const w = useWords();
  const clock = useClock();
  const { filter, span } = useView();
  const [picking, setPicking] = useState(false);
  const preset = "preset" in filter.range ? filter.range.preset : "custom";
  const { from, to } = span();
  const options = [
    ...presets.map((p) => ({ value: p as string, label: w.filter.preset[p] })),
    { value: "custom", label: preset === "custom" ? clock.span(from, to) : w.filter.custom },
  ];
  const set = (range: Range) => {
    setPicking(false);
    change({ range });
  };
  return (
    <>
      <Select aria-label={w.filter.time} style={{ minWidth: 128 }} popupMatchSelectWidth={false} showSearch={false} value={preset as string} options={options}
        onSelect={(v: string) => (v === "custom" ? setPicking(true) : set({ preset: presets.find((p) => p === v)! }))} />
      {picking && (
        <Suspense fallback={null}>
          <Days onDone={(days) => (days ? set({ from: days[0], to: days[1] }) : setPicking(false))} />
        </Suspense>
      )}
    </>
  );
}
