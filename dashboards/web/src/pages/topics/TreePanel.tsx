import type { Bough, Branch, TopicTree } from "../../api/nouns";
import { count, percent } from "../../format/number";
import { Link } from "../../parts/Link";
import { Moved } from "../../parts/Moved";
import { Panel } from "../../parts/Panel";
import { Segments } from "../../parts/Segments";
import { SentimentKey } from "../../parts/BarTable";
import { Nothing, Show } from "../../parts/states";
import { enough } from "../../say/overview";
import type { Filter } from "../../state/filter";
import { useResource } from "../../state/live";
import { address, go, useRoute, withQuery } from "../../state/route";
import { mentionsAddress, useView } from "../../state/world";
import { behindTopic, ordered, sayTree, sorts, type Sort } from "./tree";
import { useTopicWords } from "./words";

type Of = "topic" | "aspect";

/** Groups and what hangs under them; every number opens the mentions behind it. */
export function TreePanel() {
  const own = useTopicWords();
  const view = useView();
  const { path, query } = useRoute();
  const of: Of = query.get("of") === "aspect" ? "aspect" : "topic";
  const asked = query.get("sort") as Sort;
  const sort: Sort = sorts.includes(asked) ? asked : "hottest";
  const tree = useResource<TopicTree>(`topic-tree/${of}/${view.key}`, () => view.ask("/topics/tree", { of }));
  const set = (change: Record<string, string | null>) => go(address(path, withQuery(query, change)), { replace: true });
  return (
    <Panel title={own.title} says={tree.data && sayTree(tree.data, own)} note={own.note} className="tree-panel" aside={
      <>
        <Segments<Of> label={own.of} value={of} options={[{ value: "topic", label: own.ofTopic }, { value: "aspect", label: own.ofAspect }]} onChange={(v) => set({ of: v === "topic" ? null : v, open: null })} />
        <Segments<Sort> label={own.sort} value={sort} options={sorts.map((value) => ({ value, label: own.sorts[value] }))} onChange={(v) => set({ sort: v === "hottest" ? null : v })} />
      </>
    }>
      <Show of={tree} lines={12}>
        {(t) => (ordered(t.groups, sort).length === 0 ? <Nothing title={own.none} help={own.noneHelp} /> : <Tree tree={t} sort={sort} of={of} />)}
      </Show>
    </Panel>
  );
}

const openAtFirst = 3; // groups; the others begin closed

function Tree({ tree, sort, of }: { tree: TopicTree; sort: Sort; of: Of }) {
  const own = useTopicWords();
  const view = useView();
  const { path, query } = useRoute();
  const groups = ordered(tree.groups, sort);
  const folds = groups.filter((g) => g.children.length > 0).map((g) => g.key);
  const asked = query.get("open");
  const open = new Set(asked === null ? folds.slice(0, openAtFirst) : asked.split(",").filter(Boolean));
  const setOpen = (next: Iterable<string>) => go(address(path, withQuery(query, { open: [...next].join(",") || "," })), { replace: true, keepScroll: true });
  const toggle = (key: string) => setOpen(open.has(key) ? [...open].filter((k) => k !== key) : [...open, key]);
  const everyOpen = folds.every((k) => open.has(k));
  const compare = view.filter.compare;
  const most = Math.max(1, ...groups.map((g) => g.n));
  const behind = (b: Branch): Partial<Filter> => (b.key === "" ? {} : of === "topic" ? behindTopic(view.filter, b.key) : { aspect: b.key });
  const row = (b: Branch, level: 0 | 1, bough?: Bough) => (
    <Row key={b.key} b={b} level={level} most={most} tree={tree} add={behind(b)} of={of}
      fold={bough && bough.children.length > 0 ? { open: open.has(b.key), toggle: () => toggle(b.key) } : undefined} />
  );
  return (
    <>
      <div className="tree-tools">
        <SentimentKey />
        <button type="button" className="textlink" onClick={() => setOpen(everyOpen ? [] : folds)}>{everyOpen ? own.collapseAll : own.expandAll}</button>
      </div>
      <table className="bars tree">
        <caption className="unseen">{own.title}</caption>
        <thead>
          <tr>
            <th scope="col">{own.name}</th>
            <th scope="col"><span className="unseen">{own.mix}</span></th>
            <th scope="col" className="num">{own.n}</th>
            <th scope="col" className="num">{own.change[compare]}</th>
            <th scope="col" className="num wide">{own.before[compare]}</th>
            <th scope="col" className="num">{own.share}</th>
            <th scope="col" className="wide"><span className="unseen">95%</span></th>
          </tr>
        </thead>
        <tbody>
          {row({ ...tree.all, title: own.all }, 0)}
          {groups.flatMap((g) => [row(g, 0, g), ...(open.has(g.key) ? g.children.filter((c) => c.n + c.before > 0).map((c) => row(c, 1)) : [])])}
        </tbody>
      </table>
    </>
  );
}

