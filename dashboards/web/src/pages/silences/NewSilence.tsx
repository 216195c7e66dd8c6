import { useId, useState, type FormEvent } from "react";
import type { Rules, SilenceOrder } from "../../api/nouns";
import { NameField } from "../../parts/NameField";
import { Segments } from "../../parts/Segments";
import { wallInstant, wallText } from "../../format/zone";
import { useResource } from "../../state/live";
import { useClock, useMeta, useNames, useWords } from "../../state/world";
import { topicNames } from "../discoveries/find";
import { useAsk } from "./ask";
import { Refused } from "./Refused";
import { presetEnd, presets, type Preset } from "./silence";
import { useSilenceWords } from "./words";

interface Props {
  wish: { brand: string; topic: string; rule: string } | null; // what an incident's page asked for
  cancel: () => void;
  done: () => void;
}

/** Makes a silence: of what, up to which level, how long, why, by whom. */
export function NewSilence({ wish, cancel, done }: Props) {
  const w = useSilenceWords();
  const clock = useClock();
  const id = useId();
  const ask = useAsk(done);
  const [of, setOf] = useState({ brand: wish?.brand ?? "", topic: wish?.topic ?? "", rule: wish?.rule ?? "", store: "", up_to: "orange" });
  const [reason, setReason] = useState("");
  const [preset, setPreset] = useState<Preset | "own">("24h");
  const [from, setFrom] = useState(wallText(clock.now, clock.zone));
  const [to, setTo] = useState(wallText(new Date(clock.now.getTime() + 86_400_000), clock.zone));
  const ends = preset === "own" ? wallInstant(to, clock.zone) : presetEnd(preset, clock.now, clock.zone);
  const starts = preset === "own" ? wallInstant(from, clock.zone) : null;
  const bad = !ends || ends.getTime() <= Math.max(clock.now.getTime(), starts?.getTime() ?? 0);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (!ask.ready(reason.trim() !== "" && !bad)) return;
    const order: Omit<SilenceOrder, "actor"> = { ...of, up_to: of.up_to as SilenceOrder["up_to"], reason: reason.trim(), to: ends!.toISOString(), ...(starts && starts.getTime() > clock.now.getTime() ? { from: starts.toISOString() } : {}) };
    void ask.send("/silences", order);
  };
  return (
    <form className="command-form silence-form" aria-label={w.add} onSubmit={submit}>
      <Scope of={of} set={(part) => setOf((o) => ({ ...o, ...part }))} />
      <p className="silence-label" id={`${id}-length`}>{w.length}</p>
      <Segments<Preset | "own"> label={w.length} value={preset} onChange={setPreset} options={[...presets.map((p) => ({ value: p, label: w.presets[p] })), { value: "own" as const, label: w.own }]} />
      {preset === "own"
        ? (
          <div className="silence-fields">
            <div><label htmlFor={`${id}-from`}>{w.start}</label><input id={`${id}-from`} type="datetime-local" className="field" value={from} onChange={(e) => setFrom(e.target.value)} /></div>
            <div><label htmlFor={`${id}-to`}>{w.stop}</label><input id={`${id}-to`} type="datetime-local" className="field" value={to} aria-invalid={bad} onChange={(e) => setTo(e.target.value)} /></div>
          </div>
        )
        : <p className="faint">{ends && w.until(clock.moment(ends))}</p>}
      {preset === "own" && bad && <p className="field-error">{w.stopBad}</p>}
      <label htmlFor={`${id}-why`}>{w.reason}</label>
      <textarea id={`${id}-why`} className="field" rows={2} maxLength={1000} value={reason} placeholder={w.reasonHelp} aria-invalid={ask.tried && !reason.trim()} onChange={(e) => setReason(e.target.value)} />
      {ask.tried && !reason.trim() && <p className="field-error">{w.reasonNeeded}</p>}
      <NameField value={ask.name} set={ask.setName} missing={ask.missing} help={w.operatorHelp} />
      <Refused trouble={ask.trouble} />
      <div className="command-buttons">
        <button type="submit" className="btn btn-primary" disabled={ask.busy} aria-busy={ask.busy}>{w.add}</button>
        <button type="button" className="btn" onClick={cancel}>{w.cancel}</button>
      </div>
    </form>
  );
}

interface Of { brand: string; topic: string; rule: string; store: string; up_to: string }

/** Of which incidents: everything that is left open does not restrict. */
function Scope({ of, set }: { of: Of; set: (part: Partial<Of>) => void }) {
  const w = useSilenceWords();
  const all = useWords();
  const names = useNames();
  const { brands, stores, titles } = useMeta();
  const rules = useResource<Rules>("rules", () => "/rules");
  const id = useId();
  const topics = topicNames(titles).map((t): [string, string] => [t.value, t.title]);
  const fields: { key: keyof Of; label: string; none: string | null; options: [string, string][]; help?: string }[] = [
    { key: "brand", label: w.brand, none: w.all, options: brands.map((b) => [b.id, b.name]) },
    { key: "topic", label: w.topic, none: w.all, options: of.topic && !topics.some(([v]) => v === of.topic) ? [[of.topic, names.title(of.topic)], ...topics] : topics },
    { key: "store", label: w.store, none: w.all, options: stores.filter((s) => !of.brand || s.brand === of.brand).map((s) => [s.id, s.name]) },
    { key: "rule", label: w.rule, none: w.all, options: (rules.data?.items ?? []).map((s) => [s.rule.name, s.rule.title || s.rule.name]) },
    { key: "up_to", label: w.upToField, none: null, options: [["blue", w.upTo(all.level.blue)], ["yellow", w.upTo(all.level.yellow)], ["orange", w.upTo(all.level.orange)], ["red", w.allLevels]], help: w.upToHelp },
  ];
  return (
    <div className="silence-fields">
      {fields.map((f) => (
        <div key={f.key}>
          <label htmlFor={`${id}-${f.key}`}>{f.label}</label>
          <select id={`${id}-${f.key}`} className="field" value={of[f.key]} aria-describedby={f.help ? `${id}-${f.key}-help` : undefined} onChange={(e) => set({ [f.key]: e.target.value })}>
            {f.none && <option value="">{f.none}</option>}
            {f.key === "rule" && of.rule && !f.options.some(([v]) => v === of.rule) && <option value={of.rule}>{of.rule}</option>}
            {f.options.map(([value, word]) => <option key={value} value={value}>{word}</option>)}
          </select>
          {f.help && <p id={`${id}-${f.key}-help`} className="faint">{f.help}</p>}
        </div>
      ))}
    </div>
  );
}
