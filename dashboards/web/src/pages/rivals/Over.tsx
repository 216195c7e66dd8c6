import type { Rivals } from "../../api/nouns";
import { count, percent } from "../../format/number";
import { instant } from "../../format/zone";
import { Link } from "../../parts/Link";
import { mentionsAddress, useClock, useView } from "../../state/world";
import { fairly } from "./RivalsPage";
import { areas } from "./areas";
import { useRivalWords } from "./words";

/** Shares of voice over time: a line a brand with its interval as a band; each point is a link to its posts. */
export function Over({ data }: { data: Rivals }) {
  const own = useRivalWords();
  const { filter } = useView();
  const clock = useClock();
  const fair = fairly(filter, data);
  const shapes = areas(data.points.map((p) => p.shares.map((s) => s.voice)), data.brands.length);
  const last = data.points.length - 1;
  const label = (i: number) => {
    const at = instant(data.points[i]!.at);
    return at ? clock.day(at) : "";
  };
  return (
    <div className="over">
      <div className="over-axis" aria-hidden="true">{[shapes.most, shapes.most / 2, 0].map((x) => <span key={x}>{percent(x, 0)}</span>)}</div>
      <div className="over-plot">
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {[0, 50, 100].map((y) => <line key={y} x1="0" x2="100" y1={y} y2={y} className="over-grid" />)}
          {shapes.brands.map((s, b) => <g key={data.brands[b]!.key} className={`voice-tone-${b % 5}`}>{s.bands.map((d, i) => <path key={i} d={d} className="over-band" />)}{s.lines.map((d, i) => <path key={i} d={d} className="over-line" />)}</g>)}
        </svg>
        {shapes.brands.map((s, b) => s.dots.map((dot) => {
          const p = data.points[dot.i]!, part = p.shares[b]!, brand = data.brands[b]!;
          const told = own.point(brand.title, label(dot.i), percent(part.voice.value, 0), count(part.n));
          return <Link key={`${brand.key}${dot.i}`} className={`over-dot voice-tone-${b % 5}`} style={{ left: `${dot.x}%`, top: `${dot.y}%` }} title={told} aria-label={told} to={mentionsAddress(fair, { brand: [brand.key], range: { from: p.at, to: p.to } })} />;
        }))}
      </div>
      <div className="over-days" aria-hidden="true">{[0, Math.floor(last / 2), last].filter((x, i, xs) => xs.indexOf(x) === i).map((i) => <span key={i}>{label(i)}</span>)}</div>
      <p className="over-key" aria-hidden="true">{data.brands.map((b, i) => <span key={b.key}><i className={`voice-key voice-${i % 5}`} />{b.title}</span>)}</p>
    </div>
  );
}
