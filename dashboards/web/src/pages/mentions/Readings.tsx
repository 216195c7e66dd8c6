import { useId, useState, type ReactNode } from "react";
import { Problem, tell } from "../../api/client";
import type { Analysis, Mention, Reading, Readings } from "../../api/nouns";
import { count, percent } from "../../format/number";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { setOperator, useOperator } from "../../i18n/language";
import { Chip, SentimentMark } from "../../parts/marks";
import { NameField } from "../../parts/NameField";
import { Show } from "../../parts/states";
import type { Resource } from "../../state/live";
import { useClock, useNames, useWords } from "../../state/world";
import { aspectsBeside, fields, nothingBesides, saysSomething, untouched, verdicts, wholeCorrection, type Besides, type Draft, type Field, type Value } from "./second";
import { AspectPicks } from "./AspectPicks";
import { CorrectionLog } from "./CorrectionLog";
import { useListWords } from "./listWords";
import { useActor, useMay } from "../../state/me";
import { useDetailWords } from "./words";

/** How often a text was posted; nothing when it stands alone. */
export function Copies({ of }: { of: Resource<Readings> }) {
  const w = useDetailWords();
  const clock = useClock();
  const c = of.data?.copies;
  if (!c || c.posts < 2) return null;
  const first = instant(c.first);
  return <p className="faint detail-note">{w.copies(count(c.posts), count(c.authors))}{first && ` · ${w.copiesSince(clock.moment(first))}`}</p>;
}

/** What a language model or people say of the mention, and a way to say something oneself. */
export function SecondReadings({ of, mention }: { of: Resource<Readings>; mention: Mention }) {
  const w = useDetailWords();
  const [open, setOpen] = useState(false);
  const [kept, setKept] = useState(false);
  const [round, setRound] = useState(0);
  const may = useMay("correct");
  const id = useId();
  return (
    <section aria-labelledby={id} className="second">
      <h3 id={id}>{w.review}</h3>
      <Show of={of} lines={2}>
        {({ items }) => {
          const shown = items.filter(saysSomething);
          return shown.length === 0 ? <p className="faint">{w.none}</p>
            : <ul className="readings">{shown.map((r) => <li key={r.reader + r.name + r.at + r.prompt}><One reading={r} analysis={mention.analysis} /></li>)}</ul>;
        }}
      </Show>
      <p role="status" className="kept">{kept && `✓ ${w.done}`}</p>
      {open
        ? <CorrectionForm mention={mention} close={() => setOpen(false)} done={() => { setOpen(false); setKept(true); setRound(round + 1); of.reload(); }} />
        : may && <button type="button" className="btn btn-small" aria-expanded={false} onClick={() => { setKept(false); setOpen(true); }}>{w.correct}</button>}
      <CorrectionLog mention={mention} round={round} changed={() => { setKept(false); of.reload(); }} />
    </section>
  );
}

function useValueWord(): (field: Field, v: Value) => string {
  const w = useDetailWords();
  const all = useWords();
  return (field, v) => {
    if (typeof v === "boolean") return v ? w.yes : w.no;
    if (typeof v === "number") return w.level(v, all.severity[v] ?? "");
    const named: Record<string, string> = field === "sentiment" ? all.sentiment : field === "emotion" ? all.emotion : all.intent;
    return named[v] ?? v;
  };
}

/** One reading: who, what differs from ours first and marked, what agrees in one line. */
function One({ reading, analysis }: { reading: Reading; analysis: Analysis }) {
  const w = useDetailWords();
  const names = useNames();
  const clock = useClock();
  const word = useValueWord();
  const at = instant(reading.at);
  const all = verdicts(reading, analysis);
  const other = all.filter((v) => !v.same), same = all.filter((v) => v.same);
  const alike = same.map((v) => `${w.field[v.field]} ${word(v.field, v.theirs)}`).join(w.comma);
  return (
    <article className="reading">
      <p className="split-meta">
        <Chip>{w.reader[reading.reader] ?? reading.reader}</Chip>
        <b className="soft words">{harmless(reading.name)}</b>
        {at && <time dateTime={reading.at} title={clock.exact(at)}>{clock.moment(at)}</time>}
        {reading.confidence > 0 && <span>{w.confidence(percent(reading.confidence, 0))}</span>}
      </p>
      {other.length > 0 && (
        <ul className="differs">
          {other.map((v) => <li key={v.field}><span className="soft">{w.field[v.field]}</span> <b><span aria-hidden="true">≠ </span>{word(v.field, v.theirs)}</b> <span className="faint">{w.ours(word(v.field, v.ours))}</span></li>)}
        </ul>
      )}
      {same.length > 0 && <p className="faint">{other.length === 0 ? `✓ ${w.agrees(alike)}` : w.sameIn(alike)}</p>}
      {reading.aspects.length > 0 && (
        <ul className="reading-aspects">
          {aspectsBeside(reading, analysis).map(({ aspect, same: has }, i) => (
            <li key={i}><SentimentMark sentiment={aspect.sentiment} /> <span className={has ? "soft" : "reading-new"}>{names.title(aspect.name)}</span> <q className="words">{harmless(aspect.text)}</q>{!has && <span className="faint"> {w.newAspect}</span>}</li>
          ))}
        </ul>
      )}
      {reading.evidence.length > 0 && <p className="faint words">{w.quotes} {reading.evidence.map((e, i) => <q key={i}>{harmless(e)}</q>)}</p>}
      {reading.note && <p className="words">{harmless(reading.note)}</p>}
    </article>
  );
}

