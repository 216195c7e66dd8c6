import { useEffect, useMemo, useRef, useState } from "react";
import type { Cloud } from "../../api/nouns";
import { count } from "../../format/number";
import { Link } from "../../parts/Link";
import { Chip } from "../../parts/marks";
import { Moved } from "../../parts/Moved";
import { Panel } from "../../parts/Panel";
import { Segments } from "../../parts/Segments";
import { Nothing, Show } from "../../parts/states";
import { useResource } from "../../state/live";
import { address, go, useRoute, withQuery } from "../../state/route";
import { mentionsAddress, useView } from "../../state/world";
import { lay, sayCloud, timesAsMany } from "./cloud";
import { useCloudWords } from "./words";
import "./cloud.css";

type Against = "before" | "brands";

/** What is talked about more than before, or more than of other brands. */
export default function WordsPage() {
  const own = useCloudWords();
  const view = useView();
  const { path, query } = useRoute();
  const branded = view.filter.brand.length > 0;
  const against: Against = query.get("against") === "brands" && branded ? "brands" : "before";
  const cloud = useResource<Cloud>(`words/${against}/${view.key}`, () => view.ask("/words", { against, limit: "120" }));
  return (
    <Panel title={own.title} says={cloud.data && sayCloud(cloud.data, own)} note={own.note} className="cloud-panel" aside={
      <>
        <span className="faint">{own.against}</span>
        <Segments<Against> label={own.against} value={against}
          options={[{ value: "before", label: own.beforeLabel[view.filter.compare] }, { value: "brands", label: own.brandsLabel, title: branded ? undefined : own.needBrand }]}
          onChange={(v) => go(address(path, withQuery(query, { against: v === "brands" ? v : null })), { replace: true })} />
        {!branded && query.get("against") === "brands" && <span className="faint" role="status">{own.needBrand}</span>}
      </>
    }>
      <Show of={cloud} lines={12} height={420}>
        {(c) => (c.items.length === 0 ? <Nothing title={own.none} help={own.noneHelp} /> : (
          <div className="cloud-both">
            <Picture cloud={c} />
            <WordList cloud={c} />
          </div>
        ))}
      </Show>
    </Panel>
  );
}

const pictured = 80; // words; more of them nobody reads

/** How wide its box is; the layout is made anew only when that changes. */
function useWidth(): [React.RefObject<HTMLDivElement | null>, number] {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([e]) => setWidth(Math.round(e!.contentRect.width / 10) * 10));
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  return [box, width];
}

function Picture({ cloud }: { cloud: Cloud }) {
  const own = useCloudWords();
  const { filter } = useView();
  const [box, width] = useWidth();
  const height = width < 500 ? 340 : Math.min(640, Math.max(420, Math.round(width * 0.7)));
  const key = JSON.stringify(cloud.items.slice(0, pictured));
  const placed = useMemo(() => (width > 0 ? lay(cloud.items.slice(0, pictured), width, height, width < 500 ? 12 : 14, width < 500 ? 40 : Math.min(80, width / 11)) : []), [key, width, height]);
  return (
    <div className="cloud-picture" ref={box}>
      <svg width={width} height={height} viewBox={`0 0 ${Math.max(1, width)} ${height}`} role="group" aria-label={own.picture(placed.length)}>
        {placed.map((p) => {
          const told = own.entry(p.word.word, count(p.word.n), own.tone[p.word.tone]);
          return (
            <Link key={p.word.word} to={mentionsAddress(filter, { keyword: p.word.word })} aria-label={told} className={`cloud-${p.word.tone}`} tabIndex={-1} data-word={p.word.word}>
              <title>{told}</title>
              <text x={p.x} y={p.y} fontSize={p.size} textAnchor="middle" dominantBaseline="central" textLength={p.width - 8} lengthAdjust="spacingAndGlyphs">{p.word.word}</text>
            </Link>
          );
        })}
      </svg>
      <div className="sentiment-key">
        {(["negative", "mixed", "positive"] as const).map((t) => <span key={t}><i className={t === "mixed" ? "bar-neutral" : `bar-${t}`} aria-hidden="true" />{own.tone[t]}</span>)}
      </div>
    </div>
  );
}

const sign = { negative: "−", mixed: "±", positive: "+" } as const;

function WordList({ cloud }: { cloud: Cloud }) {
  const own = useCloudWords();
  const { filter } = useView();
  return (
    <div className="cloud-list" tabIndex={0} role="region" aria-label={own.list}>
      <table className="bars">
        <caption className="unseen">{own.list}</caption>
        <thead>
          <tr><th scope="col">{own.word}</th><th scope="col" className="num">{own.n}</th><th scope="col" className="num">{own.mood}</th><th scope="col" className="num">{own.before[cloud.against][filter.compare]}</th><th scope="col" className="num">{own.change}</th></tr>
        </thead>
        <tbody>
          {cloud.items.map((x) => {
            const to = mentionsAddress(filter, { keyword: x.word });
            return (
              <tr key={x.word} data-word={x.word}>
                <th scope="row"><Link to={to}>{x.word}</Link> {x.discovery && <Link to={`/discoveries/${encodeURIComponent(x.discovery)}`}><Chip>{own.isFound}</Chip></Link>}</th>
                <td className="num"><Link to={to} tabIndex={-1}>{count(x.n)}</Link></td>
                <td className={`num cloud-${x.tone}`} title={own.tone[x.tone]}><span aria-hidden="true">{sign[x.tone]}</span><span className="unseen">{own.tone[x.tone]}</span></td>
                <td className="num faint">{count(x.before)}</td>
                <td className="num">{cloud.against === "before" ? <Moved n={x.n} before={x.before} moved={x.moved} /> : <More times={timesAsMany(x, cloud)} moved={x.moved} />}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Against other brands, who have more or fewer mentions, shares are set side by side. */
function More({ times, moved }: { times: number | null; moved: "up" | "down" | "same" }) {
  const own = useCloudWords();
  if (moved === "same") return <span className="delta">≈ {own.alike}</span>;
  return <span className="delta"><span aria-hidden="true">{moved === "up" ? "▲" : "▼"}</span> <b>{times === null ? own.ours : own.times(times < 10 ? times.toFixed(1) : count(Math.round(times)))}</b></span>;
}
