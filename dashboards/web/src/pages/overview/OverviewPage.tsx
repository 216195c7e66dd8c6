import type { Groups } from "../../api/nouns";
import { BarTable } from "../../parts/BarTable";
import { Panel } from "../../parts/Panel";
import { Show } from "../../parts/states";
import { rankStores, sayAspects, sayStores } from "../../say/overview";
import { useResource } from "../../state/live";
import { useView, useWords } from "../../state/world";
import { Headline } from "./Headline";
import { NowPanel } from "./NowPanel";
import { SeverePanel } from "./SeverePanel";
import { SplitPanel } from "./SplitPanel";
import { HotPanel, TopicTreePanel } from "./TopicTreePanel";
import { TrendPanel } from "./TrendPanel";
import "./overview.css";

export default function OverviewPage() {
  return (
    <div className="overview">
      <Headline />
      <NowPanel />
      <TrendPanel />
      <TopicTreePanel />
      <HotPanel />
      <SplitPanel />
      <AspectsPanel />
      <StoresPanel />
      <SeverePanel />
    </div>
  );
}

function useGroups(what: "aspects" | "stores", limit: number) {
  const view = useView();
  return useResource<Groups>(`${what}/${limit}/${view.key}`, () => view.ask(`/${what}`, { limit: String(limit) }));
}

function AspectsPanel() {
  const w = useWords();
  const groups = useGroups("aspects", 30);
  return (
    <Panel title={w.panel.aspects} className="half" says={groups.data && sayAspects(groups.data.items, w)} note={groups.data?.items.length ? w.panel.aspectsNote : undefined}>
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
    <Panel title={w.panel.stores} className="half" says={groups.data && sayStores(groups.data.items, w)} note={groups.data?.items.length ? w.panel.storesNote : undefined}>
      <Show of={groups} lines={8}>
        {({ items }) => items.length > 0 && <BarTable caption={w.panel.stores} rows={rankStores(items)} filterBy={(store) => ({ store })} limit={8} />}
      </Show>
    </Panel>
  );
}
