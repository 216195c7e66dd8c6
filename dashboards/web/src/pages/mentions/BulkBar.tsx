import { useEffect, useId, useState, type ReactNode } from "react";
import { Problem, tell } from "../../api/client";
import type { components } from "../../api/schema";
import { count } from "../../format/number";
import { setOperator, useOperator } from "../../i18n/language";
import { Link } from "../../parts/Link";
import { NameField } from "../../parts/NameField";
import { useActor, useMay, useMe } from "../../state/me";
import { useWords } from "../../state/world";
import { Here } from "../jobs/Here";
import { download } from "./download";
import { useListWords } from "./listWords";
import { isEmpty, selectionBody, type Chosen } from "./selection";

type Preview = components["schemas"]["BulkPreview"];
type Done = components["schemas"]["BulkDone"];
type Undone = components["schemas"]["Undone"];
type Opened = components["schemas"]["WorkOrder"];

interface Props {
  chosen: Chosen;
  total: number;
  query: string; // of the search, with the ends of its time
  selectAll: () => void;
  selectLoaded: () => void;
  clear: () => void;
}

type Deed = "correct" | "order" | "evidence";

/** What can be done with the chosen mentions at once, after telling how many they are. */
export function BulkBar({ chosen, total, query, selectAll, selectLoaded, clear }: Props) {
  const own = useListWords();
  const may = { correct: useMay("correct"), order: useMay("act"), evidence: useMay("export") };
  const [deed, setDeed] = useState<Deed | null>(null);
  const [told, setTold] = useState<ReactNode>(null);
  const [batch, setBatch] = useState("");
  const work = <Here told={batch} />;
  if (isEmpty(chosen) && !told) return <>{work}<p className="bulk-start"><button type="button" className="textlink" onClick={selectLoaded}>{own.selectPage}</button> <span className="faint bulk-keys">{own.keys}</span></p></>;
  const finish = (said: ReactNode, done = "") => { setDeed(null); setTold(said); setBatch(done); clear(); };
  return (
    <>
    {work}
    <section className="bulk" aria-label={own.chosen("")}>
      {told && <p role="status" className="kept">{told} <button type="button" className="textlink" onClick={() => setTold(null)} aria-label={own.cancel}>×</button></p>}
      {!isEmpty(chosen) && (
        <div className="bulk-bar">
          <b aria-live="polite">{chosen.all ? own.allChosen(count(total)) : own.chosen(count(chosen.ids.size))}</b>
          {!chosen.all && total > chosen.ids.size && <button type="button" className="textlink" onClick={selectAll}>{own.selectAll(count(total))}</button>}
          <button type="button" className="textlink" onClick={clear}>{own.clear}</button>
          <span className="bulk-deeds">
            {(["correct", "order", "evidence"] as Deed[]).map((d) => may[d] && <button key={d} type="button" className="btn btn-small" aria-expanded={deed === d} onClick={() => setDeed(deed === d ? null : d)}>{own[d]}</button>)}
          </span>
        </div>
      )}
      {deed && !isEmpty(chosen) && <DeedForm key={deed} deed={deed} body={selectionBody(chosen, query)} close={() => setDeed(null)} finish={finish} />}
    </section>
    </>
  );
}

const choices = {
  sentiment: ["negative", "neutral", "positive"], emotion: ["happy", "angry", "sad", "fear", "surprise", "neutral"],
  intent: ["complaint", "question", "suggestion", "praise", "request", "churn", "promotion", "other"],
  severity: ["0", "1", "2", "3", "4"], complaint: ["true", "false"], irony: ["true", "false"], implicit: ["true", "false"],
  noise: ["-", "advert", "lottery", "recruit", "repost", "empty", "copy", "bot"], brand: ["true", "false"],
} as const;
type Field = keyof typeof choices;

/** The choices of the form as the API takes a correction. */
export function correctionBody(draft: Partial<Record<Field, string>>): Record<string, unknown> {
  const c: Record<string, unknown> = {};
  for (const [field, v] of Object.entries(draft)) {
    if (!v) continue;
    if (field === "severity") c.severity = Number(v);
    else if (field === "complaint" || field === "irony" || field === "implicit") c[field] = v === "true";
    else if (field === "brand") c.brand_wrong = v === "true";
    else if (field === "noise") c.noise = v === "-" ? [] : [v];
    else c[field] = v;
  }
  return c;
}

