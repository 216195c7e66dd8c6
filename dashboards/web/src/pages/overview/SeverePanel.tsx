import type { Mentions } from "../../api/nouns";
import { count } from "../../format/number";
import { Link } from "../../parts/Link";
import { Panel } from "../../parts/Panel";
import { Show } from "../../parts/states";
import { useResource } from "../../state/live";
import { mentionsAddress, useView, useWords } from "../../state/world";
import { MentionRow } from "../mentions/MentionRow";

const grave = 3;

/** The newest mentions somebody should read with their own eyes. */
export function SeverePanel() {
  const w = useWords();
  const view = useView();
  const mentions = useResource<Mentions>(`severe/${view.key}`, () => view.ask("/mentions", { severity: String(Math.max(grave, view.filter.severity)), limit: "6" }));
  const all = mentionsAddress(view.filter, { severity: Math.max(grave, view.filter.severity) });
  const total = mentions.data?.total ?? 0;
  return (
    <Panel title={w.panel.severe} className="severe-panel" says={mentions.data && (total ? w.say.severe(count(total)) : w.say.severeNone)}
      aside={total > 0 && <Link to={all}>{w.panel.all} →</Link>}>
      <Show of={mentions} lines={8}>
        {({ items }) => (
          <ul className="mention-list">
            {items.map((m) => <li key={m.post.id + m.brand}><MentionRow mention={m} to={mentionsAddress({ ...view.filter, severity: grave }, {}) + `&open=${m.post.id}/${m.brand || "-"}`} /></li>)}
          </ul>
        )}
      </Show>
    </Panel>
  );
}