interface RowProps {
  b: Branch;
  level: 0 | 1;
  most: number;
  tree: TopicTree;
  add: Partial<Filter>;
  of: Of;
  fold?: { open: boolean; toggle: () => void };
}

function Row({ b, level, most, tree, add, of, fold }: RowProps) {
  const own = useTopicWords();
  const { filter } = useView();
  const to = mentionsAddress(filter, add);
  const bad = of === "aspect" && b.key ? { ...add, judged: "negative" as const } : { ...add, sentiment: "negative" as const };
  const was = mentionsAddress(filter, { ...add, range: { from: tree.before_from, to: tree.before_to } });
  const few = b.n < enough;
  return (
    <tr className={`level-${level} ${b.key === "" ? "tree-all" : ""}`} data-key={b.key}>
      <th scope="row" className="name">
        {fold
          ? <button type="button" className="twist" aria-expanded={fold.open} onClick={fold.toggle} aria-label={fold.open ? own.collapse(b.title) : own.expand(b.title)}>{fold.open ? "▾" : "▸"}</button>
          : <span className="twist" aria-hidden="true" />}
        <Link to={to}>{b.title}</Link>
      </th>
      <td className="bar"><Link to={to} tabIndex={-1} aria-hidden="true"><Mix b={b} most={b.key === "" ? b.n : most} /></Link></td>
      <td className="num"><Link to={to} tabIndex={-1} className="tree-n">{count(b.n)}</Link></td>
      <td className="num"><Moved n={b.n} before={b.before} moved={b.moved} /></td>
      <td className="num wide">{b.before > 0 ? <Link to={was} className="faint">{count(b.before)}</Link> : <span className="faint">0</span>}</td>
      <td className="num">
        {b.n === 0 ? percent(null) : (
          <Link to={mentionsAddress(filter, bad)} className={few ? "faint" : "tree-bad"} title={few ? own.few : undefined}>
            {b.share_moved !== "same" && <span className={b.share_moved === "up" ? "delta bad" : "delta good"} title={b.share_moved === "up" ? own.shareUp : own.shareDown} role="img" aria-label={b.share_moved === "up" ? own.shareUp : own.shareDown}>{b.share_moved === "up" ? "▲" : "▼"}</span>} {percent(b.negative_share, 0)}
          </Link>
        )}
      </td>
      <td className="wide"><Range b={b} /></td>
    </tr>
  );
}

/** The interval of a share as a small ruler from 0 to 100 %. */
function Range({ b }: { b: Branch }) {
  const own = useTopicWords();
  if (b.negative_low === null || b.negative_high === null || b.negative_share === null) return null;
  const text = own.interval(percent(b.negative_low, 0), percent(b.negative_high, 0));
  return (
    <span className="tree-range" role="img" aria-label={text} title={text}>
      <i className="tree-range-span" style={{ left: `${b.negative_low * 100}%`, width: `${(b.negative_high - b.negative_low) * 100}%` }} />
      <i className="tree-range-point" style={{ left: `${b.negative_share * 100}%` }} />
    </span>
  );
}

function Mix({ b, most }: { b: Branch; most: number }) {
  const part = (n: number) => ({ width: `${(n / Math.max(1, b.n)) * 100}%` });
  const neutral = Math.max(0, b.n - b.negative - b.positive);
  return (
    <span className="bar-track" style={{ width: `${Math.max(1.5, (b.n / most) * 100)}%` }}>
      {b.negative > 0 && <i className="bar-negative" style={part(b.negative)} />}
      {neutral > 0 && <i className="bar-neutral" style={part(neutral)} />}
      {b.positive > 0 && <i className="bar-positive" style={part(b.positive)} />}
    </span>
  );
}
