import { useEffect, useState } from "react";
import { ask, tell } from "../../api/client";
import type { Order, ReplyDraft, Tone, ToneFlaw } from "../../api/nouns";
import { harmless } from "../../format/spans";
import type { Shared } from "./FieldOf";
import { mended } from "./tone";
import { useOrderWords } from "./words";

interface Props {
  order: Order;
  value: string;
  set: (text: string) => void;
  field: Shared;
  hint: string;
}

const pause = 350; // milliseconds after the last key before the text is read

/** What will be said to the customer, read along: what would make them unhappier is named, with better words. */
export function AnswerText({ order, value, set, field, hint }: Props) {
  const own = useOrderWords();
  const [before, setBefore] = useState<string | null>(null); // what stood here before the draft
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const draft = async () => {
    setBusy(true);
    setTrouble("");
    try {
      const { data } = await ask<ReplyDraft>(`/orders/${encodeURIComponent(order.id)}/reply`);
      setBefore(value);
      set(data.text);
    } catch (err) {
      setTrouble(err instanceof Error ? err.message : String(err));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <textarea {...field} className="field" rows={5} maxLength={3000} placeholder={hint} value={value} onChange={(e) => set(e.target.value)} />
      <p className="quick">
        {before === null
          ? <button type="button" className="textlink" disabled={busy} onClick={() => void draft()}>{busy ? own.drafting : own.draft}</button>
          : <><button type="button" className="textlink" onClick={() => { set(before); setBefore(null); }}>{own.undo}</button> <span className="faint">{own.draftHelp}</span></>}
        {trouble && <span className="field-error" role="alert">{trouble}</span>}
      </p>
      <ToneOf text={value} set={set} />
    </>
  );
}

/** The flaws of a text, asked for when the typing rests. */
function ToneOf({ text, set }: { text: string; set: (text: string) => void }) {
  const own = useOrderWords();
  const [read, setRead] = useState<{ text: string; flaws: ToneFlaw[] } | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!text.trim()) { setRead(null); return; }
    const stop = new AbortController();
    const timer = window.setTimeout(() => {
      tell<Tone>("/orders/tone", { text }, { signal: stop.signal }).then(
        (t) => { setRead({ text, flaws: t.flaws }); setFailed(false); },
        () => { if (!stop.signal.aborted) setFailed(true); },
      );
    }, pause);
    return () => { window.clearTimeout(timer); stop.abort(); };
  }, [text]);
  if (!text.trim()) return null;
  if (failed) return <p className="faint" role="status">{own.toneFailed}</p>;
  const fresh = read?.text === text;
  if (!read) return <p className="faint" role="status">{own.toneWait}</p>;
  return (
    <div className={fresh ? "tone" : "tone stale"} role="status" aria-label={own.tone}>
      <p className={read.flaws.length ? "due-soon" : "kept"}>{read.flaws.length ? `⚠ ${own.toneFlaws(read.flaws.length)}` : `✓ ${own.toneFine}`}</p>
      <ul>{read.flaws.map((f, i) => <Flaw key={i} flaw={f} mend={fresh ? () => set(mended(text, f)) : undefined} />)}</ul>
    </div>
  );
}

function Flaw({ flaw: f, mend }: { flaw: ToneFlaw; mend?: () => void }) {
  const own = useOrderWords();
  return (
    <li>
      {f.text ? <mark className="words">{harmless(f.text)}</mark> : <b>{own.missing}</b>} {f.why}
      {(f.better || f.end > f.start) && <> <button type="button" className="textlink" disabled={!mend} onClick={mend}>{f.better ? own.replaceBy(f.better) : own.dropIt}</button></>}
    </li>
  );
}
