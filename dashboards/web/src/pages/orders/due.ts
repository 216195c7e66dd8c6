// Which clock of an order runs, and how it stands. Pure.

import type { Order } from "../../api/nouns";
import { instant } from "../../format/zone";

export interface Due {
  clock: "claim" | "resolve";
  at: Date;
  over: boolean;
  left: number; // milliseconds until due, or since then when over
}

/** The clock that runs now: until somebody claims, then until it is resolved. Null when none does. */
export function due(order: Order, now: Date): Due | null {
  const clock = order.state === "new" ? "claim" : order.state === "in_progress" ? "resolve" : null;
  if (!clock) return null;
  const at = instant(clock === "claim" ? order.claim_due : order.resolve_due);
  if (!at) return null;
  const left = at.getTime() - now.getTime();
  return { clock, at, over: left < 0, left: Math.abs(left) };
}

/** How a clock that has stopped ended: milliseconds late, 0 for in time; null when it never ran or still runs. */
export function lateness(dueText: string, doneText: string): number | null {
  const dueAt = instant(dueText), done = instant(doneText);
  if (!dueAt || !done) return null;
  return Math.max(0, done.getTime() - dueAt.getTime());
}