function DeedForm({ deed, body, close, finish }: { deed: Deed; body: ReturnType<typeof selectionBody>; close: () => void; finish: (said: ReactNode, batch?: string) => void }) {
  const w = useWords();
  const own = useListWords();
  const signed = useActor();
  const house = useMe().house || !signed;
  const operator = useOperator();
  const [name, setName] = useState(operator);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [draft, setDraft] = useState<Partial<Record<Field, string>>>({});
  const [text, setText] = useState("");
  const [level, setLevel] = useState("yellow");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const id = useId();
  const key = JSON.stringify(body);
  useEffect(() => {
    const stop = new AbortController();
    tell<Preview>("/mentions/bulk/preview", JSON.parse(key), { signal: stop.signal }).then(setPreview, (err: unknown) => { if (!stop.signal.aborted) setTrouble(said(err)); });
    return () => stop.abort();
  }, [key]);
  const actor = house ? name.trim() : signed;
  const most = deed === "correct" ? preview?.most_fixed : deed === "evidence" ? preview?.most_kept : undefined;
  const over = !!preview && most !== undefined && preview.n > most;
  const ready = !!actor && !!preview && !over && (deed !== "correct" || Object.values(draft).some(Boolean)) && (deed !== "order" || !!text.trim());

  const run = async () => {
    setTried(true);
    if (!ready || !preview) return;
    setBusy(true);
    setTrouble("");
    if (house) setOperator(name);
    try {
      if (deed === "correct") {
        const done = await tell<Done>("/mentions/bulk/corrections", { ...body, expect: preview.n, correction: { actor, ...correctionBody(draft), note: text.trim() || undefined } });
        finish(<Done n={done.n} batch={done.batch} actor={actor} />, done.batch);
      } else if (deed === "order") {
        const order = await tell<Opened>("/mentions/bulk/order", { ...body, title: text.trim(), level, actor });
        finish(<>{own.opened} <Link to={`/orders/${encodeURIComponent(order.id)}`}>{order.title}</Link></>);
      } else {
        const seal = await download("/export/evidence", { ...body, reason: text.trim() || undefined, actor });
        finish(<>{own.packed} <code className="seal">{seal}</code></>);
      }
    } catch (err) {
      setTrouble(said(err));
      setBusy(false);
    }
  };
  const word = (field: Field, v: string) => {
    if (field === "noise") return v === "-" ? own.noNoise : (w.noise[v] ?? v);
    if (field === "brand") return v === "true" ? own.wrongBrand : own.rightBrand;
    if (field === "complaint" || field === "irony" || field === "implicit") return v === "true" ? own.yes : own.no;
    if (field === "severity") return `${v} ${w.severity[Number(v)] ?? ""}`;
    return ({ sentiment: w.sentiment, emotion: w.emotion, intent: w.intent } as Record<string, Record<string, string>>)[field]?.[v] ?? v;
  };
  return (
    <form className="command-form bulk-form" aria-label={own[deed]} onSubmit={(e) => { e.preventDefault(); void run(); }}>
      <p role="status">{preview ? own.preview(count(preview.n), count(preview.negative)) : own.counting}</p>
      {over && <p className="field-error" role="alert">{own.tooMany(count(most ?? 0))}</p>}
      {deed === "correct" && (
        <div className="correction-fields">
          {(Object.keys(choices) as Field[]).map((f) => (
            <div key={f}>
              <label htmlFor={id + f}>{own.field[f]}</label>
              <select id={id + f} className="field" value={draft[f] ?? ""} onChange={(e) => setDraft({ ...draft, [f]: e.target.value })}>
                <option value="">{own.keep}</option>
                {choices[f].map((c) => <option key={c} value={c}>{word(f, c)}</option>)}
              </select>
            </div>
          ))}
        </div>
      )}
      <label htmlFor={id}>{deed === "order" ? own.title : deed === "evidence" ? own.reason : own.note}</label>
      <input id={id} className="field" maxLength={300} value={text} placeholder={deed === "evidence" ? own.reasonHelp : undefined} aria-invalid={tried && deed === "order" && !text.trim()} onChange={(e) => setText(e.target.value)} />
      {deed === "order" && (
        <>
          <label htmlFor={id + "l"}>{own.level}</label>
          <select id={id + "l"} className="field" value={level} onChange={(e) => setLevel(e.target.value)}>{Object.entries(own.levels).map(([v, t]) => <option key={v} value={v}>{t}</option>)}</select>
        </>
      )}
      {house && <NameField value={name} set={setName} missing={tried && !name.trim()} help={own.who} />}
      {trouble && <p className="field-error" role="alert">{own.failed}：{trouble}</p>}
      <div className="command-buttons">
        <button type="submit" className="btn btn-primary" disabled={busy || over} aria-busy={busy}>{busy ? own.working : own.go}</button>
        <button type="button" className="btn" onClick={close}>{own.cancel}</button>
      </div>
    </form>
  );
}

const said = (err: unknown) => (err instanceof Problem ? err.message : String(err));

/** What was corrected, and the way back. */
function Done({ n, batch, actor }: { n: number; batch: string; actor: string }) {
  const own = useListWords();
  const [back, setBack] = useState("");
  if (back) return <>{back}</>;
  const undo = () => tell<Undone>("/corrections/undo", { batch, actor }).then((u) => setBack(own.undone(count(u.n))), (err: unknown) => setBack(said(err)));
  return <>{own.done(count(n))} <button type="button" className="textlink" onClick={() => void undo()}>{own.undo}</button></>;
}
