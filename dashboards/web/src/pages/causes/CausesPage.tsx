import { useState } from "react";
import type { CauseNode, Causes } from "../../api/nouns";
import { count } from "../../format/number";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { Chip } from "../../parts/marks";
import { Link } from "../../parts/Link";
import { Panel } from "../../parts/Panel";
import { Nothing, Show } from "../../parts/states";
import { useResource } from "../../state/live";
import { useRoute } from "../../state/route";
import { useClock, useView } from "../../state/world";
import { leadsTo, total, walk, worst } from "./tree";
import { useCauseWords } from "./words";
import "./causes.css";

/** 投诉追溯: whose process the complaints came from, and how often the same cause came back. */
export default function CausesPage() {
  const own = useCauseWords();
  const { filter, span, key } = useView();
  const causes = useResource<Causes>(`causes/${key}`, () => {
    const { from, to } = span();
    return `/orders/causes?${new URLSearchParams([["from", from.toISOString()], ["to", to.toISOString()], ...filter.brand.map((b) => ["brand", b])]).toString()}`;
  });
  return (
    <Show of={causes} lines={10}>
      {(c) => c.items.length === 0 ? <Nothing title={own.none} help={own.noneHelp} /> : <Tree items={c.items} />}
    </Show>
  );
}

const unfolded = 20; // nodes; more of them begin folded

function Tree({ items }: { items: CauseNode[] }) {
  const own = useCauseWords();
  const [all, setAll] = useState({ open: walk(items).length <= unfolded, n: 0 });
  const top = worst(items);
  const n = count(total(items));
  return (
    <Panel title={own.title} says={top ? own.says(n, harmless(top.name), top.last_30) : own.saysPlain(n)}
      aside={<button type="button" className="textlink" onClick={() => setAll({ open: !all.open, n: all.n + 1 })}>{all.open ? own.closeAll : own.openAll}</button>}>
      <ul className="causes" aria-label={own.tree} key={all.n}>{items.map((d) => <Branch key={d.name} node={d} open={all.open || items.length === 1} all={all.open} />)}</ul>
    </Panel>
  );
}

const ordersShown = 5;

function Branch({ node, open, all }: { node: CauseNode; open: boolean; all: boolean }) {
  const own = useCauseWords();
  const clock = useClock();
  const { query } = useRoute();
  const asked = query.get("open") ?? "";
  const last = instant(node.last_at);
  const [every, setEvery] = useState(false);
  const shown = every || node.orders.length <= ordersShown + 1 ? node.orders : node.orders.slice(0, ordersShown);
  return (
    <li>
      <details open={open || leadsTo(node, asked)} className={`cause cause-${node.kind}`}>
        <summary>
          <span className="cause-kind">{own.kind[node.kind]}</span>
          <b className="words">{node.name ? harmless(node.name) : own.unplaced[node.kind]}</b>
          <Recurs node={node} />
          <span className="split-meta"><span>{own.orders(node.orders.length)}</span>{node.mentions > 0 && <span>{own.mentions(count(node.mentions))}</span>}{node.reopened > 0 && <span className="due-soon">{own.reopened(node.reopened)}</span>}{last && <time dateTime={node.last_at} title={clock.exact(last)}>{own.last(clock.relative(last))}</time>}</span>
        </summary>
        {node.children.length > 0
          ? <ul>{node.children.map((c) => <Branch key={c.name} node={c} open={all || node.children.length === 1} all={all} />)}</ul>
          : (
            <ul className="cause-orders">
              {shown.map((id) => <li key={id}><Link to={`/orders/${encodeURIComponent(id)}`} aria-current={id === asked ? "true" : undefined}>{id}</Link></li>)}
              {shown.length < node.orders.length && <li><button type="button" className="textlink" onClick={() => setEvery(true)}>{own.more(node.orders.length - shown.length)}</button></li>}
            </ul>
          )}
      </details>
    </li>
  );
}

/** How often it came up lately, in words; a cause that came back stands out. */
function Recurs({ node: { kind, last_30: n } }: { node: CauseNode }) {
  const own = useCauseWords();
  if (n === 0) return <span className="faint">{own.notLately}</span>;
  if (kind !== "cause") return <span className="faint">{own.lately(n)}</span>;
  return n >= 2 ? <Chip tone="negative">↻ {own.recurs(n)}</Chip> : <span className="faint">{own.lately(1)}</span>;
}
