import type { RuleState } from "../../api/nouns";
import { instant } from "../../format/zone";
import { Chip } from "../../parts/marks";
import { Link } from "../../parts/Link";
import { useClock, useNames, useWords } from "../../state/world";
import { inOrder, sensitivityKey } from "./rule";
import { useRuleWords, type RuleWords } from "./words";

/** Every rule on a line of its own: what it looks at and how it did. */
export function RuleTable({ items }: { items: RuleState[] }) {
  const w = useRuleWords();
  return (
    <table className="rules-table">
      <caption className="unseen">{w.caption}</caption>
      <thead>
        <tr><th scope="col">{w.rule}</th><th scope="col">{w.kindWord}</th><th scope="col">{w.sensitivity}</th><th scope="col">{w.did}</th><th scope="col">{w.origin}</th></tr>
      </thead>
      <tbody>{inOrder(items).map((s) => <Line key={s.rule.name} state={s} />)}</tbody>
    </table>
  );
}

/** The sensitivity in a word; a dash for kinds that have none. */
export function sensitivityWord(value: number, w: RuleWords): string {
  const key = sensitivityKey(value);
  return key === "own" ? w.levelOwn(value) : w.level[key];
}

function Line({ state: s }: { state: RuleState }) {
  const w = useRuleWords();
  const names = useNames();
  const all = useWords();
  const { rule } = s;
  return (
    <tr className={rule.disabled ? "rule-off" : ""}>
      <th scope="row">
        <Link to={`/rules/${encodeURIComponent(rule.name)}`} className="stretch rule-title">{rule.title || rule.name}</Link>
        {rule.disabled && <> <Chip>‖ {w.off}</Chip></>}
        <p className="faint">{rule.name} · {rule.brands.length ? rule.brands.map(names.brand).join(all.sources.conclusion.comma) : w.allBrands}{rule.topic && ` · ${names.title(rule.topic)}`}</p>
      </th>
      <td data-label={w.kindWord}>{w.kinds[rule.kind]}</td>
      <td data-label={w.sensitivity}>
        {rule.kind === "burst" ? sensitivityWord(rule.sensitivity, w) : <span className="faint">—</span>}
        {s.proposed > 0 && <p className="rule-proposed">{w.proposed(sensitivityWord(s.proposed, w))}</p>}
      </td>
      <td data-label={w.did}><Did state={s} /></td>
      <td data-label={w.origin}><Origin state={s} /></td>
    </tr>
  );
}

/** How often it fired and what people made of it. */
export function Did({ state: s }: { state: RuleState }) {
  const w = useRuleWords();
  if (s.fired === 0) return <span className="faint">{w.firedNone}</span>;
  return (
    <span className="rule-did">
      <b>{w.fired(s.fired)}</b>
      {s.confirmed > 0 && <span className="kept">✓ {w.confirmed(s.confirmed)}</span>}
      {s.dismissed > 0 && <span className="soft">✕ {w.dismissed(s.dismissed)}</span>}
    </span>
  );
}

export function Origin({ state: s }: { state: RuleState }) {
  const w = useRuleWords();
  const clock = useClock();
  const at = instant(s.changed_at);
  return <>{w.origins[s.origin]}{s.changed_by && <p className="faint">{w.changed(s.changed_by, at ? clock.moment(at) : "")}</p>}</>;
}
