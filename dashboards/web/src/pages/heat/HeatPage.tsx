import type { CSSProperties } from "react";
import type { Heat, HeatCell } from "../../api/nouns";
import { count, percent } from "../../format/number";
import { Link } from "../../parts/Link";
import { Panel } from "../../parts/Panel";
import { Segments } from "../../parts/Segments";
import { Nothing, Show } from "../../parts/states";
import { useResource } from "../../state/live";
import { useMedia } from "../../state/media";
import { address, go, useRoute, withQuery } from "../../state/route";
import { mentionsAddress, useView, useWords } from "../../state/world";
import { perHour, sayHeat, stateOf, warmth, type Measure } from "./heat";
import { useHeatWords, type HeatWords } from "./words";
import "./heat.css";

/** When in the week people speak, and when they are angry; hours nobody listened in are hatched. */
export default function HeatPage() {
  const own = useHeatWords();
  const w = useWords();
  const view = useView();
  const { path, query } = useRoute();
  const measure: Measure = query.get("measure") === "negative" ? "negative" : "volume";
  const heat = useResource<Heat>(`heat/${view.key}`, () => view.ask("/heat"));
  const deaf = heat.data?.cells.every((c) => c.rate === null);
  return (
    <Panel title={own.title} says={heat.data && sayHeat(heat.data, measure, own)} note={heat.data ? `${own.note} ${own.zone(heat.data.timezone)}` : own.note} className="heat-panel" aside={
      <Segments<Measure> label={own.measure} value={measure} options={[{ value: "volume", label: own.measures.volume }, { value: "negative", label: own.measures.negative }]}
        onChange={(v) => go(address(path, withQuery(query, { measure: v === "volume" ? null : v })), { replace: true })} />
    }>
      <Show of={heat} lines={9} height={320}>
        {(h) => (deaf && h.all === 0
          ? <Nothing title={own.saysUnheard}><Link to="/sources">{w.state.toSources} →</Link></Nothing>
          : <><Grid heat={h} measure={measure} /><Key measure={measure} /></>)}
      </Show>
    </Panel>
  );
}

/** Days down and hours across; on a phone the other way round, so that a finger can hit a cell. */
function Grid({ heat, measure }: { heat: Heat; measure: Measure }) {
  const own = useHeatWords();
  const narrow = useMedia("(max-width: 900px)");
  const warm = warmth(heat, measure);
  const days = [1, 2, 3, 4, 5, 6, 7], hours = Array.from({ length: 24 }, (_, i) => i);
  const at = (day: number, hour: number) => heat.cells[(day - 1) * 24 + hour]!;
  const cell = (c: HeatCell) => <Cell key={`${c.weekday}-${c.hour}`} c={c} measure={measure} warm={warm(c)} />;
  return (
    <table className={`heat ${narrow ? "heat-tall" : ""} heat-${measure}`}>
      <caption className="unseen">{own.title}</caption>
      <thead>
        <tr><th scope="col"><span className="unseen">{narrow ? own.hours : own.day}</span></th>{narrow ? days.map((d) => <th key={d} scope="col">{own.weekday[d]}</th>) : hours.map((h) => <th key={h} scope="col"><span aria-hidden="true">{h}</span><span className="unseen">{own.hourName(h)}</span></th>)}</tr>
      </thead>
      <tbody>
        {narrow
          ? hours.map((h) => <tr key={h}><th scope="row">{h}</th>{days.map((d) => cell(at(d, h)))}</tr>)
          : days.map((d) => <tr key={d}><th scope="row">{own.weekday[d]}</th>{hours.map((h) => cell(at(d, h)))}</tr>)}
      </tbody>
    </table>
  );
}

function Cell({ c, measure, warm }: { c: HeatCell; measure: Measure; warm: number }) {
  const own = useHeatWords();
  const { filter } = useView();
  const state = stateOf(c, measure);
  const told = tell(c, measure, own);
  const style = { "--warm": `${Math.round(warm * 100)}%` } as CSSProperties;
  const shown = state === "unheard" || state === "outside" ? "" : state === "quiet" ? (measure === "volume" ? "0" : "·") : measure === "volume" ? perHour(c.rate!) : state === "few" ? "·" : percent(c.negative / c.n, 0).replace("%", "");
  return (
    <td className={`heat-${state}`} style={style} data-cell={`${c.weekday}-${c.hour}`}>
      {c.n > 0
        ? <Link to={mentionsAddress(filter, { weekday: c.weekday, hour: c.hour, ...(measure === "negative" ? { sentiment: "negative" as const } : {}) })} title={told} aria-label={told}>{shown}</Link>
        : <span title={told}><span aria-hidden="true">{shown}</span><span className="unseen">{told}</span></span>}
    </td>
  );
}

/** What a cell says in words: for whom does not see it, and for whom points at it. */
function tell(c: HeatCell, measure: Measure, own: HeatWords): string {
  const state = stateOf(c, measure);
  const place = `${own.weekday[c.weekday]} ${own.hourName(c.hour)}`;
  if (state === "outside" || (state === "unheard" && c.n === 0) || state === "quiet") return `${place} · ${own[state]}`;
  const parts = [c.rate === null ? `${place} · ${own.unheard}` : own.cell(own.weekday[c.weekday]!, c.hour, count(c.n), perHour(c.rate))];
  if (measure === "negative") parts.push(state === "few" ? own.few : own.share(percent(c.negative / c.n, 0), count(c.negative)));
  if (c.heard < c.hours * 0.999) parts.push(own.partly(c.heard.toFixed(1), c.hours.toFixed(1)));
  return parts.join(" · ");
}

function Key({ measure }: { measure: Measure }) {
  const own = useHeatWords();
  return (
    <div className="heat-key" aria-hidden="true">
      <span>{measure === "volume" ? own.less : own.low}</span>
      <i className={`heat-ramp heat-ramp-${measure}`} />
      <span>{measure === "volume" ? own.more : own.high}</span>
      <span className="heat-key-gap"><i className="heat-unheard" />{own.unheard}</span>
      <span className="heat-key-gap"><i className="heat-outside" />{own.outside}</span>
    </div>
  );
}
