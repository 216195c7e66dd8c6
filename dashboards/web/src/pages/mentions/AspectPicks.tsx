import { useId } from "react";
import type { Analysis } from "../../api/nouns";
import { useMeta, useNames, useWords } from "../../state/world";
import { useListWords } from "./listWords";
import type { SaidAspect } from "./second";

interface Props {
  analysis: Analysis;
  said: SaidAspect[] | null; // null: left as they are
  set: (said: SaidAspect[] | null) => void;
}

const feelings = ["negative", "neutral", "positive"] as const;

/** Which aspects a text really judges, and how: those the analysis found to begin with. */
export function AspectPicks({ analysis, said, set }: Props) {
  const own = useListWords();
  const w = useWords();
  const names = useNames();
  const meta = useMeta();
  const id = useId();
  if (!said) return <p><button type="button" className="textlink" onClick={() => set(analysis.aspects.map(({ name, sentiment, start, end }) => ({ name, sentiment, start, end })))}>{own.changeAspects}</button></p>;
  const change = (i: number, part: Partial<SaidAspect>) => set(said.map((a, k) => (k === i ? { ...a, ...part } : a)));
  const all = Object.keys(meta.titles).filter((t) => t.includes(".") || analysis.aspects.some((a) => a.name === t)).sort();
  return (
    <fieldset className="aspect-picks">
      <legend>{own.aspects}</legend>
      {said.length === 0 && <p className="faint">{own.noAspects}</p>}
      {said.map((a, i) => (
        <span key={i}>
          <b>{names.title(a.name)}</b>
          <select className="field" aria-label={names.title(a.name)} value={a.sentiment} onChange={(e) => change(i, { sentiment: e.target.value as SaidAspect["sentiment"] })}>{feelings.map((f) => <option key={f} value={f}>{w.sentiment[f]}</option>)}</select>
          <button type="button" className="textlink" aria-label={own.removeAspect(names.title(a.name))} onClick={() => set(said.filter((_, k) => k !== i))}>×</button>
        </span>
      ))}
      <label htmlFor={id}>{own.addAspect}</label>
      <select id={id} className="field" value="" onChange={(e) => { if (e.target.value) set([...said, { name: e.target.value, sentiment: "negative", start: 0, end: 0 }]); }}>
        <option value="" />
        {all.filter((t) => !said.some((a) => a.name === t)).map((t) => <option key={t} value={t}>{names.title(t)}</option>)}
      </select>
    </fieldset>
  );
}
