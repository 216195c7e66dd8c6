// The cells of a report's row. Pure.

import type { OrderReportRow } from "../../api/nouns";

/** Fewer than this is a handful of cases, not a rate. */
export const few = 5;

export const times = ["claim", "answer", "resolve"] as const;
export const shares = ["breached", "reopened", "false_alarm", "verified", "recovered"] as const;
export type Share = (typeof shares)[number];

export interface Part {
  part: number;
  of: number; // what it is a part of; 0: there is nothing to divide by
}

/** A share with what it is a share of: each has a whole of its own. */
export function shareOf(row: OrderReportRow, share: Share): Part {
  // A fix may be proved before its order is closed.
  if (share === "verified") return { part: row.verified, of: Math.max(row.closed, row.verified) };
  if (share === "recovered") return { part: row.recovered, of: row.asked };
  return { part: row[share], of: row.orders };
}

/** How many orders a median time rests on. */
export function counted(row: OrderReportRow, time: (typeof times)[number]): number {
  return { claim: row.claimed, answer: row.answered, resolve: row.resolved }[time];
}

/** Whether a figure rests on too little to be compared. */
export const thin = (n: number) => n < few;
