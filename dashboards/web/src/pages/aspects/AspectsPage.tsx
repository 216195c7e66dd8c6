import type { AspectMatrix } from "../../api/nouns";
import { Panel } from "../../parts/Panel";
import { Segments } from "../../parts/Segments";
import { Nothing, Show } from "../../parts/states";
import { useResource } from "../../state/live";
import { address, go, useRoute, withQuery } from "../../state/route";
import { useView } from "../../state/world";
import { Evidence } from "./Evidence";
import { MatrixTable } from "./MatrixTable";
import { aspectSorts, blocks, sayMatrix, type AspectSort } from "./matrix";
import { useAspectWords } from "./words";
import "./aspects.css";

type By = AspectMatrix["by"];
const columns: By[] = ["polarity", "brand", "source"];

/** What is judged how, as a whole or by brand and source; every cell opens the mentions behind it. */
export default function AspectsPage() {
  const own = useAspectWords();
  const view = useView();
  const { path, query } = useRoute();
  const by: By = columns.find((c) => c === query.get("by")) ?? "polarity";
  const sort: AspectSort = aspectSorts.find((s) => s === query.get("sort")) ?? "said";
  const shown = query.get("words") ?? "";
  const matrix = useResource<AspectMatrix>(`aspect-matrix/${by}/${view.key}`, () => view.ask("/aspects/matrix", { by }));
  const set = (change: Record<string, string | null>) => go(address(path, withQuery(query, change)), { replace: true, keepScroll: true });
  return (
    <Panel title={own.title} says={matrix.data && sayMatrix(matrix.data, own)} note={own.note} className="matrix-panel" aside={
      <>
        <Segments<By> label={own.by} value={by} options={columns.map((value) => ({ value, label: own.byLabel[value] }))} onChange={(v) => set({ by: v === "polarity" ? null : v })} />
        <Segments<AspectSort> label={own.sort} value={sort} options={aspectSorts.map((value) => ({ value, label: own.sorts[value] }))} onChange={(v) => set({ sort: v === "said" ? null : v })} />
      </>
    }>
      <Show of={matrix} lines={12}>
        {(m) => {
          const list = blocks(m.rows, sort);
          if (list.length === 0) return <Nothing title={own.none} help={own.noneHelp} />;
          const row = m.rows.find((r) => r.key === shown);
          return (
            <>
              <MatrixTable matrix={m} list={list} onWords={(key) => set({ words: key === shown ? null : key })} shown={shown} />
              {row && <Evidence aspect={row.key} title={row.title} onClose={() => set({ words: null })} />}
            </>
          );
        }}
      </Show>
    </Panel>
  );
}
