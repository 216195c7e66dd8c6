import type { Rule } from "../../api/nouns";
import { percent } from "../../format/number";
import { useNames, useWords } from "../../state/world";
import { changes, lengthOf, minutesOf, spans } from "./rule";
import { sensitivityWord } from "./RuleTable";
import { useRuleWords } from "./words";

/** Field by field what differs between two versions of a rule, in words. */
export function Diff({ before, after }: { before: Rule; after: Rule }) {
  const w = useRuleWords();
  const say = useSay();
  const fields = changes(before, after);
  if (fields.length === 0) return <p className="faint">{w.changesNone}</p>;
  return (
    <dl className="rule-diff">
      {fields.map((f) => <div key={f}><dt>{w.field[f] ?? f}</dt><dd><del>{say(f, before)}</del> {w.arrow} <ins>{say(f, after)}</ins></dd></div>)}
    </dl>
  );
}

/** Says the value of a field as people read it. */
function useSay(): (field: keyof Rule, rule: Rule) => string {
  const w = useRuleWords();
  const all = useWords();
  const names = useNames();
  return (field, rule) => {
    if (spans.includes(field)) {
      const text = String(rule[field]);
      const { n, unit } = lengthOf(text);
      return minutesOf(text) === 0 ? w.noneWord : `${n} ${w.unit[unit]}`;
    }
    switch (field) {
      case "sensitivity": return sensitivityWord(rule.sensitivity, w);
      case "brands": return rule.brands.length ? rule.brands.map(names.brand).join(all.sources.conclusion.comma) : w.allBrands;
      case "sentiment": return rule.sentiment ? all.sentiment[rule.sentiment] : w.all;
      case "topic": return rule.topic ? names.title(rule.topic) : w.all;
      case "open_order_from": return rule.open_order_from ? all.level[rule.open_order_from] : w.never;
      case "at_least": case "min_coverage": return percent(rule[field], 0);
      case "disabled": return rule.disabled ? w.off : w.on;
    }
    const value = rule[field];
    return Array.isArray(value) ? value.join(all.sources.conclusion.comma) || w.noneWord : String(value) || w.noneWord;
  };
}
