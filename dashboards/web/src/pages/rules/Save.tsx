import { useEffect, useId, useRef, useState, type FormEvent } from "react";
import { Problem, tell } from "../../api/client";
import type { Rule, RuleConflict, RuleState } from "../../api/nouns";
import { setOperator, useOperator } from "../../i18n/language";
import { NameField } from "../../parts/NameField";
import { Panel } from "../../parts/Panel";
import { pulseNow } from "../../state/live";
import { go } from "../../state/route";
import { useWords } from "../../state/world";
import { Diff } from "./Diff";
import { changes } from "./rule";
import { useRuleWords } from "./words";

interface Props {
  rule: Rule;
  before: Rule | null; // the version it is edited from; null: it is new
  base: string; // that version's revision
  usable: boolean; // it has a name and a title
  saved: (state: RuleState) => void;
  refuse: (field: string) => void;
  take: (state: RuleState) => void; // theirs instead of ours
}

// Told once after the editor of the new version has taken over.
let justSaved = "";

/** What changes, why, by whom; and both versions when somebody else was faster. */
export function Save({ rule, before, base, usable, saved, refuse, take }: Props) {
  const w = useRuleWords();
  const all = useWords();
  const operator = useOperator();
  const [name, setName] = useState(operator);
  const [why, setWhy] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const [told, setTold] = useState(justSaved === base && base !== "");
  const status = useRef<HTMLParagraphElement>(null);
  const id = useId();
  const changed = before === null || changes(before, rule).length > 0;
  useEffect(() => { justSaved = ""; if (told) status.current?.focus(); }, []);
  const send = async (from: string) => {
    setTried(true);
    if (!name.trim() || !why.trim() || !usable) return;
    setBusy(true);
    setTold(false);
    setOperator(name);
    try {
      const state = await tell<RuleState>(`/rules/${encodeURIComponent(rule.name)}`, { rule, actor: name.trim(), why: why.trim(), base: from }, { method: "PUT" });
      justSaved = state.revision;
      pulseNow();
      if (before === null) go(`/rules/${encodeURIComponent(rule.name)}`, { replace: true });
      saved(state);
    } catch (err) {
      const problem = err instanceof Problem ? err : new Problem(0, "", String(err));
      setTrouble(problem);
      if (problem.field) refuse(problem.field);
    } finally {
      setBusy(false);
    }
  };
  const submit = (e: FormEvent) => { e.preventDefault(); void send(base); };
  return (
    <Panel title={w.changes} className="rule-save">
      {before && <Diff before={before} after={rule} />}
      <p className="kept" role="status" ref={status} tabIndex={-1}>{told && !changed && `✓ ${w.saved}`}</p>
      {changed && (
        <form className="rule-why" aria-label={w.save} onSubmit={submit}>
          <label htmlFor={id}>{before ? w.saveWhy : w.saveWhyNew}</label>
          <textarea id={id} className="field" rows={2} maxLength={1000} value={why} placeholder={w.saveWhyHelp} aria-invalid={tried && !why.trim()} onChange={(e) => setWhy(e.target.value)} />
          {tried && !why.trim() && <p className="field-error">{w.whyNeeded}</p>}
          <NameField value={name} set={setName} missing={tried && !name.trim()} help={w.operatorHelp} />
          {trouble && <Refused trouble={trouble} rule={rule} keep={(from) => void send(from)} take={take} />}
          <div className="command-buttons">
            <button type="submit" className="btn btn-primary" disabled={busy || !usable} aria-busy={busy}>{busy ? w.saving : w.save}</button>
          </div>
        </form>
      )}
      {trouble?.status === 0 && <p className="field-error">{all.state.offline}</p>}
    </Panel>
  );
}

/** Why it was not saved. After a conflict: how theirs differs from ours, and the two ways on. */
function Refused({ trouble, rule, keep, take }: { trouble: Problem; rule: Rule; keep: (base: string) => void; take: (state: RuleState) => void }) {
  const w = useRuleWords();
  if (trouble.status === 0) return null;
  if (trouble.status !== 409) {
    return (
      <div className="failed" role="alert">
        <p className="nothing-title">{trouble.field ? w.fieldBad(w.field[trouble.field] ?? trouble.field) : w.failed}</p>
        <p>{trouble.message}</p>
      </div>
    );
  }
  const { present } = trouble.body as RuleConflict;
  return (
    <div className="failed rule-conflict" role="alert">
      <p className="nothing-title">{w.conflict}</p>
      {present
        ? (
          <>
            <p>{w.conflictSays(present.changed_by, present.why)}</p>
            <p className="faint">{w.theirs} {w.arrow} {w.mine}</p>
            <Diff before={present.rule} after={rule} />
            <div className="command-buttons">
              <button type="button" className="btn" onClick={() => keep(present.revision)}>{w.keepMine}</button>
              <button type="button" className="btn" onClick={() => take(present)}>{w.takeTheirs}</button>
            </div>
          </>
        )
        : (
          <>
            <p>{trouble.message || w.conflictGone}</p>
            <div className="command-buttons"><button type="button" className="btn" onClick={() => keep("")}>{w.keepMine}</button></div>
          </>
        )}
    </div>
  );
}
