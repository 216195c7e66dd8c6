import { useState } from "react";
import type { TopicPair, TopicPairs } from "../../api/nouns";
import { count } from "../../format/number";
import { Link } from "../../parts/Link";
import { Panel } from "../../parts/Panel";
import { Nothing, Show } from "../../parts/states";
import { useResource } from "../../state/live";
import { useMedia } from "../../state/media";
import { mentionsAddress, useView } from "../../state/world";
import { chosen, sayPairs, surePairs } from "./tree";
import { useTopicWords } from "./words";

/** Which topics are spoken of together: a half matrix on wide screens, a list on a phone and for who prefers one. */
export function PairsPanel() {
  const own = useTopicWords();
  const view = useView();
  const narrow = useMedia("(max-width: 900px)");
  const [table, setTable] = useState(false);
  const pairs = useResource<TopicPairs>(`topic-pairs/${view.key}`, () => view.ask("/topics/pairs"));
  return (
    <Panel title={own.pairs} says={pairs.data && sayPairs(pairs.data, own)} note={pairs.data?.pairs.length ? own.pairsNote : undefined} className="pairs-panel" aside={
      !narrow && <label className="check"><input type="checkbox" checked={table} onChange={(e) => setTable(e.target.checked)} /> {own.pairsTable}</label>
    }>
      <Show of={pairs} lines={10}>
        {(p) => (p.pairs.length === 0 ? <Nothing title={own.pairsNone} help={own.noneHelp} /> : narrow || table ? <List pairs={p} /> : <Matrix pairs={p} />)}
      </Show>
    </Panel>
  );
}

/** How deep a cell is coloured: by the logarithm of its lift, full at eight times. */
export const depth = (p: Pick<TopicPair, "lift" | "sure">): number => (p.sure ? Math.round(Math.min(1, Math.log2(Math.max(1, p.lift)) / 3) * 100) : 0);

function useBehind(): (p: TopicPair) => string {
  const { filter } = useView();
  return (p) => mentionsAddress(filter, { topic: p.a, also: p.b });
}

function Matrix({ pairs }: { pairs: TopicPairs }) {
  const own = useTopicWords();
  const behind = useBehind();
  const { topics, at } = chosen(pairs);
  return (
    <div className="pairs-scroll" tabIndex={0} role="region" aria-label={own.pairs}>
      <table className="pairs">
        <caption className="unseen">{own.pairs}</caption>
        <tbody>
          {topics.map((row, r) => (
            <tr key={row.key}>
              <th scope="row">{row.title} <span className="faint">{count(row.n)}</span></th>
              {topics.slice(0, r).map((col) => {
                const p = at(row.key, col.key);
                if (!p) return <td key={col.key} className="pairs-none" />;
                const told = `${own.cell(row.title, col.title, count(p.n))} · ${own.liftOf(p.lift.toFixed(1))}${p.sure ? "" : ` · ${own.chance}`}`;
                return (
                  <td key={col.key} style={{ "--deep": `${depth(p)}%` } as React.CSSProperties} className={p.sure ? "pairs-sure" : ""}>
                    <Link to={behind(p)} title={told} aria-label={told}>{count(p.n)}</Link>
                  </td>
                );
              })}
              {r < topics.length - 1 && <th scope="col" className="pairs-col"><span>{row.title}</span></th>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const listMost = 15;

function List({ pairs }: { pairs: TopicPairs }) {
  const own = useTopicWords();
  const behind = useBehind();
  const title = new Map(pairs.topics.map((t) => [t.key, t.title]));
  const rows = [...surePairs(pairs), ...pairs.pairs.filter((p) => !p.sure)].slice(0, listMost);
  return (
    <table className="bars pairs-list">
      <caption className="unseen">{own.pairs}</caption>
      <thead>
        <tr><th scope="col">{own.pairA} × {own.pairB}</th><th scope="col" className="num">{own.n}</th><th scope="col" className="num wide">{own.expected}</th><th scope="col" className="num">{own.lift}</th></tr>
      </thead>
      <tbody>
        {rows.map((p) => (
          <tr key={p.a + p.b}>
            <th scope="row"><Link to={behind(p)}>{title.get(p.a)} × {title.get(p.b)}</Link></th>
            <td className="num"><Link to={behind(p)} tabIndex={-1}>{count(p.n)}</Link></td>
            <td className="num wide faint">{p.expected.toFixed(1)}</td>
            <td className="num">{p.sure ? <b>{p.lift.toFixed(1)}</b> : <span className="faint" title={own.chance}>{p.lift.toFixed(1)} ≈</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
