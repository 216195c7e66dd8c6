// What others than the local analysis say of a mention, held against it. Nothing here knows the page.

import type { Analysis, Aspect, Correction, Reading } from "../../api/nouns";

export const fields = ["sentiment", "emotion", "intent", "severity", "complaint", "irony", "implicit"] as const;
export type Field = (typeof fields)[number];
export type Value = string | number | boolean;

/** One thing a reader judged, beside what the analysis says of it. */
export interface Verdict {
  field: Field;
  theirs: Value;
  ours: Value;
  same: boolean;
}

/** Whether a reading says anything: an answer of a model that could not be read is kept, but is no verdict. */
export function saysSomething(r: Reading): boolean {
  return verdicts(r, null).length > 0 || r.aspects.length > 0 || r.aspects_judged || r.noise_judged || r.brand_wrong === true || (r.reader === "human" && r.note !== "");
}

function judged(r: Reading, field: Field): Value | null {
  const v = r[field];
  return v === null || v === "" || (field === "severity" && (v as number) < 0) ? null : v;
}

/** What a reader judged, in the order of the fields; what was not judged is left out. */
export function verdicts(r: Reading, a: Analysis | null): Verdict[] {
  return fields.flatMap((field) => {
    const theirs = judged(r, field);
    if (theirs === null) return [];
    const ours = a ? a[field] : theirs;
    return [{ field, theirs, ours, same: theirs === ours }];
  });
}

/** Aspects a reader names, each with whether the analysis has the same judgement. */
export function aspectsBeside(r: Reading, a: Analysis): { aspect: Aspect; same: boolean }[] {
  return r.aspects.map((aspect) => ({ aspect, same: a.aspects.some((x) => x.name === aspect.name && x.sentiment === aspect.sentiment) }));
}

/** Where the words that judge stand in the text; null when the whole clause does, or they are not in it. */
export function opinionSpan(a: Aspect): { start: number; end: number } | null {
  const at = a.opinion ? a.text.indexOf(a.opinion) : -1;
  if (at < 0) return null;
  const start = a.start + Array.from(a.text.slice(0, at)).length;
  return { start, end: start + Array.from(a.opinion).length };
}

/** What stands in the correction form: "" leaves a field alone. */
export type Draft = Record<Field, string>;
export const untouched: Draft = { sentiment: "", emotion: "", intent: "", severity: "", complaint: "", irony: "", implicit: "" };

/** One aspect as a person sees it. */
export interface SaidAspect {
  name: string;
  sentiment: Aspect["sentiment"];
  start: number;
  end: number;
}

/** What is corrected beside the fields: "" and null leave alone; "-" is no noise at all. */
export interface Besides {
  noise: string;
  brandWrong: boolean | null;
  aspects: SaidAspect[] | null;
}
export const nothingBesides: Besides = { noise: "", brandWrong: null, aspects: null };

/** The same with what is corrected beside the fields; null when nothing at all was touched. */
export function wholeCorrection(draft: Draft, b: Besides, actor: string, note: string): Correction | null {
  const c = correctionOf(draft, actor, note);
  if (!b.noise && b.brandWrong === null && !b.aspects) return c;
  const whole: Correction = c ?? { actor: actor.trim(), ...(note.trim() ? { note: note.trim() } : {}) };
  if (b.noise) whole.noise = b.noise === "-" ? [] : [b.noise];
  if (b.brandWrong !== null) whole.brand_wrong = b.brandWrong;
  if (b.aspects) whole.aspects = b.aspects;
  return whole;
}

/** A draft as the API takes it; null when nothing was touched. */
export function correctionOf(draft: Draft, actor: string, note: string): Correction | null {
  const yesNo = (v: string) => (v === "" ? undefined : v === "true");
  if (fields.every((f) => draft[f] === "")) return null;
  const c: Correction = {
    actor: actor.trim(), note: note.trim() || undefined,
    sentiment: (draft.sentiment || undefined) as Correction["sentiment"], emotion: (draft.emotion || undefined) as Correction["emotion"],
    intent: (draft.intent || undefined) as Correction["intent"], severity: draft.severity === "" ? undefined : Number(draft.severity),
    complaint: yesNo(draft.complaint), irony: yesNo(draft.irony), implicit: yesNo(draft.implicit),
  };
  return Object.fromEntries(Object.entries(c).filter(([, v]) => v !== undefined)) as Correction;
}

/** Whether an analysis states how sure it is; those of older versions do not. */
export function statesOdds({ odds }: Analysis): boolean {
  return !!odds && Object.values(odds).some((p) => p > 0);
}

/** Province, city and district, each said once: a city that is its own province is not said twice. */
export function placeOf(parts: (string | undefined)[]): string {
  const said: string[] = [];
  for (const p of parts) if (p && said.at(-1) !== p) said.push(p);
  return said.join(" ");
}
