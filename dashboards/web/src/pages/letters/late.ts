import type { LetterRecord } from "../../api/nouns";
import { instant } from "../../format/zone";

/** A letter this much behind its time is called late, in milliseconds. */
export const lateFrom = 10 * 60_000;

/** How late a letter went out, in whole hours and minutes; null: in time, or never. */
export function late(r: Pick<LetterRecord, "sent_at" | "due" | "skipped">): { hours: number; minutes: number } | null {
  const sent = instant(r.sent_at), due = instant(r.due);
  if (r.skipped || !sent || !due) return null;
  const behind = sent.getTime() - due.getTime();
  if (behind < lateFrom) return null;
  const minutes = Math.floor(behind / 60_000);
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
}
