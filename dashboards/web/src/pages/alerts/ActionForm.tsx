import { useId, useState, type FormEvent } from "react";
import { Problem, tell } from "../../api/client";
import type { Alert, AlertCommandName, AlertOrder, Alerts } from "../../api/nouns";
import { setOperator, useOperator } from "../../i18n/language";
import { NameField } from "../../parts/NameField";
import { pulseNow, useResource } from "../../state/live";
import { useNames, useWords } from "../../state/world";
import { AntLook } from "../../style/AntLook";
import { useAlertWords } from "./words";

interface Props {
  alert: Alert;
  command: AlertCommandName;
  cancel: () => void;
  done: () => void;
}

/** One action with what it needs: who, and for some why or into which. */
export default function ActionForm({ alert, command, cancel, done }: Props) {
  const w = useWords();
  const own = useAlertWords();
  const operator = useOperator();
  const [name, setName] = useState(operator);
  const [text, setText] = useState("");
  const [into, setInto] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const id = useId();
  const others = useOthers(command === "merge" ? alert : null);
  const lacks = { text: command === "false_alarm" && !text.trim(), into: command === "merge" && !into };
  const submit = async (e: FormEvent) => {
    e.preventDefault();
    setTried(true);
    if (!name.trim() || lacks.text || lacks.into) return;
    setBusy(true);
    setOperator(name);
    const order: AlertOrder = { type: command, actor: name.trim(), ...(text.trim() ? { text: text.trim() } : {}), ...(into ? { into } : {}) };
    try {
      await tell<Alert>(`/alerts/${encodeURIComponent(alert.id)}/commands`, order);
      done();
    } catch (err) {
      setTrouble(err instanceof Problem ? err : new Problem(0, "", String(err)));
    } finally {
      setBusy(false);
      pulseNow(); // also after a refusal: what others did meanwhile must show
    }
  };
  return (
    <AntLook>
      <form className="command-form" aria-label={own.command[command]} onSubmit={(e) => void submit(e)}>
        <p className="soft">{own.says[command]}</p>
        {command === "false_alarm" && (
          <>
            <label htmlFor={`${id}-why`}>{own.why}</label>
            <textarea id={`${id}-why`} className="field" rows={3} maxLength={2000} value={text} placeholder={own.whyHelp} autoFocus aria-invalid={tried && lacks.text} onChange={(e) => setText(e.target.value)} />
            {tried && lacks.text && <p className="field-error">{own.whyNeeded}</p>}
          </>
        )}
        {command === "merge" && <MergeField others={others} value={into} set={setInto} missing={tried && lacks.into} />}
        <NameField value={name} set={setName} missing={tried && !name.trim()} help={own.operatorHelp} autoFocus={!name && command !== "false_alarm"} />
        {trouble && (
          <div className="failed" role="alert">
            <p className="nothing-title">{own.failed}</p>
            <p>{trouble.status === 0 ? w.state.offline : trouble.message}</p>
            {trouble.status === 409 && <p>{own.conflict}</p>}
          </div>
        )}
        <div className="command-buttons">
          <button type="submit" className="btn btn-primary" disabled={busy || others?.length === 0} aria-busy={busy}>{own.command[command]}</button>
          <button type="button" className="btn" onClick={cancel}>{own.cancel}</button>
        </div>
      </form>
    </AntLook>
  );
}

/** The running incidents of the same brand an incident could be part of; null while nobody asked or knows. */
function useOthers(alert: Alert | null): Alert[] | null {
  const running = useResource<Alerts>(alert && `merge/${alert.brand}`, () => `/alerts?state=open&history=without&brand=${encodeURIComponent(alert?.brand || "-")}`);
  return running.data?.items.filter((a) => a.id !== alert?.id) ?? null;
}

function MergeField({ others, value, set, missing }: { others: Alert[] | null; value: string; set: (id: string) => void; missing: boolean }) {
  const w = useWords();
  const own = useAlertWords();
  const names = useNames();
  const id = useId();
  if (others?.length === 0) return <p className="faint">{own.intoNone}</p>;
  return (
    <>
      <label htmlFor={id}>{own.into}</label>
      <select id={id} className="field" value={value} aria-invalid={missing} onChange={(e) => set(e.target.value)}>
        <option value="" />
        {others?.map((a) => <option key={a.id} value={a.id}>{`${w.level[a.level]} · ${a.topic ? names.title(a.topic) : w.alerts.unnamed} · ${a.id}`}</option>)}
      </select>
      {missing && <p className="field-error">{own.intoNeeded}</p>}
    </>
  );
}