const choices: Record<Field, string[]> = {
  sentiment: ["negative", "neutral", "positive"],
  emotion: ["happy", "angry", "sad", "fear", "surprise", "neutral"],
  intent: ["complaint", "question", "suggestion", "praise", "request", "churn", "promotion", "other"],
  severity: ["0", "1", "2", "3", "4"],
  complaint: ["true", "false"], irony: ["true", "false"], implicit: ["true", "false"],
};

/** The value of a choice as the analysis would hold it. */
const valueOf = (field: Field, choice: string): Value => (field === "severity" ? Number(choice) : field === "complaint" || field === "irony" || field === "implicit" ? choice === "true" : choice);

function CorrectionForm({ mention, close, done }: { mention: Mention; close: () => void; done: () => void }) {
  const w = useDetailWords();
  const all = useWords();
  const own = useListWords();
  const signed = useActor();
  const operator = useOperator();
  const [besides, setBesides] = useState<Besides>(nothingBesides);
  const noiseId = useId(), brandId = useId();
  const [draft, setDraft] = useState<Draft>(untouched);
  const [name, setName] = useState(signed || operator);
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const noteId = useId();
  const correction = wholeCorrection(draft, besides, name, note);

  const submit = async () => {
    setTried(true);
    if (!correction || !name.trim()) return;
    setBusy(true);
    if (!signed) setOperator(name);
    try {
      await tell<Reading>(`/mentions/${encodeURIComponent(mention.post.id)}/${encodeURIComponent(mention.brand || "-")}/corrections`, correction);
      done();
    } catch (err) {
      setTrouble(err instanceof Problem ? err : new Problem(0, "", String(err)));
      setBusy(false);
    }
  };
  return (
    <form className="command-form" aria-label={w.correct} onSubmit={(e) => { e.preventDefault(); void submit(); }}>
      <p className="faint">{w.correctHelp}</p>
      <div className="correction-fields">
        {fields.map((f, i) => <Pick key={f} field={f} now={mention.analysis[f]} value={draft[f]} autoFocus={i === 0} set={(v) => setDraft({ ...draft, [f]: v })} />)}
        <div>
          <label htmlFor={noiseId}>{own.field.noise}</label>
          <select id={noiseId} className="field" value={besides.noise} onChange={(e) => setBesides({ ...besides, noise: e.target.value })}>
            <option value="">{w.unchanged(mention.analysis.noise.map((n) => all.noise[n] ?? n).join(w.comma) || own.noNoise)}</option>
            <option value="-">{own.noNoise}</option>
            {["advert", "lottery", "recruit", "repost", "empty", "copy", "bot"].map((n) => <option key={n} value={n}>{all.noise[n] ?? n}</option>)}
          </select>
        </div>
        <div>
          <label htmlFor={brandId}>{own.field.brand}</label>
          <select id={brandId} className="field" value={besides.brandWrong === null ? "" : String(besides.brandWrong)} onChange={(e) => setBesides({ ...besides, brandWrong: e.target.value === "" ? null : e.target.value === "true" })}>
            <option value="">{own.keep}</option>
            <option value="true">{own.wrongBrand}</option>
            <option value="false">{own.rightBrand}</option>
          </select>
        </div>
      </div>
      <AspectPicks analysis={mention.analysis} said={besides.aspects} set={(aspects) => setBesides({ ...besides, aspects })} />
      {tried && !correction && <p className="field-error" role="alert">{w.nothing}</p>}
      <label htmlFor={noteId}>{w.note}</label>
      <textarea id={noteId} className="field" rows={2} maxLength={2000} value={note} placeholder={w.noteHelp} onChange={(e) => setNote(e.target.value)} />
      {!signed && <NameField value={name} set={setName} missing={tried && !name.trim()} help={w.operatorHelp} />}
      <Refused trouble={trouble} />
      <div className="command-buttons">
        <button type="submit" className="btn btn-primary" disabled={busy} aria-busy={busy}>{w.send}</button>
        <button type="button" className="btn" onClick={close}>{w.cancel}</button>
      </div>
    </form>
  );
}

function Refused({ trouble }: { trouble: Problem | null }): ReactNode {
  const w = useDetailWords();
  const all = useWords();
  if (!trouble) return null;
  return (
    <div className="failed" role="alert">
      <p className="nothing-title">{w.failed}</p>
      <p>{trouble.status === 0 ? all.state.offline : trouble.message}</p>
    </div>
  );
}

function Pick({ field, now, value, set, autoFocus }: { field: Field; now: Value; value: string; set: (v: string) => void; autoFocus: boolean }) {
  const w = useDetailWords();
  const word = useValueWord();
  const id = useId();
  return (
    <div>
      <label htmlFor={id}>{w.field[field]}</label>
      <select id={id} className="field" value={value} autoFocus={autoFocus} onChange={(e) => set(e.target.value)}>
        <option value="">{w.unchanged(word(field, now))}</option>
        {choices[field].map((c) => <option key={c} value={c}>{word(field, valueOf(field, c))}</option>)}
      </select>
    </div>
  );
}
