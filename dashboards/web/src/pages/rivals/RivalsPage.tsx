import { useState } from "react";
import type { GapCell, GapRow, Rivals } from "../../api/nouns";
import { count, percent, signed } from "../../format/number";
import { instant } from "../../format/zone";
import { useLanguage } from "../../i18n/language";
import { Link } from "../../parts/Link";
import { Chip } from "../../parts/marks";
import { Panel } from "../../parts/Panel";
import { Between, Range } from "../../parts/Range";
import { Nothing, Show } from "../../parts/states";
import type { Filter } from "../../state/filter";
import { useResource } from "../../state/live";
import { mentionsAddress, useClock, useNames, useView, useWords } from "../../state/world";
import { ViewRulers } from "../overview/RulerNotes";
import { Over } from "./Over";
import { useRivalWords } from "./words";
import "./rivals.css";

/** What the comparison was over: every link from it must count the same mentions. */
export const fairly = (f: Filter, d: Rivals): Filter => ({ ...f, source: d.fair.sources, without: d.fair.without });

/** Brands set against each other, over what was collected for all of them and nothing else. */
export default function RivalsPage() {
  const own = useRivalWords();
  const w = useWords();
  const zh = useLanguage() === "zh";
  const view = useView();
  const rivals = useResource<Rivals>(`rivals/${view.key}`, () => view.ask("/rivals"));
  const d = rivals.data;
  const none = d && d.fair.counted === 0;
  return (
    <div className="rivals-page">
      <Panel title={own.voice} says={d && (zh ? d.says.zh : d.says.en)} note={d && !none ? own.voiceNote(count(Math.round(Math.max(...d.brands.map((b) => b.effective))))) : undefined} className="voice-panel">
        <Show of={rivals} lines={5}>{(r) => (none ? <Nothing title={own.nothing} help={own.nothingHelp}><Link to="/sources">{w.state.toSources} →</Link></Nothing> : <Voice data={r} />)}</Show>
      </Panel>
      <Panel title={own.over} note={own.overNote} className="over-panel"><Show of={rivals} lines={5} height={220}>{(r) => (none ? <Nothing title={own.nothing} /> : <><Over data={r} /><ViewRulers view={view} /></>)}</Show></Panel>
      <Panel title={own.gaps} note={d ? own.gapsNote(d.comparisons) : undefined} className="gaps-panel"><Show of={rivals} lines={10}>{(r) => (r.aspects.length === 0 ? <Nothing title={own.nothing} /> : <Gaps data={r} />)}</Show></Panel>
      <Panel title={own.fair} className="fair-panel"><Show of={rivals} lines={3}>{(r) => <LeftOut data={r} />}</Show></Panel>
    </div>
  );
}

function Voice({ data }: { data: Rivals }) {
  const own = useRivalWords();
  const { filter } = useView();
  const fair = fairly(filter, data);
  const most = Math.max(0.1, ...data.brands.map((b) => b.voice.high ?? 0));
  return (
    <table className="plain voice">
      <caption className="unseen">{own.voice}</caption>
      <thead><tr><th scope="col">{own.brand}</th><th scope="col"><span className="unseen">90%</span></th><th scope="col" className="num">{own.share}</th><th scope="col" className="num">{own.n}</th><th scope="col" className="num">{own.negative}</th></tr></thead>
      <tbody>{data.brands.map((b, i) => (
        <tr key={b.key} data-brand={b.key}>
          <th scope="row"><i className={`voice-key voice-${i % 5}`} aria-hidden="true" />{b.title}{b.own && <> <Chip>{own.ours}</Chip></>}</th>
          <td className={`voice-range voice-tone-${i % 5}`}><Range {...b.voice} most={most} /></td>
          <td className="num"><b>{percent(b.voice.value, 0)}</b> <Between low={b.voice.low} high={b.voice.high} /></td>
          <td className="num"><Link to={mentionsAddress(fair, { brand: [b.key] })}>{count(b.n)}</Link></td>
          <td className="num"><Link to={mentionsAddress(fair, { brand: [b.key], sentiment: "negative" })}>{percent(b.negative_share.value, 0)}</Link> <Between low={b.negative_share.low} high={b.negative_share.high} /></td>
        </tr>
      ))}</tbody>
    </table>
  );
}

