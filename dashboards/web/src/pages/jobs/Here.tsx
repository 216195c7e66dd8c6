import { useState } from "react";
import type { Jobs } from "../../api/nouns";
import { serverNow, useResource } from "../../state/live";
import { useMay, useMe } from "../../state/me";
import { here } from "./mine";
import { Ended, Running } from "./JobLine";
import { useJobsMoved } from "./moved";
import { useJobWords } from "./words";

/** Long corrections and exports where they were begun: how far they are, how they ended, and the ways to stop
 * them and back. `told` was told elsewhere on the page. */
export function Here({ told }: { told: string }) {
  const own = useJobWords();
  const me = useMe();
  const correct = useMay("correct"), out = useMay("export");
  const [since] = useState(() => serverNow().getTime());
  const [away, putAway] = useState<ReadonlySet<string>>(new Set());
  const jobs = useResource<Jobs>(correct || out ? "jobs/here" : null, () => "/jobs?limit=20");
  useJobsMoved(jobs.reload);
  const list = here(jobs.data?.items ?? [], me, since, new Set([...away, told]));
  if (list.length === 0) return null;
  return (
    <ul className="job-list jobs-here" aria-label={own.here}>
      {list.map((j) => (j.state === "running"
        ? <Running key={j.id} job={j} reload={jobs.reload} />
        : <Ended key={j.id} job={j} reload={jobs.reload} putAway={() => putAway(new Set([...away, j.id]))} />))}
    </ul>
  );
}
