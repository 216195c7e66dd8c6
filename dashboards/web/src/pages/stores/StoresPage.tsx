import type { StoreRank, StoreRanks } from "../../api/nouns";
import { count, percent } from "../../format/number";
import { useLanguage } from "../../i18n/language";
import { Link } from "../../parts/Link";
import { Panel } from "../../parts/Panel";
import { Between, Range } from "../../parts/Range";
import { Segments } from "../../parts/Segments";
import { Nothing, Show } from "../../parts/states";
import { useResource } from "../../state/live";
import { address, go, useRoute, withQuery } from "../../state/route";
import { mentionsAddress, useView } from "../../state/world";
import { chance, curve, ordered, sorts, type Sort } from "./rank";
import { useStoreWords } from "./words";
import { ViewRulers } from "../overview/RulerNotes";
import "./stores.css";

/** Shops from worst to best, by what is to be believed and not by what luck made of three reviews. */
export default function StoresPage() {
  const own = useStoreWords();
  const zh = useLanguage() === "zh";
  const view = useView();
  const { path, query } = useRoute();
  const asked = query.get("sort") as Sort;
  const sort: Sort = sorts.includes(asked) ? asked : "rate";
  const ranks = useResource<StoreRanks>(`store-ranks/${view.key}`, () => view.ask("/stores/ranks"));
  return (
    <Panel title={own.title} says={ranks.data && ranks.data.items.length > 0 ? (zh ? ranks.data.says.zh : ranks.data.says.en) : null} note={own.note} className="ranks-panel" aside={
      <Segments<Sort> label={own.sort} value={sort} options={sorts.map((value) => ({ value, label: own.sorts[value] }))} onChange={(v) => go(address(path, withQuery(query, { sort: v === "rate" ? null : v })), { replace: true, keepScroll: true })} />
    }>
      <Show of={ranks} lines={12}>
        {(d) => (d.items.length === 0 ? <Nothing title={own.none} help={own.noneHelp} /> : d.items.every((s) => s.n === 0) ? <Nothing title={own.quiet} /> : <><Ranking data={d} sort={sort} /><ViewRulers view={view} /></>)}
      </Show>
    </Panel>
  );
}

function Ranking({ data, sort }: { data: StoreRanks; sort: Sort }) {
  const own = useStoreWords();
  const most = Math.min(1, Math.max(0.1, ...data.items.filter((s) => s.n > 0).map((s) => Math.max(s.high, s.small ? 0 : (s.raw ?? 0)))));
  return (
    <>
      <p className="ranks-key" aria-hidden="true">
        <span><i className="range-dot" />{own.key.dot}</span><span><i className="range-span" />{own.key.span}</span><span><i className="range-raw" />{own.key.raw}</span><span><i className="range-usual" />{own.key.usual}</span>
      </p>
      {data.pools.map((pool) => (
        <section key={pool.brand} className="ranks-brand">
          <h3>{own.pool(pool.title, pool.stores, percent(pool.mean, 0), count(Math.round(pool.strength)))}</h3>
          <table className="ranks">
            <caption className="unseen">{pool.title} · {own.title}</caption>
            <thead><tr>
              <th scope="col">{own.store}</th><th scope="col">{own.range}</th><th scope="col" className="num">{own.rate}</th><th scope="col" className="num">{own.raw}</th><th scope="col" className="num">{own.n}</th>
              <th scope="col">{own.chance}</th><th scope="col">{own.trend}</th><th scope="col">{own.change}</th><th scope="col" className="num">{own.orders}</th>
            </tr></thead>
            <tbody>{ordered(data.items.filter((s) => s.brand === pool.brand), sort).map((s) => <Row key={s.key} s={s} most={most} mean={pool.mean} few={data.few} />)}</tbody>
          </table>
        </section>
      ))}
    </>
  );
}

function Row({ s, most, mean, few }: { s: StoreRank; most: number; mean: number; few: number }) {
  const own = useStoreWords();
  const { filter } = useView();
  const behind = { store: s.key, brand: [s.brand] };
  const sure = s.n > 0 ? chance(s) : null;
  return (
    <tr className={s.small ? "ranks-small" : undefined} data-store={s.key}>
      <th scope="row"><Link className="inline" to={mentionsAddress(filter, behind)}>{s.title}</Link><span className="faint">{s.city || s.region}{s.small && ` · ${own.small(few)}`}</span></th>
      <td className="ranks-range"><Range value={s.rate} low={s.low} high={s.high} raw={s.raw} usual={mean} most={most} faint={s.small} /></td>
      <td className="num ranks-rate" data-label={own.rate}><b>{percent(s.rate, 0)}</b> <Between low={s.low} high={s.high} /></td>
      <td className="num" data-label={own.raw}>{s.negative > 0 ? <Link to={mentionsAddress(filter, { ...behind, sentiment: "negative" })} title={`${s.negative}/${s.n}`}>{percent(s.raw, 0)}</Link> : percent(s.raw, 0)}</td>
      <td className="num" data-label={own.n}>{s.n > 0 ? <Link to={mentionsAddress(filter, behind)}>{count(s.n)}</Link> : 0}</td>
      <td data-label={own.chance}>{sure && <span className={`ranks-chance ranks-${sure.of}`}>{own[sure.of](percent(sure.p, 0))}</span>}</td>
      <td><Curve s={s} /></td>
      <td data-label={own.change}><Change s={s} /></td>
      <td className="num" data-label={own.orders}>{s.open_orders > 0 ? <Link to={`/orders?store=${encodeURIComponent(s.key)}`}>{own.openOrders(s.open_orders)}</Link> : <span className="faint">0</span>}</td>
    </tr>
  );
}

function Change({ s }: { s: StoreRank }) {
  const own = useStoreWords();
  if (s.raw === null || s.before_raw === null) return <span className="delta">—</span>;
  const points = `${Math.abs(Math.round((s.raw - s.before_raw) * 100))} pt`;
  if (s.moved === "same") return <span className="delta">≈ {own.same}</span>;
  return <span className={`delta ${s.moved === "up" ? "bad" : "good"}`}><span aria-hidden="true">{s.moved === "up" ? "▲" : "▼"}</span> {own[s.moved]} <b>{points}</b></span>;
}

/** The negative share over the window: a line, its ends in words for whom does not see it. */
function Curve({ s }: { s: StoreRank }) {
  const own = useStoreWords();
  const points = curve(s.trend);
  if (points.length < 2) return <span className="faint">—</span>;
  const x = (p: { x: number }) => 2 + p.x * 76, y = (p: { y: number }) => 20 - p.y * 18;
  const last = points.at(-1)!;
  return (
    <svg width="80" height="22" viewBox="0 0 80 22" role="img" aria-label={own.trendSays(points.map((p) => percent(p.y, 0)).join(" → "))}>
      <path d={points.map((p, i) => `${i ? "L" : "M"}${x(p)} ${y(p)}`).join("")} fill="none" stroke="var(--negative)" strokeWidth="1.5" />
      <circle cx={x(last)} cy={y(last)} r="2" fill="var(--negative)" />
    </svg>
  );
}
