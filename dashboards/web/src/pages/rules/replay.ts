// What a backtest says, ready to be drawn and compared. Nothing here knows React.

import type { Replay, ReplayAlert, ReplayOutlook } from "../../api/nouns";
import { instant } from "../../format/zone";

/** The outlook of a sensitivity; the only one there is, for a kind that has none. */
export function outlookOf(replay: Replay, sensitivity: number): ReplayOutlook | undefined {
  return replay.outlooks.find((o) => Math.abs(o.sensitivity - sensitivity) < 1e-9) ?? (replay.outlooks.length === 1 ? replay.outlooks[0] : undefined);
}

const end = (a: ReplayAlert): number => (instant(a.resolved_at) ?? new Date(8.64e15)).getTime();
const overlaps = (a: ReplayAlert, b: ReplayAlert) => Date.parse(a.started_at) <= end(b) && Date.parse(b.started_at) <= end(a);

export interface Compared {
  both: ReplayAlert[];
  more: ReplayAlert[]; // only the edited rule would tell of them
  less: ReplayAlert[]; // only the present one would
}

/** What an edited rule would tell beside the present one: the same matter when their times overlap. */
export function compare(present: ReplayAlert[], edited: ReplayAlert[]): Compared {
  return {
    both: edited.filter((e) => present.some((p) => overlaps(p, e))),
    more: edited.filter((e) => !present.some((p) => overlaps(p, e))),
    less: present.filter((p) => !edited.some((e) => overlaps(p, e))),
  };
}

/** Where a moment lies on a strip from 0 to 1; what lies outside is put on its end. */
export function place(replay: Pick<Replay, "from" | "to">, at: string): number {
  const from = Date.parse(replay.from), to = Date.parse(replay.to);
  if (!(to > from)) return 0;
  return Math.min(1, Math.max(0, (Date.parse(at) - from) / (to - from)));
}

export type Warning = "few" | "many" | "none" | "other" | "";

/** Why the server warns, told apart so that it can be said in another language: it writes Chinese. */
export function warningOf(o: ReplayOutlook): Warning {
  if (!o.warning) return "";
  if (o.days < 7) return "few";
  if (o.per_week > 3) return "many";
  return o.fired.length === 0 ? "none" : "other";
}

/** The first days of the months on a strip, at least a tenth of it apart from its end. */
export function monthsOn(replay: Pick<Replay, "from" | "to">): Date[] {
  const from = new Date(replay.from), to = Date.parse(replay.to);
  const marks: Date[] = [];
  for (let m = 1; m < 30; m++) {
    const at = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + m, 1));
    if (at.getTime() >= to) break;
    if (place(replay, at.toISOString()) < 0.93) marks.push(at);
  }
  return marks;
}
