import { AutoComplete } from "antd";
import { useEffect, useId, useState } from "react";
import { Problem, tell } from "../../api/client";
import type { Decision, Discovery } from "../../api/nouns";
import { NameField } from "../../parts/NameField";
import { setOperator, useOperator } from "../../i18n/language";
import { pulseNow } from "../../state/live";
import { useMeta, useWords } from "../../state/world";
import { EffectView, useEffectOf } from "./EffectView";
import { complete, topicNames } from "./find";
import { weightWord } from "./Finds";
import { useFindWords } from "./words";

/** Told what a find became. */
export type Done = (state: Discovery["state"]) => void;

interface Props {
  find: Discovery;
  done: Done;
}

/** Sends a decision and tells how it went; the list asks again either way, for others decide too. */
function useDecision({ find, done }: Props) {
  const operator = useOperator();
  const [name, setName] = useState(operator);
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const send = async (part: Omit<Decision, "actor">) => {
    setTried(true);
    if (!name.trim()) return;
    setBusy(true);
    setOperator(name);
    try {
      const decided = await tell<Discovery>(`/discoveries/${encodeURIComponent(find.id)}/decision`, { ...part, actor: name.trim() });
      done(decided.state);
      setTrouble(null);
    } catch (err) {
      setTrouble(err instanceof Problem ? err : new Problem(0, "", String(err)));
    } finally {
      setBusy(false);
      pulseNow();
    }
  };
  return { name, setName, busy, missing: tried && !name.trim(), trouble, send };
}

function Refused({ trouble }: { trouble: Problem | null }) {
  const w = useFindWords();
  const all = useWords();
  if (!trouble) return null;
  return (
    <div className="failed" role="alert">
      <p className="nothing-title">{w.failed}</p>
      <p>{trouble.status === 0 ? all.state.offline : trouble.message}</p>
      {trouble.status === 404 && <p>{w.failedHelp.gone}</p>}
      {trouble.status === 409 && <p>{w.failedHelp.conflict}</p>}
    </div>
  );
}

const longestTopic = 24;
const pause = 400; // after the last key, before the effect is asked for

/** The form: as what it would be accepted, what that changes, and the two buttons. */
export function Decide({ find, done }: Props) {
  const w = useFindWords();
  const decision = useDecision({ find, done });
  const [topic, setTopic] = useState("");
  const [weight, setWeight] = useState(0);
  const settled = useLater(`${weight}\n${topic.trim()}`, pause);
  const ready = complete(find.kind, topic);
  const effect = useEffectOf(find, settled);
  const computing = ready && (settled !== `${weight}\n${topic.trim()}` || effect.loading || effect.stale);
  const tooLong = Array.from(topic.trim()).length > longestTopic;
  return (
    <form className="command-form find-form" aria-label={w.decide} onSubmit={(e) => { e.preventDefault(); void decision.send({ state: "accepted", topic: topic.trim(), weight }); }}>
      <TopicField value={topic} set={setTopic} needed={find.kind === "story"} tooLong={tooLong} />
      {find.kind === "word" && <WeightField value={weight} set={setWeight} />}
      <section className="effect" aria-live="polite" aria-busy={computing}>
        <h3>{w.effect}</h3>
        {ready && !tooLong ? <EffectView of={effect} find={find} topic={topic.trim()} computing={computing} /> : <p className="faint">{w.effectWait}</p>}
      </section>
      <NameField value={decision.name} set={decision.setName} missing={decision.missing} help={w.operatorHelp} />
      <Refused trouble={decision.trouble} />
      <div className="command-buttons">
        <button type="submit" className="btn btn-primary" disabled={!ready || tooLong || computing || decision.busy} aria-busy={decision.busy}>{w.accept}</button>
        <button type="button" className="btn" disabled={decision.busy} onClick={() => void decision.send({ state: "rejected", topic: "", weight: 0 })}>{w.reject}</button>
      </div>
    </form>
  );
}

function TopicField({ value, set, needed, tooLong }: { value: string; set: (topic: string) => void; needed: boolean; tooLong: boolean }) {
  const w = useFindWords();
  const { titles } = useMeta();
  const ids = { topic: useId(), help: useId() };
  return (
    <>
      <label htmlFor={ids.topic}>{w.topic}</label>
      <AutoComplete id={ids.topic} value={value} onChange={set} allowClear defaultActiveFirstOption={false} aria-describedby={ids.help} status={tooLong ? "error" : undefined}
        onKeyDown={(e) => { if (e.key === "Enter") e.preventDefault(); /* chooses a name; the button accepts */ }}
        options={topicNames(titles).map((t) => ({ value: t.value, label: <span className="topic-option"><span>{t.value}</span><span className="faint">{t.title}</span></span>, title: t.title }))}
        showSearch={{ filterOption: (typed, option) => `${option?.value ?? ""} ${option?.title ?? ""}`.includes(typed.trim()) }} />
      <p id={ids.help} className={tooLong ? "field-error" : "faint"}>{tooLong ? w.topicLong : needed ? w.topicNeeded : w.topicHelp}</p>
    </>
  );
}

/** From blame to praise; in the middle the word judges nothing. */
function WeightField({ value, set }: { value: number; set: (weight: number) => void }) {
  const w = useFindWords();
  const ids = { weight: useId(), help: useId() };
  return (
    <>
      <label htmlFor={ids.weight}>{w.weight} <output htmlFor={ids.weight} className={value < 0 ? "weight-blame" : value > 0 ? "weight-praise" : "faint"}>{weightWord(value, w)}</output></label>
      <div className="weight">
        <span aria-hidden="true">{w.blame}</span>
        <input id={ids.weight} type="range" min={-3} max={3} step={0.5} value={value} aria-valuetext={weightWord(value, w)} aria-describedby={ids.help} onChange={(e) => set(Number(e.target.value))} />
        <span aria-hidden="true">{w.praise}</span>
      </div>
      <p id={ids.help} className="faint">{w.weightHelp}</p>
    </>
  );
}

/** Takes a decision back. */
export function Reopen({ find, done }: Props) {
  const w = useFindWords();
  const decision = useDecision({ find, done });
  return (
    <form className="command-form find-form" aria-label={w.reopen} onSubmit={(e) => { e.preventDefault(); void decision.send({ state: "proposed", topic: "", weight: 0 }); }}>
      <NameField value={decision.name} set={decision.setName} missing={decision.missing} help={find.state === "accepted" ? w.reopenHelp : w.reconsider} />
      <Refused trouble={decision.trouble} />
      <div className="command-buttons"><button type="submit" className="btn" disabled={decision.busy} aria-busy={decision.busy}>{w.reopen}</button></div>
    </form>
  );
}

/** A value that follows another once that has rested. */
function useLater<T>(value: T, after: number): T {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setLater(value), after);
    return () => window.clearTimeout(timer);
  }, [value, after]);
  return later;
}
