import { useId, useState } from "react";
import type { Rule, Rules, RuleState } from "../../api/nouns";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { Link } from "../../parts/Link";
import { useClock } from "../../state/world";
import { Drop } from "./Drop";
import { FieldOf } from "./FieldOf";
import { Preview } from "./Preview";
import { goodName, sectionsOf } from "./rule";
import { Did, Origin, sensitivityWord } from "./RuleTable";
import { Save } from "./Save";
import { FileNewer } from "./FileNewer";
import { useRuleWords } from "./words";

interface Props {
  rules: Rules;
  state: RuleState | null; // as it stands; null: it is new
  start: Rule;
}

/**
 * One rule: its fields at the left, what they would have told at the right. It is edited from the version it was
 * opened with; what others save meanwhile does not overwrite what is being written, the server tells at saving.
 */
export function RuleEditor({ rules, state, start }: Props) {
  const w = useRuleWords();
  const [base, setBase] = useState({ rule: start, revision: state?.revision ?? "" });
  const [rule, setRule] = useState(start);
  const [refused, setRefused] = useState(""); // the field the server did not like
  const kind = rules.kinds.find((k) => k.kind === rule.kind);
  const set = (part: Partial<Rule>) => { setRule((r) => ({ ...r, ...part })); setRefused(""); };
  const taken = !state && rules.items.some((s) => s.rule.name === rule.name);
  const reset = (to: RuleState) => { setBase({ rule: to.rule, revision: to.revision }); setRule(to.rule); setRefused(""); };
  return (
    <div className="rule-page">
      <p className="source-back"><Link to="/rules">← {w.back}</Link></p>
      <Head rule={rule} state={state} use={(sensitivity) => set({ sensitivity })} />
      {state && <FileNewer state={state} take={(file) => { setRule({ ...file, name: state.rule.name }); setRefused(""); }} />}
      <div className="rule-columns">
        <form className="panel rule-form" aria-label={w.rule} onSubmit={(e) => e.preventDefault()}>
          <Naming rule={rule} set={set} fresh={!state} taken={taken} />
          {sectionsOf(kind).map((s) => (
            <fieldset key={s.name} className="rule-section">
              <legend>{w.section[s.name]}</legend>
              <div className="rule-fields">{s.fields.map((f) => <FieldOf key={f} field={f} rule={rule} set={set} refused={refused === f} />)}</div>
            </fieldset>
          ))}
        </form>
        <div className="rule-side">
          <Preview rule={rule} present={state?.rule ?? null} choose={(sensitivity) => set({ sensitivity })} refuse={setRefused} />
          <Save key={base.revision} rule={rule} before={state ? base.rule : null} base={base.revision} usable={goodName(rule.name) && !taken && !!rule.title.trim()}
            saved={reset} refuse={setRefused} take={reset} />
          {state && <Drop state={state} back={reset} />}
        </div>
      </div>
    </div>
  );
}

function Head({ rule, state, use }: { rule: Rule; state: RuleState | null; use: (sensitivity: number) => void }) {
  const w = useRuleWords();
  const clock = useClock();
  if (!state) return <h2>{w.newTitle} · {w.kinds[rule.kind]}</h2>;
  const at = instant(state.changed_at);
  return (
    <header className="rule-head">
      <h2 className="words">{state.rule.title || state.rule.name}</h2>
      <p className="split-meta">
        <span>{w.kinds[rule.kind]}</span><span>{state.rule.disabled ? `‖ ${w.off}` : `● ${w.on}`}</span><Did state={state} />
        <span>{w.revision} {state.revision}</span>{!state.changed_by && <Origin state={state} />}
      </p>
      {state.changed_by && <p className="soft words">{w.changed(state.changed_by, at ? clock.moment(at) : "")}{state.why && w.colon + harmless(state.why)}</p>}
      {state.proposed > 0 && state.proposed !== rule.sensitivity && (
        <p className="rule-proposed">{w.proposed(sensitivityWord(state.proposed, w))} <button type="button" className="textlink" onClick={() => use(state.proposed)}>{w.proposedUse}</button></p>
      )}
    </header>
  );
}

/** What people call it, and for a new one what addresses call it; whether it watches. */
function Naming({ rule, set, fresh, taken }: { rule: Rule; set: (part: Partial<Rule>) => void; fresh: boolean; taken: boolean }) {
  const w = useRuleWords();
  const id = useId();
  const bad = taken ? w.nameTaken : goodName(rule.name) ? "" : w.nameBad;
  return (
    <div className="rule-fields">
      <div className="rule-field">
        <label htmlFor={`${id}-title`}>{w.titleField}</label>
        <input id={`${id}-title`} className="field" value={rule.title} maxLength={60} aria-invalid={!rule.title.trim()} onChange={(e) => set({ title: e.target.value })} />
        {!rule.title.trim() && <p className="field-error">{w.titleNeeded}</p>}
      </div>
      {fresh && (
        <div className="rule-field">
          <label htmlFor={`${id}-name`}>{w.name}</label>
          <input id={`${id}-name`} className="field" value={rule.name} maxLength={63} spellCheck={false} aria-invalid={!!bad} aria-describedby={`${id}-help`} onChange={(e) => set({ name: e.target.value })} />
          <p id={`${id}-help`} className={bad ? "field-error" : "faint"}>{bad || w.nameHelp}</p>
        </div>
      )}
      <label className="check rule-check"><input type="checkbox" checked={!rule.disabled} onChange={(e) => set({ disabled: !e.target.checked })} />{w.enabled}</label>
    </div>
  );
}
