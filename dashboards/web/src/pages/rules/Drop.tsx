import { useId, useState, type FormEvent } from "react";
import { Problem, tell } from "../../api/client";
import type { RuleDropped, RuleState } from "../../api/nouns";
import { setOperator, useOperator } from "../../i18n/language";
import { NameField } from "../../parts/NameField";
import { pulseNow } from "../../state/live";
import { go } from "../../state/route";
import { useWords } from "../../state/world";
import { useRuleWords } from "./words";

interface Props {
  state: RuleState;
  back: (state: RuleState) => void;
}

/** Takes away what a page said: a rule of the file goes back to its file, another is gone. */
export function Drop({ state, back }: Props) {
  const w = useRuleWords();
  const [open, setOpen] = useState(false);
  if (state.origin === "file") return null; // the file alone says what it says
  if (!open) return <p><button type="button" className="btn btn-small" onClick={() => setOpen(true)}>{state.file ? w.dropFile : w.drop}</button></p>;
  return <DropForm state={state} back={(to) => { setOpen(false); back(to); }} close={() => setOpen(false)} />;
}

function DropForm({ state, back, close }: Props & { close: () => void }) {
  const w = useRuleWords();
  const all = useWords();
  const operator = useOperator();
  const [name, setName] = useState(operator);
  const [why, setWhy] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const id = useId();
  const submit = async (e: FormEvent) => {
    e.preventDefault();
    setTried(true);
    if (!name.trim() || !why.trim()) return;
    setBusy(true);
    setOperator(name);
    try {
      const { present } = await tell<RuleDropped>(`/rules/${encodeURIComponent(state.rule.name)}`, { actor: name.trim(), why: why.trim() }, { method: "DELETE" });
      pulseNow();
      if (present) back(present);
      else go("/rules");
    } catch (err) {
      setTrouble(err instanceof Problem ? err : new Problem(0, "", String(err)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="command-form" aria-label={state.file ? w.dropFile : w.drop} onSubmit={(e) => void submit(e)}>
      <p className="soft">{state.file ? w.dropFileSays : w.dropSays}</p>
      <label htmlFor={id}>{w.dropWhy}</label>
      <textarea id={id} className="field" rows={2} maxLength={1000} value={why} autoFocus aria-invalid={tried && !why.trim()} onChange={(e) => setWhy(e.target.value)} />
      {tried && !why.trim() && <p className="field-error">{w.whyNeeded}</p>}
      <NameField value={name} set={setName} missing={tried && !name.trim()} help={w.operatorHelp} />
      {trouble && <div className="failed" role="alert"><p className="nothing-title">{w.failed}</p><p>{trouble.status === 0 ? all.state.offline : trouble.message}</p></div>}
      <div className="command-buttons">
        <button type="submit" className="btn btn-primary" disabled={busy} aria-busy={busy}>{state.file ? w.dropFile : w.drop}</button>
        <button type="button" className="btn" onClick={close}>{w.cancel}</button>
      </div>
    </form>
  );
}
