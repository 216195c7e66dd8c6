import type { Groups } from "../../api/nouns";
import { BarTable, SentimentKey } from "../../parts/BarTable";
import { Panel } from "../../parts/Panel";
import { Show } from "../../parts/states";
import { rankStores, sayAspects, saySources, sayStores, sayTopics } from "../../say/overview";
import { useResource } from "../../state/live";
import { useView, useWords } from "../../state/world";
import { Headline } from "./Headline";
import { NowPanel } from "./NowPanel";
import { SeverePanel } from "./SeverePanel";
import { TrendPanel } from "./TrendPanel";
import "./overview.css";

export default function OverviewPage() {
  return (
    <div className="overview">
      <Headline />
      <NowPanel />
      <TrendPanel />
      <TopicsPanel />
      <AspectsPanel />
      <StoresPanel />
      <SeverePanel />
      <SourcesPanel />
    </div>
  );
}

function useGroups(what: "topics" | "aspects" | "sources" | "stores", limit: number) {
  const view = useView();
  return useResource<Groups>(`${what}/${limit}/${view.key}`, () => view.ask(`/${what}`, { limit: String(limit) }));
}

function TopicsPanel() {
  const w = useWords();
  const groups = useGroups("topics", 30);
  return (
    <Panel title={w.panel.topics} says={groups.data && sayTopics(groups.data.items, w)}>
      <Show of={groups} lines={8}>
        {({ items }) => items.length > 0 && <BarTable caption={w.panel.topics} rows={items} filterBy={(topic) => ({ topic })} limit={9} />}
      </Show>
    </Panel>
  );
}

function AspectsPanel() {
  const w = useWords();
  const groups = useGroups("aspects", 30);
  return (
    <Panel title={w.panel.aspects} says={groups.data && sayAspects(groups.data.items, w)} note={groups.data?.items.length ? w.panel.aspectsNote : undefined}>
      <Show of={groups} lines={8}>
        {({ items }) => items.length > 0 && <BarTable caption={w.panel.aspects} rows={items} filterBy={(aspect) => ({ aspect })} limit={9} />}
      </Show>
    </Panel>
  );
}

function StoresPanel() {
  const w = useWords();
  const groups = useGroups("stores", 200);
  return (
    <Panel title={w.panel.stores} says={groups.data && sayStores(groups.data.items, w)} note={groups.data?.items.length ? w.panel.storesNote : undefined}>
      <Show of={groups} lines={8}>
        {({ items }) => items.length > 0 && <BarTable caption={w.panel.stores} rows={rankStores(items)} filterBy={(store) => ({ store })} limit={8} />}
      </Show>
    </Panel>
  );
}

function SourcesPanel() {
  const w = useWords();
  const groups = useGroups("sources", 100);
  return (
    <Panel title={w.panel.sources} says={groups.data && saySources(groups.data.items, w)}>
      <Show of={groups} lines={6}>
        {({ items }) => items.length > 0 && <><SentimentKey /><BarTable caption={w.panel.sources} rows={items} filterBy={(source) => ({ source: [source] })} share limit={10} /></>}
      </Show>
    </Panel>
  );
}
