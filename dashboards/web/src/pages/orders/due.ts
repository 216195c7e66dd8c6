// Which clock of an order matters now, and how each of them stands. Pure.

import type { Clock, ClockName, Order } from "../../api/nouns";
import { instant } from "../../format/zone";
import { finished } from "./offered";

export interface Due {
  clock: ClockName;
  at: Date;
  over: boolean;
  left: number; // milliseconds until due, or since then when over
}

/** The running clock that runs out first. Null when none runs. */
export function due(order: Order, now: Date): Due | null {
  let first: Due | null = null;
  for (const c of order.clocks) {
    const at = instant(c.due);
    if (!c.running || !at || (first && at >= first.at)) continue;
    const left = at.getTime() - now.getTime();
    first = { clock: c.name, at, over: left < 0, left: Math.abs(left) };
  }
  return first;
}

export type ClockState = "running" | "soon" | "over" | "paused" | "kept" | "late" | "idle";

/** A clock stands still but will go on: only the one of resolving, while somebody outside has to act. */
export const paused = (c: Clock, order: Order) => !c.running && order.state === "waiting" && c.name === "resolve";

export function clockState(c: Clock, order: Order): ClockState {
  if (c.running) return c.breached ? "over" : c.target > 0 && c.used >= c.target * 0.75 ? "soon" : "running";
  if (paused(c, order)) return "paused";
  if (!instant(c.stop_at)) return c.breached ? "late" : "idle";
  return c.breached ? "late" : "kept";
}

/** Part of the target that is used, 0…1 of the bar; 1 when over. */
export function usedPart(c: Clock): number {
  return c.target > 0 ? Math.min(1, c.used / c.target) : c.used > 0 ? 1 : 0;
}

/** Whether an open order has run over one of its clocks. */
export function overdue(order: Order): boolean {
  return !finished(order.state) && order.clocks.some((c) => c.breached && (c.running || paused(c, order)));
}

/** Nanoseconds of the API as milliseconds. */
export const ms = (nanoseconds: number) => nanoseconds / 1e6;
