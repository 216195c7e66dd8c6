import type { Job, Jobs } from "../../api/nouns";
import { More } from "../../parts/More";
import { Panel } from "../../parts/Panel";
import { Segments } from "../../parts/Segments";
import { Nothing, Show } from "../../parts/states";
import { serverNow } from "../../state/live";
import { usePaged } from "../../state/paged";
import { go, useRoute, withQuery } from "../../state/route";
import { Ended, Running } from "./JobLine";
import { left, long } from "./pace";
import { useJobsMoved } from "./moved";
import { useJobWords, type JobWords } from "./words";
import "./jobs.css";

/** Long pieces of work: what runs and how far it is, live, and what ended lately. */
export default function JobsPage() {
  const own = useJobWords();
  const { query } = useRoute();
  const kind = query.get("kind") ?? "";
  const jobs = usePaged<Jobs>("jobs", () => "/jobs"); // what runs stands first
  const ofKind = usePaged<Jobs>(`jobs/${kind}`, () => `/jobs${kind && `?kind=${encodeURIComponent(kind)}`}`);
  const reloads = [jobs.reload, ofKind.reload];
  const reload = () => reloads.forEach((f) => f());
  useJobsMoved(reload);
  const running = (jobs.data?.items ?? []).filter((j) => j.state === "running");
  const ended = (ofKind.data?.items ?? []).filter((j) => j.state !== "running");
  const kinds = [...new Set([...(jobs.data?.items ?? []).map((j) => j.kind), ...(kind ? [kind] : [])])].sort();
  return (
    <div className="jobs">
      <Panel title={own.running} says={jobs.data && sayRunning(running, own)}>
        <Show of={jobs} lines={3}>{() => (running.length ? <ul className="job-list">{running.map((j) => <Running key={j.id} job={j} reload={reload} />)}</ul> : <Nothing title={own.none} help={own.noneHelp} />)}</Show>
      </Panel>
      <Panel title={own.ended} says={ofKind.data && ended.length > 0 ? sayEnded(ended, own) : null}
        aside={kinds.length > 1 && <Segments label={own.filter} value={kind} options={[{ value: "", label: own.all }, ...kinds.map((k) => ({ value: k, label: own.kind[k] ?? k }))]} onChange={(k) => go("/jobs" + search(withQuery(query, { kind: k || null })), { replace: true, keepScroll: true })} />}>
        <Show of={ofKind} lines={5}>{() => (ended.length ? <ul className="job-list">{ended.map((j) => <Ended key={j.id} job={j} reload={reload} />)}</ul> : <Nothing title={own.noneEnded} />)}</Show>
        <More of={ofKind} />
      </Panel>
    </div>
  );
}

const search = (q: URLSearchParams) => (q.size ? `?${q.toString()}` : "");

function sayRunning(running: Job[], own: JobWords): string {
  if (!running.length) return own.saysIdle;
  const now = serverNow();
  const rest = running.map((j) => left(j, now)).filter((s): s is number => s !== null && s > 0);
  return own.says(running.length, rest.length ? long(Math.max(...rest), own) : "");
}

function sayEnded(ended: Job[], own: JobWords): string {
  const bad = ended.filter((j) => j.state === "failed").length;
  const cut = ended.filter((j) => j.state === "interrupted").length;
  return bad + cut ? own.endedSays(bad, cut) : own.endedFine;
}
