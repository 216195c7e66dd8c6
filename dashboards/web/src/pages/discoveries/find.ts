// What a discovery says in numbers, and where the mentions behind it are. Nothing here knows the page.

import type { Change, Discovery, Effect } from "../../api/nouns";
import { instant } from "../../format/zone";
import { everything, type Filter } from "../../state/filter";

/** How much it rose: against nearly nothing no factor is told, for "438 times" of a tenth says nothing. */
export function rise(n: number, before: number): { usual: string; times: string } | null {
  if (!(before >= 1)) return null;
  const times = n / before;
  return { usual: before.toFixed(before < 10 ? 1 : 0), times: times.toFixed(times < 10 ? 1 : 0).replace(/\.0$/, "") };
}

/** Shares of fewer mentions than this are shown faintly. */
export const fewMentions = 10;

/** The words a discovery is looked up by: of a story the two surest, which is what its effect is computed on. */
export function sought(words: readonly string[]): string[] {
  return words.map((x) => x.replaceAll('"', "").trim()).filter(Boolean).slice(0, 2);
}

/** The search for them. */
export const searchFor = (words: readonly string[]) => sought(words).map((x) => `"${x}"`).join(" ");

const hour = 3_600_000;

/** The mentions behind a discovery, from the hour it began to the minute it was last heard. */
export function behind(d: Pick<Discovery, "brand" | "words" | "first_at" | "last_at">): Filter {
  const first = instant(d.first_at), last = instant(d.last_at);
  const range = first && last
    ? { from: new Date(Math.floor(first.getTime() / hour) * hour).toISOString(), to: new Date((Math.floor(last.getTime() / 60_000) + 1) * 60_000).toISOString() }
    : everything.range;
  return { ...everything, brand: d.brand ? [d.brand] : [], q: searchFor(d.words), range };
}

export type Counted = "topic" | "negative" | "positive" | "complaints" | "grave";

/** The counts an acceptance moves. The topic it is accepted as is told also when nothing joins it. */
export function moved(e: Effect, topic: string): { what: Counted; change: Change }[] {
  const all: { what: Counted; change: Change }[] = [
    { what: "topic", change: e.topic }, { what: "negative", change: e.negative }, { what: "positive", change: e.positive },
    { what: "complaints", change: e.complaints }, { what: "grave", change: e.grave },
  ];
  return all.filter(({ what, change }) => (what === "topic" ? topic !== "" : change.before !== change.after));
}

/** Names of topics among the names of everything: issues are written "group-name", aspects "group.name". */
export function topicNames(titles: Record<string, string>): { value: string; title: string }[] {
  return Object.entries(titles).filter(([name]) => name.includes("-")).map(([value, title]) => ({ value, title }))
    .sort((a, b) => a.value.localeCompare(b.value, "zh"));
}

/** Whether a form says enough to ask what it would change: a story is nothing without a name. */
export function complete(kind: Discovery["kind"], topic: string): boolean {
  return kind === "word" || topic.trim() !== "";
}
