import { useState } from "react";
import type { Groups } from "../../api/nouns";
import { platformName } from "../../head/choices";
import { BarTable, SentimentKey } from "../../parts/BarTable";
import { Panel } from "../../parts/Panel";
import { Segments } from "../../parts/Segments";
import { Show } from "../../parts/states";
import { saySources } from "../../say/overview";
import { useResource } from "../../state/live";
import { useMeta, useView, useWords } from "../../state/world";
import { byPlatform } from "./reading";
import { useOverviewWords } from "./words";

/** Where the volume comes from: by platform, or by each source. */
export function SplitPanel() {
  const w = useWords();
  const own = useOverviewWords();
  const meta = useMeta();
  const view = useView();
  const [by, setBy] = useState<"platform" | "source">("platform");
  const groups = useResource<Groups>(`sources/100/${view.key}`, () => view.ask("/sources", { limit: "100" }));
  const sources = groups.data?.items ?? [];
  const rows = by === "source" ? sources : byPlatform(sources, meta, (p) => platformName(meta, p));
  const platforms = new Set(byPlatform(sources, meta, (p) => p).filter((g) => g.ofPlatform).map((g) => g.key));
  return (
    <Panel title={w.panel.sources} says={groups.data && saySources(rows, w)} aside={
      <Segments label={own.splitBy} value={by} onChange={setBy} options={[{ value: "platform", label: own.platforms }, { value: "source", label: own.sources }]} />
    }>
      <Show of={groups} lines={6}>
        {() => rows.length > 0 && <><SentimentKey /><BarTable caption={w.panel.sources} rows={rows} share limit={10} filterBy={(key) => (by === "platform" && platforms.has(key) ? { platform: [key] } : { source: [key] })} /></>}
      </Show>
    </Panel>
  );
}
