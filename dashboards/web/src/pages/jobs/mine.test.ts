import { expect, test } from "vitest";
import type { Job } from "../../api/nouns";
import { here } from "./mine";

const opened = Date.parse("2026-11-22T12:00:00Z");
const job = (part: Partial<Job>) => ({ id: "a", kind: "export", actor: "li", state: "running", ended: "0001-01-01T00:00:00Z", ...part }) as Job;
const li = { name: "li", house: false };

test.each<[Partial<Job>, { name: string; house: boolean }, string[], boolean, string]>([
  [{}, li, [], true, "what runs is told"],
  [{ actor: "wang" }, li, [], false, "another's work is not"],
  [{ actor: "wang" }, { name: "本机", house: true }, [], true, "where nobody signs in it is everybody's"],
  [{ kind: "retag" }, li, [], false, "work of the machine stands on the page of jobs"],
  [{ kind: "undo" }, li, [], true, "taking back takes long, too"],
  [{ state: "done", ended: "2026-11-22T12:00:05Z" }, li, [], true, "what ended under one's eyes is told"],
  [{ state: "failed", ended: "2026-11-22T12:00:05Z" }, li, ["a"], false, "until it is put away"],
  [{ state: "done", ended: "2026-11-22T11:59:00Z" }, li, [], false, "what ended before is history"],
])("%j for %j", (part, me, away, told, _why) => {
  expect(here([job(part)], me, opened, new Set(away))).toHaveLength(told ? 1 : 0);
});
