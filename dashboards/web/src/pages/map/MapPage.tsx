import type { CSSProperties } from "react";
import type { Place, Places } from "../../api/nouns";
import { count, percent } from "../../format/number";
import { useLanguage } from "../../i18n/language";
import { CountDelta } from "../../parts/Delta";
import { Link } from "../../parts/Link";
import { Panel } from "../../parts/Panel";
import { Between, Range } from "../../parts/Range";
import { Segments } from "../../parts/Segments";
import { Nothing, Show } from "../../parts/states";
import { useResource } from "../../state/live";
import { address, go, useRoute, withQuery } from "../../state/route";
import { mentionsAddress, useView, useWords } from "../../state/world";
import { columns, depth, elsewhere, tiles, type Measure } from "./tiles";
import { useMapWords } from "./words";
import "./map.css";

/** Where people speak from and of: provinces as tiles, cities as bars, every number a way to the mentions behind it. */
export default function MapPage() {
  const own = useMapWords();
  const w = useWords();
  const zh = useLanguage() === "zh";
  const view = useView();
  const { path, query } = useRoute();
  const measure: Measure = query.get("measure") === "negative" ? "negative" : "volume";
  const chosen = query.get("in") ?? "";
  const places = useResource<Places>(`places/${view.key}`, () => view.ask("/places"));
  const set = (change: Record<string, string | null>) => go(address(path, withQuery(query, change)), { replace: true, keepScroll: true });
  const p = places.data;
  const deaf = p && p.coverage === 0 && p.total === 0;
  return (
    <div className="map-page">
      <Panel title={own.title} says={!p || deaf ? null : zh ? p.says.zh : p.says.en} note={own.note} className="map-panel" aside={
        <Segments<Measure> label={own.measure} value={measure} options={[{ value: "volume", label: own.volume }, { value: "negative", label: own.negative }]} onChange={(v) => set({ measure: v === "volume" ? null : v })} />
      }>
        <Show of={places} lines={10} height={360}>
          {(d) => (deaf ? <Nothing title={own.deaf}><Link to="/sources">{w.state.toSources} →</Link></Nothing>
            : d.items.length === 0 ? <Nothing title={own.empty} help={own.emptyHelp} />
              : <Grid data={d} measure={measure} chosen={chosen} choose={(r) => set({ in: r === chosen ? null : r })} />)}
        </Show>
      </Panel>
      {p && p.items.length > 0 && <Cities data={p} chosen={chosen} clear={() => set({ in: null })} />}
      {p && p.items.length > 0 && <Table data={p} />}
    </div>
  );
}

interface GridProps { data: Places; measure: Measure; chosen: string; choose: (region: string) => void }

function Grid({ data, measure, chosen, choose }: GridProps) {
  const own = useMapWords();
  const by = new Map(data.items.map((p) => [p.region, p]));
  const tile = (region: string, style: CSSProperties) => {
    const p = by.get(region);
    const deep = depth(p, data.items, measure);
    const state = !p || p.n === 0 ? "none" : deep === null ? "few" : "told";
    const told = state === "none" ? `${region} · ${own.none}` : `${own.tile(region, count(p!.n))} · ${state === "few" || p!.small ? own.few : own.of(percent(p!.share.value, 0))}`;
    return (
      <button key={region} type="button" className={`tile tile-${state}`} data-region={region} style={{ ...style, "--deep": `${Math.round((deep ?? 0) * 100)}%` } as CSSProperties} aria-pressed={region === chosen} aria-label={told} title={told} disabled={state === "none"} onClick={() => choose(region)}>
        <b>{region}</b>
        <span>{state === "none" ? "" : measure === "volume" ? count(p!.n) : state === "few" ? "·" : percent(p!.share.value, 0)}</span>
      </button>
    );
  };
  const far = elsewhere(data.items);
  return (
    <>
      <div className={`tiles tiles-${measure}`} style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }} role="group" aria-label={own.title}>
        {Object.entries(tiles).map(([region, [c, r]]) => tile(region, { gridColumn: c + 1, gridRow: r + 1 }))}
      </div>
      {far.length > 0 && <div className={`tiles-far tiles-${measure}`} role="group" aria-label={own.elsewhere}><span className="faint">{own.elsewhere}</span>{far.map((p) => tile(p.region, {}))}</div>}
      <div className="map-key" aria-hidden="true">
        <span>{measure === "volume" ? own.less : own.low}</span><i className={`map-ramp map-ramp-${measure}`} /><span>{measure === "volume" ? own.more : own.high}</span>
        {measure === "negative" && <span className="map-key-few"><i className="tile-few" />{own.small(data.few)}</span>}
      </div>
      <p className="faint">{data.nowhere > 0 && own.nowhere(count(data.nowhere), percent(data.nowhere / Math.max(1, data.total), 0))} {data.coverage < 0.995 && own.coverage(percent(data.coverage, 0))}</p>
    </>
  );
}