const rowsShown = 14;

function Gaps({ data }: { data: Rivals }) {
  const own = useRivalWords();
  const [all, setAll] = useState(false);
  const rows = all ? data.aspects : data.aspects.slice(0, rowsShown);
  return (
    <>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={own.gaps}>
        <table className="plain gap-table">
          <caption className="unseen">{own.gaps}</caption>
          <thead><tr><th scope="col">{own.aspect}</th>{data.brands.map((b) => <th key={b.key} scope="col" className="num">{b.title}</th>)}</tr></thead>
          <tbody>{rows.map((row) => <tr key={row.key} data-aspect={row.key}><th scope="row">{row.title}</th>{row.cells.map((c, i) => <Cell key={data.brands[i]!.key} c={c} row={row} brand={data.brands[i]!.key} data={data} />)}</tr>)}</tbody>
        </table>
      </div>
      {data.aspects.length > rowsShown && <p><button type="button" className="textlink" onClick={() => setAll(!all)}>{all ? own.less : own.more(data.aspects.length - rowsShown)}</button></p>}
    </>
  );
}

function Cell({ c, row, brand, data }: { c: GapCell; row: GapRow; brand: string; data: Rivals }) {
  const own = useRivalWords();
  const { filter } = useView();
  const fair = fairly(filter, data);
  if (c.n === 0) return <td className="num faint">—</td>;
  const points = (x: number) => signed(Math.round(x * 100));
  return (
    <td className={`num gap-${c.marked} ${c.n < data.few ? "gap-few" : ""}`}>
      {c.negative > 0 ? <Link to={mentionsAddress(fair, { brand: [brand], aspect: row.key, judged: "negative" })}>{percent(c.share.value, 0)}</Link> : percent(c.share.value, 0)}
      {" "}<Link className="gap-n" to={mentionsAddress(fair, { brand: [brand], aspect: row.key })}>/{count(c.n)}</Link>
      {c.gap !== null && (
        <small title={own.gapTold(points(c.gap), points(c.low!), points(c.high!))}>
          {c.n < data.few ? own.few : own.gap(points(c.gap))}{c.marked !== "no" && <b> {c.marked === "worse" ? `▲ ${own.worse}` : `▼ ${own.better}`}</b>}
        </small>
      )}
    </td>
  );
}

function LeftOut({ data: { fair } }: { data: Rivals }) {
  const own = useRivalWords();
  const names = useNames();
  const clock = useClock();
  const zh = useLanguage() === "zh";
  const hours = (h: number) => (h < 10 ? h.toFixed(1).replace(/\.0$/, "") : count(Math.round(h)));
  const sources = fair.sources.filter((s) => s !== "-");
  return (
    <div className="fair">
      <ul>
        <li>{own.kept(sources.length)}{sources.length > 0 && `${zh ? "：" : ": "}${sources.map((s) => names.source(s)).join(zh ? "、" : ", ")}`}</li>
        <li>{fair.hours > 0 ? own.hours(hours(fair.hours), hours(fair.of)) : own.whole}{" "}{fair.without.slice(0, 5).map((span) => {
          const [from, to] = span.split("/").map((x) => instant(x));
          return from && to ? <span key={span} className="faint fair-span">{clock.span(from, to)}</span> : null;
        })}</li>
        <li>{own.mentions(count(fair.mentions), percent(fair.mentions / Math.max(1, fair.mentions + fair.counted), 0))}</li>
      </ul>
      <h3>{own.out}</h3>
      {fair.left_out.length === 0 ? <p className="faint">{own.none}</p> : (
        <ul>{fair.left_out.map((l) => <li key={l.source}><Link className="inline" to={`/sources/${encodeURIComponent(l.source)}`}>{l.title}</Link> <span className="faint">{own.why[l.why](l.why === "poor" ? percent(l.heard, 0) : l.brands.map((b) => names.brand(b)).join(zh ? "、" : ", "))}</span></li>)}</ul>
      )}
    </div>
  );
}
