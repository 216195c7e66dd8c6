// Which long pieces of work a page tells of beside what they are done to. Pure.

import type { Job } from "../../api/nouns";

/** Kinds that are begun on the page of mentions. */
const kinds = ["correct", "undo", "export"];

/** Whose work is told: one's own, or everybody's where nobody signs in. */
export interface Reader {
  name: string;
  house: boolean;
}

/** What runs of one's own, and what ended since the page was opened and was not put away. */
export function here(jobs: readonly Job[], me: Reader, since: number, away: ReadonlySet<string>): Job[] {
  return jobs.filter((j) => kinds.includes(j.kind) && (me.house || j.actor === me.name) && !away.has(j.id) && (j.state === "running" || Date.parse(j.ended) >= since));
}
