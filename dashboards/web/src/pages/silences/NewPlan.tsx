import { useId, useState, type FormEvent } from "react";
import type { PlanOrder } from "../../api/nouns";
import { addDays, dayOf, wallInstant } from "../../format/zone";
import { NameField } from "../../parts/NameField";
import { useClock, useMeta } from "../../state/world";
import { useAsk } from "./ask";
import { Refused } from "./Refused";
import { useSilenceWords } from "./words";

const raises = [1.3, 1.5, 2, 3, 0];

/** Plans a window in which a surge is expected. */
export function NewPlan({ cancel, done }: { cancel: () => void; done: () => void }) {
  const w = useSilenceWords();
  const clock = useClock();
  const { brands } = useMeta();
  const id = useId();
  const ask = useAsk(done);
  const tomorrow = addDays(dayOf(clock.now, clock.zone), 1);
  const [title, setTitle] = useState("");
  const [from, setFrom] = useState(`${tomorrow}T00:00`);
  const [to, setTo] = useState(`${addDays(tomorrow, 1)}T00:00`);
  const [raise, setRaise] = useState(2);
  const [of, setOf] = useState<string[]>([]);
  const starts = wallInstant(from, clock.zone), ends = wallInstant(to, clock.zone);
  const bad = !starts || !ends || ends.getTime() <= starts.getTime();
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (!ask.ready(title.trim() !== "" && !bad)) return;
    const order: Omit<PlanOrder, "actor"> = { from: starts!.toISOString(), to: ends!.toISOString(), raise, brands: of };
    void ask.send(`/plans/${encodeURIComponent(title.trim())}`, order, "PUT");
  };
  return (
    <form className="command-form silence-form" aria-label={w.addPlan} onSubmit={submit}>
      <label htmlFor={`${id}-title`}>{w.planName}</label>
      <input id={`${id}-title`} className="field" value={title} maxLength={60} placeholder={w.planNameHelp} autoFocus aria-invalid={ask.tried && !title.trim()} onChange={(e) => setTitle(e.target.value)} />
      {ask.tried && !title.trim() && <p className="field-error">{w.planNameNeeded}</p>}
      <div className="silence-fields">
        <div><label htmlFor={`${id}-from`}>{w.start}</label><input id={`${id}-from`} type="datetime-local" className="field" value={from} onChange={(e) => setFrom(e.target.value)} /></div>
        <div><label htmlFor={`${id}-to`}>{w.stop}</label><input id={`${id}-to`} type="datetime-local" className="field" value={to} aria-invalid={bad} onChange={(e) => setTo(e.target.value)} />{bad && <p className="field-error">{w.stopBad}</p>}</div>
        <div>
          <label htmlFor={`${id}-raise`}>{w.raiseField}</label>
          <select id={`${id}-raise`} className="field" value={raise} aria-describedby={`${id}-raise-help`} onChange={(e) => setRaise(Number(e.target.value))}>{raises.map((r) => <option key={r} value={r}>{w.raise(r)}</option>)}</select>
          <p id={`${id}-raise-help`} className="faint">{w.raiseHelp}</p>
        </div>
      </div>
      <fieldset className="silence-brands">
        <legend>{w.brand}</legend>
        {brands.map((b) => <label key={b.id} className="check"><input type="checkbox" checked={of.includes(b.id)} onChange={(e) => setOf(e.target.checked ? [...of, b.id] : of.filter((x) => x !== b.id))} />{b.name}</label>)}
        {of.length === 0 && <span className="faint">{w.allBrands}</span>}
      </fieldset>
      <NameField value={ask.name} set={ask.setName} missing={ask.missing} help={w.operatorHelp} />
      <Refused trouble={ask.trouble} />
      <div className="command-buttons">
        <button type="submit" className="btn btn-primary" disabled={ask.busy} aria-busy={ask.busy}>{w.addPlan}</button>
        <button type="button" className="btn" onClick={cancel}>{w.cancel}</button>
      </div>
    </form>
  );
}
