import type { RuleKind, Rules } from "../../api/nouns";
import { Link } from "../../parts/Link";
import { RuleEditor } from "./RuleEditor";
import { freeName } from "./rule";
import { useRuleWords } from "./words";

/** A new rule: first its kind, then the editor with what such rules usually say. */
export function NewRule({ rules, kind }: { rules: Rules; kind: RuleKind | null }) {
  const w = useRuleWords();
  const template = rules.kinds.find((k) => k.kind === kind);
  if (template) {
    const taken = rules.items.map((s) => s.rule.name);
    return <RuleEditor rules={rules} state={null} start={{ ...template.defaults, name: freeName(template.defaults.name, taken) }} />;
  }
  return (
    <section className="rule-page" aria-label={w.choose}>
      <p className="source-back"><Link to="/rules">← {w.back}</Link></p>
      <h2>{w.choose}</h2>
      <ul className="rule-kinds">
        {rules.kinds.map((k) => (
          <li key={k.kind} className="card">
            <Link to={`/rules/new?kind=${k.kind}`} className="stretch card-kind">{w.kinds[k.kind]}</Link>
            <p className="soft">{w.kindSays[k.kind]}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
