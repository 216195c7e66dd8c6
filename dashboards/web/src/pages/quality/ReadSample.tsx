import { useCallback, useEffect, useRef, useState } from "react";
import { Problem, tell } from "../../api/client";
import type { AuditSample, SampleItem, SampleReading } from "../../api/nouns";
import { percent } from "../../format/number";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { setOperator, useOperator } from "../../i18n/language";
import { Link } from "../../parts/Link";
import { Panel } from "../../parts/Panel";
import { Nothing, Show } from "../../parts/states";
import { useResource } from "../../state/live";
import { useActor } from "../../state/me";
import { useClock, useMeta, useWords } from "../../state/world";
import { classes } from "./judge";
import { useQualityWords } from "./words";

interface Props {
  week: string;
  brand: string;
}

/** One mention after another, judged without knowing what the analysis said. */
export function ReadSample({ week, brand }: Props) {
  const own = useQualityWords();
  const meta = useMeta();
  const path = `/quality/samples/${encodeURIComponent(week)}/${encodeURIComponent(brand)}`;
  const sample = useResource<AuditSample>(path, () => path, { live: false });
  const name = meta.brands.find((b) => b.id === brand)?.name ?? own.noBrand;
  return (
    <div className="quality">
      <Panel title={own.readTitle(name, week)} aside={<Link to="/quality">← {own.back}</Link>}>
        <Show of={sample} lines={6}>{(s) => (s.items.length ? <Reading key={s.drawn} sample={s} path={path} /> : <Undrawn sample={s} path={path} reload={sample.reload} />)}</Show>
      </Panel>
    </div>
  );
}

const never = "0001";

