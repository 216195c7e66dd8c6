import { useState } from "react";
import type { Plans, Silences } from "../../api/nouns";
import { Segments } from "../../parts/Segments";
import { Panel } from "../../parts/Panel";
import { Nothing, Show } from "../../parts/states";
import { useResource } from "../../state/live";
import { address, go, useRoute, withQuery } from "../../state/route";
import { AntLook } from "../../style/AntLook";
import { NewSilence } from "./NewSilence";
import { PlanCalendar } from "./PlanCalendar";
import { byState, wished } from "./silence";
import { SilenceCard } from "./SilenceCard";
import { useSilenceWords } from "./words";
import "./silences.css";

type View = "silences" | "plans";

/** What nobody is told of for a while, and when a surge is expected. */
export default function SilencesPage() {
  const w = useSilenceWords();
  const { query } = useRoute();
  const view: View = query.get("view") === "plans" ? "plans" : "silences";
  return (
    <AntLook>
      <div className="silences">
        <Segments<View> label={w.views} value={view} onChange={(v) => go(address("/silences", withQuery(new URLSearchParams(), { view: v === "plans" ? v : null })), { replace: true })}
          options={[{ value: "silences", label: w.silences }, { value: "plans", label: w.plans }]} />
        {view === "plans" ? <AllPlans /> : <AllSilences />}
      </div>
    </AntLook>
  );
}

function AllSilences() {
  const w = useSilenceWords();
  const { query } = useRoute();
  const wish = wished(query);
  const silences = useResource<Silences>("silences", () => "/silences");
  const [open, setOpen] = useState(wish !== null);
  const [done, setDone] = useState("");
  const running = silences.data?.items.filter((s) => s.state === "running").length;
  const close = () => {
    setOpen(false);
    if (wish) go("/silences", { replace: true });
  };
  return (
    <Panel title={w.silences} says={running === undefined ? null : w.says(running)} aside={<button type="button" className="btn btn-primary btn-small" aria-expanded={open} onClick={() => { setDone(""); if (open) close(); else setOpen(true); }}>＋ {w.add}</button>}>
      <p className="kept" role="status">{done && `✓ ${done}`}</p>
      {open && <NewSilence wish={wish} cancel={close} done={() => { setDone(w.made); close(); }} />}
      <Show of={silences} lines={6}>
        {({ items }) => (items.length === 0 ? <Nothing title={w.none} help={w.noneHelp} /> : byState(items).map((g) => (
          <section key={g.state} className="silence-group">
            <h3>{w.state[g.state]} <span className="faint">{g.items.length}</span></h3>
            <ul>{g.items.map((s) => <SilenceCard key={s.id} silence={s} ended={() => setDone(w.endedDone)} />)}</ul>
          </section>
        )))}
      </Show>
    </Panel>
  );
}

function AllPlans() {
  const plans = useResource<Plans>("plans", () => "/plans");
  return <PlanCalendar of={plans} />;
}
