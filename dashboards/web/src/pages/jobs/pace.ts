// How fast a job goes and how long it will still take.

import type { Job } from "../../api/nouns";

/** Units a second since the beginning; null before there is anything to tell from. */
export function rate(job: Job, now: Date): number | null {
  const seconds = (now.getTime() - Date.parse(job.began)) / 1000;
  return job.done > 0 && seconds >= 1 ? job.done / seconds : null;
}

/** Seconds still to go at the pace so far; null when the total or the pace is not known. */
export function left(job: Job, now: Date): number | null {
  const pace = rate(job, now);
  return pace !== null && job.total > 0 && job.total >= job.done ? (job.total - job.done) / pace : null;
}

/** The part that is done, 0 to 1; null when the total is not known. */
export function part(job: Job): number | null {
  return job.total > 0 ? Math.min(1, job.done / job.total) : null;
}

interface LongWords {
  seconds: (n: number) => string;
  minutes: (n: number) => string;
  hours: (h: number, m: number) => string;
}

/** A length of time as people say it: no finer than it can be known. */
export function long(seconds: number, w: LongWords): string {
  if (seconds < 90) return w.seconds(Math.max(1, Math.round(seconds)));
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? w.minutes(minutes) : w.hours(Math.floor(minutes / 60), minutes % 60);
}