function Undrawn({ sample, path, reload }: { sample: AuditSample; path: string; reload: () => void }) {
  const w = useWords();
  const own = useQualityWords();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const [empty, setEmpty] = useState(false);
  const draw = async () => {
    setBusy(true);
    setTrouble("");
    try {
      const drawn = await tell<AuditSample>(path, {});
      setEmpty(drawn.items.length === 0);
      reload();
    } catch (err) {
      setTrouble(err instanceof Problem && err.status !== 0 ? err.message : w.state.offline);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Nothing title={own.notDrawn} help={!sample.over ? own.notOver : empty || !sample.drawn.startsWith(never) ? own.emptyWeek : own.samplesNote}>
      {sample.over && !empty && <button type="button" className="btn btn-primary" disabled={busy} onClick={() => void draw()}>{own.drawNow}</button>}
      {trouble && <p role="alert" className="field-error">{trouble}</p>}
    </Nothing>
  );
}

const seen = (i: SampleItem) => i.reading !== undefined || i.skipped;

function Reading({ sample, path }: { sample: AuditSample; path: string }) {
  const w = useWords();
  const own = useQualityWords();
  const actor = useActor();
  const operator = useOperator();
  const who = actor || operator;
  const [items, setItems] = useState(sample.items);
  const [at, setAt] = useState(() => Math.max(0, sample.items.findIndex((i) => !seen(i))));
  const [history, setHistory] = useState<number[]>([]); // places judged here, the latest last
  const [more, setMore] = useState({ intent: "", aspects: "" });
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const item = items[at]!;
  const read = items.filter(seen).length;

  const send = useCallback(async (index: number, said: SampleReading) => {
    if (!who || busy) {
      setTold(who ? "" : own.nameNeeded);
      return false;
    }
    setBusy(true);
    setTold("");
    try {
      const answer = await tell<SampleItem>(`${path}/${items[index]!.post_id}`, { ...said, actor: who });
      setItems((all) => all.map((one, i) => (i === index ? answer : one)));
      return true;
    } catch (err) {
      setTold(`${own.failed}：${err instanceof Problem && err.status !== 0 ? err.message : w.state.offline}`);
      return false;
    } finally {
      setBusy(false);
    }
  }, [busy, items, own, path, w, who]);

  const move = useCallback((to: number) => {
    setAt(Math.max(0, Math.min(items.length - 1, to)));
    setMore({ intent: "", aspects: "" });
    setTold("");
  }, [items.length]);

  const judge = useCallback(async (said: SampleReading) => {
    const aspects = more.aspects.split(/[,，、]/).map((a) => a.trim()).filter(Boolean);
    const whole: SampleReading = said.sentiment ? { ...said, ...(more.intent ? { intent: more.intent as SampleReading["intent"] } : {}), ...(aspects.length ? { aspects } : {}) } : said;
    if (await send(at, whole)) setHistory((h) => [...h, at]);
  }, [at, more, send]);

  const undo = useCallback(async () => {
    const last = history.at(-1) ?? (seen(item) ? at : undefined);
    if (last === undefined) return;
    if (await send(last, { undo: true })) {
      setHistory((h) => h.slice(0, -1));
      setAt(last);
    }
  }, [at, history, item, send]);

  const next = useCallback(() => {
    const after = items.findIndex((i, n) => n > at && !seen(i));
    move(after >= 0 ? after : at + 1);
  }, [at, items, move]);

  useEffect(() => {
    const press = (e: KeyboardEvent) => {
      const on = e.target as HTMLElement;
      if (e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(on.tagName)) return;
      const n = "123".indexOf(e.key);
      if (n >= 0 && e.key) void judge({ sentiment: classes[n] });
      else if (e.key === "s" || e.key === "S") void judge({ skip: true });
      else if (e.key === "u" || e.key === "U") void undo();
      else if (e.key === "ArrowRight") next();
      else if (e.key === "ArrowLeft") move(at - 1);
      else if (e.key === "Enter" && on === box.current) next();
      else return;
      e.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [at, judge, move, next, undo]);

  return (
    <div className="reading">
      <div className="reading-head">
        <span className="samples-track" role="progressbar" aria-label={own.samples} aria-valuemin={0} aria-valuemax={items.length} aria-valuenow={read}><i style={{ width: `${(read / items.length) * 100}%` }} /></span>
        <span>{own.progress(read, items.length)}</span>
      </div>
      {read === items.length && <p className="kept" role="status">✓ {own.done}。{own.doneHelp}</p>}
      {!actor && <p className="reading-name"><label>{own.name} <input className="field" value={operator} maxLength={40} placeholder={own.nameHelp} onChange={(e) => setOperator(e.target.value)} /></label></p>}
      <div ref={box} tabIndex={-1}><Voice item={item} place={own.place(at + 1, items.length)} /></div>
      <div className="reading-keys" role="group" aria-label={own.judge}>
        {classes.map((c, i) => (
          <button key={c} type="button" className={`btn judge-${c}`} aria-pressed={item.reading?.sentiment === c} disabled={busy} onClick={() => void judge({ sentiment: c })}>
            <kbd aria-hidden="true">{i + 1}</kbd> {w.sign[c]} {w.sentiment[c]}
          </button>
        ))}
        <button type="button" className="btn" disabled={busy} aria-pressed={item.skipped} onClick={() => void judge({ skip: true })}><kbd aria-hidden="true">S</kbd> {own.skip}</button>
      </div>
      <div className="reading-verdict" aria-live="polite">
        {seen(item) && item.machine && (
          <p className={item.skipped ? "" : item.reading?.sentiment === item.machine.sentiment ? "kept" : "due-soon"}>
            {own.you} <b>{item.skipped ? own.skippedWord : w.sentiment[item.reading!.sentiment as (typeof classes)[number]]}</b> · {own.machine} <b>{w.sentiment[item.machine.sentiment as (typeof classes)[number]]}</b>（{own.sure(percent(item.machine.probability, 0))}）{!item.skipped && (item.reading?.sentiment === item.machine.sentiment ? ` ✓ ${own.agree}` : ` ≠ ${own.differ}`)}
          </p>
        )}
        {!seen(item) && <p className="faint">{own.blindNote}</p>}
        {told && <p role="alert" className="field-error">{told}</p>}
      </div>
      <div className="reading-tools">
        <button type="button" className="btn btn-small" disabled={at === 0} onClick={() => move(at - 1)}>← {own.before}</button>
        <button type="button" className="btn btn-small btn-primary" disabled={at === items.length - 1} onClick={next}>{own.next} →</button>
        <button type="button" className="btn btn-small" disabled={busy || (!history.length && !seen(item))} onClick={() => void undo()}><kbd aria-hidden="true">U</kbd> {own.undo}</button>
        <span className="faint reading-help">{own.keys}</span>
      </div>
      <details className="reading-more">
        <summary>{own.more}</summary>
        <label>{own.intent} <select className="field" value={more.intent} onChange={(e) => setMore({ ...more, intent: e.target.value })}><option value="">—</option>{Object.entries(w.intent).map(([k, v]) => <option key={k} value={k}>{v}</option>)}</select></label>
        <label>{own.aspects} <input className="field" value={more.aspects} placeholder={own.aspectsHelp} maxLength={200} onChange={(e) => setMore({ ...more, aspects: e.target.value })} /></label>
      </details>
    </div>
  );
}

function Voice({ item, place }: { item: SampleItem; place: string }) {
  const own = useQualityWords();
  const meta = useMeta();
  const clock = useClock();
  const at = instant(item.published_at);
  const source = meta.sources.find((s) => s.id === item.source)?.title ?? item.source;
  return (
    <article className="voice" aria-label={place}>
      <p className="faint voice-head"><span>{place}</span><span>{harmless(source)}</span>{at && <time dateTime={item.published_at}>{clock.exact(at)}</time>}</p>
      {item.title && <h3 className="words">{harmless(item.title)}</h3>}
      <p className="words voice-text">{item.text ? harmless(item.text) : item.title ? "" : own.noText}</p>
    </article>
  );
}
