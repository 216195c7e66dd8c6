import type { RuleKind, Rules } from "../../api/nouns";
import { Panel } from "../../parts/Panel";
import { Link } from "../../parts/Link";
import { Nothing, Show } from "../../parts/states";
import { useResource } from "../../state/live";
import { useRoute } from "../../state/route";
import { AntLook } from "../../style/AntLook";
import { NewRule } from "./NewRule";
import { RuleEditor } from "./RuleEditor";
import { RuleTable } from "./RuleTable";
import { useRuleWords } from "./words";
import "./rules.css";

/** What is watched: every rule; one rule with its editor; a new one from a template. */
export default function RulesPage({ id }: { id: string }) {
  const { query } = useRoute();
  const rules = useResource<Rules>("rules", () => "/rules");
  if (!id) return <All of={rules} />;
  return (
    <AntLook>
      <Show of={rules} lines={14}>
        {(data) => (id === "new"
          ? <NewRule key={query.get("kind") ?? ""} rules={data} kind={query.get("kind") as RuleKind | null} />
          : <One key={id} id={id} rules={data} />)}
      </Show>
    </AntLook>
  );
}

function One({ id, rules }: { id: string; rules: Rules }) {
  const w = useRuleWords();
  const state = rules.items.find((s) => s.rule.name === id);
  if (!state) return <Nothing title={w.gone} help={w.goneHelp}><Link to="/rules">← {w.back}</Link></Nothing>;
  return <RuleEditor rules={rules} state={state} start={state.rule} />;
}

function All({ of }: { of: ReturnType<typeof useResource<Rules>> }) {
  const w = useRuleWords();
  const items = of.data?.items;
  const off = items?.filter((s) => s.rule.disabled).length ?? 0;
  return (
    <Panel title={w.title} says={items && items.length > 0 ? w.says(items.length - off, off) : null} aside={<Link to="/rules/new" className="btn btn-primary btn-small">＋ {w.add}</Link>}>
      <Show of={of} lines={8}>
        {(data) => (data.items.length === 0 ? <Nothing title={w.none} help={w.noneHelp}><Link to="/rules/new">{w.add} →</Link></Nothing> : <RuleTable items={data.items} />)}
      </Show>
    </Panel>
  );
}
