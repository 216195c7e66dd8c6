// What an incident says, sorted for the page. Nothing here knows React.

import type { Alert, Evidence, Order } from "../../api/nouns";
import { instant } from "../../format/zone";

export type Group = "open" | "ended" | "history";

/** Where an incident stands in the list. What was found by replaying the past stands apart, running or not. */
export function groupOf(a: Pick<Alert, "state" | "history">): Group {
  if (a.history) return "history";
  return a.state === "open" ? "open" : "ended";
}

export const groups: Group[] = ["open", "ended", "history"];

/** The topics of an incident, the leading one first, none twice. */
export function topicsOf(a: Pick<Alert, "topic" | "topics">): string[] {
  return [...new Set([a.topic, ...a.topics].filter(Boolean))];
}

/** Whether its growth is kept quiet now. */
export function mutedNow(a: Pick<Alert, "muted_until" | "state">, now: Date): Date | null {
  const until = instant(a.muted_until);
  return until && a.state === "open" && until.getTime() > now.getTime() ? until : null;
}

export type Mark = "confirmed" | "false_alarm" | "merged" | "silenced" | "muted" | "withheld";

/** What became of it beside running its course, the weightiest first. */
export function marksOf(a: Pick<Alert, "verdict" | "state" | "silenced" | "muted_until" | "withheld">, now: Date): Mark[] {
  const marks: Mark[] = [];
  if (a.verdict) marks.push(a.verdict);
  if (a.state === "merged") marks.push("merged");
  if (a.silenced) marks.push("silenced");
  if (mutedNow(a, now)) marks.push("muted");
  if (a.withheld.length > 0) marks.push("withheld");
  return marks;
}

/** What people may ask of it as it stands, the likeliest first. */
export function offered(a: Pick<Alert, "state" | "verdict" | "order" | "history" | "muted_until">, now: Date) {
  const open = a.state === "open";
  const all = [
    a.verdict !== "confirmed" && a.state !== "merged" && ("confirm" as const),
    a.verdict !== "false_alarm" && a.state !== "merged" && ("false_alarm" as const),
    open && !a.history && (mutedNow(a, now) ? ("unmute" as const) : ("mute" as const)),
    open && ("merge" as const),
    !a.order && a.state !== "merged" && ("order" as const),
  ];
  return all.filter((x) => x !== false);
}

/** The action a link from a message asks to have ready; null when there is none, or it is not possible any more. */
export function asked(query: URLSearchParams, possible: ReturnType<typeof offered>) {
  return possible.find((x) => x === query.get("do")) ?? null;
}

export type QuoteGroup = "first" | "amplified" | "top" | "typical";
const quoteGroups: QuoteGroup[] = ["first", "amplified", "top", "typical"];

/** Evidence by why it was chosen. A voice that is both the first and the widest stands once, where it is named first. */
export function quotesOf(evidence: Evidence[]): { why: QuoteGroup; quotes: Evidence[] }[] {
  const seen = new Set<string>();
  return quoteGroups.map((why) => ({
    why,
    quotes: evidence.filter((e) => {
      const group = quoteGroups.includes(e.why as QuoteGroup) ? e.why : "typical";
      if (group !== why || seen.has(e.post_id)) return false;
      seen.add(e.post_id);
      return true;
    }),
  })).filter((g) => g.quotes.length > 0);
}

export interface Step {
  at: Date;
  what: "started" | "opened" | "openedQuiet" | "absorbed" | "last" | "resolved" | "ordered" | "verdict" | "note";
  text: string;
  who: string;
}

/** What happened to an incident, oldest first: its own moments, rules that fired about it too, verdict, and its order's notes. */
export function timeline(a: Alert, order: Order | null): Step[] {
  const steps: Step[] = [];
  const add = (at: string, what: Step["what"], text = "", who = "") => {
    const when = instant(at);
    if (when) steps.push({ at: when, what, text, who });
  };
  add(a.started_at, "started");
  add(a.opened_at, a.silenced || a.history ? "openedQuiet" : "opened");
  for (const r of a.rules) add(r.at, "absorbed", r.rule);
  if (a.state === "open") add(a.last_at, "last");
  else add(a.resolved_at, "resolved", a.reason);
  if (a.verdict) add(a.verdict_at, "verdict", a.verdict_why, a.verdict_by);
  for (const n of order?.notes ?? []) add(n.at, n.type === "opened" ? "ordered" : "note", n.type === "opened" ? (order?.id ?? "") : `${n.type}\n${n.text}`, n.actor);
  return steps.sort((x, y) => x.at.getTime() - y.at.getTime());
}