const citiesShown = 12;

function Cities({ data, chosen, clear }: { data: Places; chosen: string; clear: () => void }) {
  const own = useMapWords();
  const w = useWords();
  const { filter } = useView();
  const province = data.items.find((p) => p.region === chosen);
  const list = data.cities.filter((c) => !province || c.region === chosen).slice(0, citiesShown);
  const most = Math.max(1, ...list.map((c) => c.n));
  return (
    <Panel title={province ? own.cities(chosen) : own.allCities} className="cities-panel" aside={province && <button type="button" className="textlink" onClick={clear}>{own.back}</button>}>
      {province && (
        <p className="cities-head">
          <Link className="cities-open" to={mentionsAddress(filter, { region: chosen })}>{own.open(count(province.n))} →</Link>
          <span>{own.of("")}<Link to={mentionsAddress(filter, { region: chosen, sentiment: "negative" })}>{percent(province.share.value, 0)}</Link> <Between low={province.share.low} high={province.share.high} /></span>
        </p>
      )}
      {list.length === 0 ? <p className="faint">{own.noCities}</p> : (
        <table className="bars cities">
          <caption className="unseen">{own.allCities}</caption>
          <thead><tr><th scope="col">{own.region}</th><th scope="col"><span className="unseen">{own.n}</span></th><th scope="col" className="num">{own.n}</th><th scope="col" className="num">{own.share}</th></tr></thead>
          <tbody>{list.map((c) => (
            <tr key={`${c.region}/${c.city}`}>
              <td className="name"><Link to={mentionsAddress(filter, { region: c.region, city: c.city })}>{c.city}</Link>{!province && c.region !== c.city && list.some((o) => o !== c && o.city === c.city) && <small className="faint"> {own.from(c.region)}</small>}</td>
              <td className="bar"><span className="bar-track city-bar" style={{ width: `${Math.max(2, (c.n / most) * 100)}%` }}><i className="bar-negative" style={{ width: `${(c.negative / c.n) * 100}%` }} /><i className="bar-neutral" style={{ flex: 1 }} /></span></td>
              <td className="num">{count(c.n)}</td>
              <td className={c.small ? "num faint" : "num"}>{c.negative > 0 ? <Link title={w.unit.mentions(count(c.negative))} to={mentionsAddress(filter, { region: c.region, city: c.city, sentiment: "negative" })}>{percent(c.share.value, 0)}</Link> : percent(c.share.value, 0)}</td>
            </tr>
          ))}</tbody>
        </table>
      )}
    </Panel>
  );
}

function Table({ data }: { data: Places }) {
  const own = useMapWords();
  const most = Math.max(0.1, ...data.items.filter((p) => !p.small).map((p) => p.share.high ?? 0));
  return (
    <Panel title={own.table} className="map-table-panel">
      <div className="scroll-x" tabIndex={0} role="region" aria-label={own.table}>
        <table className="plain map-table">
          <caption className="unseen">{own.table}</caption>
          <thead><tr><th scope="col">{own.region}</th><th scope="col" className="num">{own.n}</th><th scope="col" className="num">{own.full}</th><th scope="col" className="num">{own.share}</th><th scope="col">{own.range}</th><th scope="col" className="num">{own.change}</th><th scope="col" className="num">{own.stores}</th></tr></thead>
          <tbody>{data.items.map((p) => <Row key={p.region} p={p} most={most} />)}</tbody>
        </table>
      </div>
    </Panel>
  );
}

function Row({ p, most }: { p: Place; most: number }) {
  const { filter } = useView();
  return (
    <tr className={p.small ? "faint" : undefined}>
      <th scope="row"><Link to={mentionsAddress(filter, { region: p.region })}>{p.region}</Link></th>
      <td className="num"><Link to={mentionsAddress(filter, { region: p.region })}>{count(p.n)}</Link></td>
      <td className="num">{count(Math.round(p.full))}</td>
      <td className="num">{p.n > 0 ? <Link to={mentionsAddress(filter, { region: p.region, sentiment: "negative" })}>{percent(p.share.value, 0)}</Link> : percent(null)}</td>
      <td className="range-cell"><Range {...p.share} most={most} faint={p.small} /><Between low={p.share.low} high={p.share.high} /></td>
      <td className="num"><CountDelta n={p.n} before={p.before} /></td>
      <td className="num">{p.stores || ""}</td>
    </tr>
  );
}
