import { useState } from "react";
import type { Bough, Branch, TopicTree } from "../../api/nouns";
import { count, percent } from "../../format/number";
import { Link } from "../../parts/Link";
import { Moved } from "../../parts/Moved";
import { Panel } from "../../parts/Panel";
import { Show } from "../../parts/states";
import { enough, sayTopics } from "../../say/overview";
import { useResource, type Resource } from "../../state/live";
import { address } from "../../state/route";
import { writeFilter } from "../../state/filter";
import { mentionsAddress, useView, useWords } from "../../state/world";
import { hottest, leaves, rising, sayHot } from "./reading";
import { useOverviewWords } from "./words";

export function useTopicTree(): Resource<TopicTree> {
  const view = useView();
  return useResource<TopicTree>(`topictree/${view.key}`, () => view.ask("/topics/tree"));
}

const shown = 8;

/** Topics by group, each with its change; a group unfolds into what is in it. */
export function TopicTreePanel() {
  const w = useWords();
  const own = useOverviewWords();
  const { filter } = useView();
  const tree = useTopicTree();
  const [open, setOpen] = useState<string | null>(null);
  const says = tree.data && sayTopics(leaves(tree.data).filter((b) => b.n + b.before > 0), w);
  return (
    <Panel title={w.panel.topics} says={says} aside={<Link to={address("/topics", writeFilter(filter))}>{own.allTopics}</Link>}>
      <Show of={tree} lines={8}>
        {({ groups }) => groups.length > 0 && (
          <table className="bars tree">
            <caption className="unseen">{w.panel.topics}</caption>
            <thead>
              <tr>
                <th scope="col"><span className="unseen">{own.topicGroups}</span></th>
                <th scope="col" className="num">{w.panel.n}</th>
                <th scope="col" className="num">{w.panel.negativeShare}</th>
                <th scope="col" className="num">{w.panel.change}</th>
              </tr>
            </thead>
            <tbody>
              {groups.slice(0, shown).flatMap((g) => [
                <Row key={g.key} of={g} open={open === g.key} toggle={g.children.length ? () => setOpen(open === g.key ? null : g.key) : undefined} />,
                ...(open === g.key ? g.children.filter((b) => b.n + b.before > 0).map((b) => <Row key={b.key} of={b} leaf />) : []),
              ])}
            </tbody>
          </table>
        )}
      </Show>
    </Panel>
  );
}

function Row({ of: b, leaf = false, open = false, toggle }: { of: Bough | Branch; leaf?: boolean; open?: boolean; toggle?: () => void }) {
  const w = useWords();
  const own = useOverviewWords();
  const { filter } = useView();
  const to = mentionsAddress(filter, { topic: b.key });
  return (
    <tr className={leaf ? "leaf" : undefined}>
      <td className="name" title={b.title}>
        {toggle && <button type="button" className="tree-open" aria-expanded={open} aria-label={open ? own.fold(b.title) : own.expand(b.title)} onClick={toggle}><i aria-hidden="true" /></button>}
        <Link to={to} style={!toggle && !leaf ? { paddingLeft: 22 } : undefined}>{b.title}</Link>
      </td>
      <td className="num"><Link to={to} tabIndex={-1}>{count(b.n)}</Link></td>
      <td className="num">
        {b.n === 0 ? percent(null) : <Link className={b.n < enough ? "faint" : undefined} to={mentionsAddress(filter, { topic: b.key, sentiment: "negative" })} title={b.n < enough ? own.small(count(b.n)) : w.unit.mentions(count(b.negative))}>{percent(b.negative_share, 0)}</Link>}
      </td>
      <td className="num"><Moved n={b.n} before={b.before} moved={b.moved} /></td>
    </tr>
  );
}

/** What is said most, and what rises beyond chance. */
export function HotPanel() {
  const w = useWords();
  const own = useOverviewWords();
  const tree = useTopicTree();
  return (
    <Panel title={own.hot} says={tree.data && sayHot(tree.data, own, w.say.topicNone)}>
      <Show of={tree} lines={6}>
        {(data) => (
          <div className="hot-lists">
            <Ranked title={own.hottest} all={hottest(data, 7)} figure={(b) => count(b.n)} />
            <Ranked title={own.rising} all={rising(data, 7)} figure={(b) => <Moved n={b.n} before={b.before} moved={b.moved} />} none={own.risingNone} />
          </div>
        )}
      </Show>
    </Panel>
  );
}

function Ranked({ title, all, figure, none }: { title: string; all: Branch[]; figure: (b: Branch) => React.ReactNode; none?: string }) {
  const { filter } = useView();
  return (
    <div>
      <h3>{title}</h3>
      {all.length === 0 && none && <p className="panel-note">{none}</p>}
      <ol>
        {all.map((b, i) => (
          <li key={b.key}><i aria-hidden="true">{i + 1}</i><Link className="stretch" to={mentionsAddress(filter, { topic: b.key })} title={b.title}>{b.title}</Link><b className="num">{figure(b)}</b></li>
        ))}
      </ol>
    </div>
  );
}
