import { lazy, Suspense, useMemo } from "react";
import type { Alert, Trend } from "../../api/nouns";
import { instant } from "../../format/zone";
import { Loading, Show } from "../../parts/states";
import { everything, type Span } from "../../state/filter";
import { useResource } from "../../state/live";
import { mentionsAddress, useClock, useNames, useWords, viewOf } from "../../state/world";
import { usePalette } from "../../style/mode";
import { go } from "../../state/route";
import { RulerNotes, useRulers } from "../overview/RulerNotes";

const Chart = lazy(() => import("./NegativeChart"));

/** Two days before it began until a day after it ended: enough of the usual to see the unusual. */
export function around(alert: Alert, now: Date): Span {
  const from = Date.parse(alert.started_at) - 48 * 3_600_000;
  const end = instant(alert.resolved_at)?.getTime() ?? now.getTime();
  const to = Math.min(Math.ceil(now.getTime() / 3_600_000) * 3_600_000, end + 24 * 3_600_000);
  return { from: new Date(Math.floor(from / 3_600_000) * 3_600_000), to: new Date(Math.ceil(to / 3_600_000) * 3_600_000) };
}

export function AlertChart({ alert }: { alert: Alert }) {
  const w = useWords();
  const clock = useClock();
  const p = usePalette();
  const names = useNames();
  const { from, to } = around(alert, clock.now);
  const filter = { ...everything, brand: alert.brand ? [alert.brand] : [], range: { from: from.toISOString(), to: to.toISOString() }, sentiment: "negative" as const };
  const view = viewOf(filter, clock.zone);
  const step = to.getTime() - from.getTime() > 90 * 86_400_000 ? "day" : "hour";
  const trend = useResource<Trend>(`alert-trend/${alert.id}/${to.getTime()}`, () => view.ask("/trend", { step }));
  const rulers = useRulers(view, step);
  const still = useMemo(() => clock, [clock.zone, clock.language]);
  return (
    <Show of={trend} height={170}>
      {(data) => (
        <Suspense fallback={<Loading height={170} />}>
          <Chart alert={alert} trend={data} clock={still} w={w} p={p} sourceTitle={names.source} label={w.alerts.chartNote(w.page.alerts)} onBucket={(at, end) => go(mentionsAddress(filter, { range: { from: at, to: end } }))} />
          <RulerNotes rulers={rulers} />
        </Suspense>
      )}
    </Show>
  );
}
