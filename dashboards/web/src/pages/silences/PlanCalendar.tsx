import { useState, type FormEvent } from "react";
import type { Plan, Plans } from "../../api/nouns";
import { Chip } from "../../parts/marks";
import { NameField } from "../../parts/NameField";
import { Panel } from "../../parts/Panel";
import { Nothing, Show } from "../../parts/states";
import type { Resource } from "../../state/live";
import { useClock, useNames, useWords } from "../../state/world";
import { useAsk } from "./ask";
import { NewPlan } from "./NewPlan";
import { Refused } from "./Refused";
import { byMonth, lastDay } from "./silence";
import { useSilenceWords } from "./words";

/** When a surge is expected, month by month: what people planned, what files say, and the holidays. */
export function PlanCalendar({ of }: { of: Resource<Plans> }) {
  const w = useSilenceWords();
  const clock = useClock();
  const [open, setOpen] = useState(false);
  const [past, setPast] = useState(false);
  const [done, setDone] = useState("");
  const running = of.data?.items.find((p) => p.state === "running"), next = of.data?.items.find((p) => p.state === "planned");
  const said = running ? w.planNow(running.title) : next ? `${next.title}（${clock.day(new Date(next.from))}）` : null;
  return (
    <Panel title={w.planTitle} says={of.data ? w.plansSays(said) : null} aside={<button type="button" className="btn btn-primary btn-small" aria-expanded={open} onClick={() => { setOpen(!open); setDone(""); }}>＋ {w.addPlan}</button>}>
      <p className="kept" role="status">{done && `✓ ${done}`}</p>
      {open && <NewPlan cancel={() => setOpen(false)} done={() => { setOpen(false); setDone(w.savedPlan); }} />}
      <Show of={of} lines={8}>
        {({ items }) => {
          if (items.length === 0) return <Nothing title={w.planNone} help={w.planNoneHelp} />;
          const months = byMonth(items, clock.zone, past);
          return (
            <>
              {months.length === 0 && <p className="faint">{w.pastNone}</p>}
              {months.map((m) => (
                <section key={m.month} className="plan-month">
                  <h3>{w.month(...(m.month.split("-") as [string, string]))}</h3>
                  <ul>{m.items.map((p) => <PlanLine key={p.title + p.from} plan={p} removed={() => setDone(w.removed)} />)}</ul>
                </section>
              ))}
              {items.some((p) => p.state === "ended") && <label className="check"><input type="checkbox" checked={past} onChange={(e) => setPast(e.target.checked)} />{w.past}</label>}
            </>
          );
        }}
      </Show>
    </Panel>
  );
}

function PlanLine({ plan: p, removed }: { plan: Plan; removed: () => void }) {
  const w = useSilenceWords();
  const all = useWords();
  const clock = useClock();
  const names = useNames();
  const [removing, setRemoving] = useState(false);
  const from = new Date(p.from), to = lastDay(new Date(p.to), clock.zone);
  const whole = to.getTime() !== Date.parse(p.to) && clock.time(from) === "00:00"; // whole days: the hours say nothing
  const days = Math.round((Date.parse(p.to) - from.getTime()) / 86_400_000);
  const span = whole ? (days > 1 ? `${clock.dayAndWeekday(from)} – ${clock.dayAndWeekday(to)}` : clock.dayAndWeekday(from)) : clock.span(from, new Date(p.to));
  return (
    <li className={`plan plan-${p.state}`}>
      <div className="silence-head">
        <b className="words">{p.title}</b>
        {p.state === "running" && <span className="plan-now">● {w.state.running}</span>}
        <span className="silence-span"><time dateTime={p.from}>{span}</time>{whole && days > 1 && <span className="faint"> · {w.days(days)}</span>}</span>
        <Chip tone={p.origin === "holiday" ? "noise" : "plain"}>{w.origin[p.origin] ?? p.origin}</Chip>
        {p.origin === "page" && !removing && <button type="button" className="btn btn-small" onClick={() => setRemoving(true)}>{w.remove}</button>}
      </div>
      <p className="split-meta"><span>{w.raise(p.raise)}</span><span>{p.brands.length > 0 ? p.brands.map(names.brand).join(all.sources.conclusion.comma) : w.allBrands}</span>{p.actor && <span>{p.actor}</span>}</p>
      {removing && <Remove plan={p} close={() => setRemoving(false)} removed={removed} />}
    </li>
  );
}

function Remove({ plan, close, removed }: { plan: Plan; close: () => void; removed: () => void }) {
  const w = useSilenceWords();
  const ask = useAsk(() => { removed(); close(); });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (ask.ready(true)) void ask.send(`/plans/${encodeURIComponent(plan.title)}`, {}, "DELETE");
  };
  return (
    <form className="command-form" aria-label={w.remove} onSubmit={submit}>
      <p className="soft">{w.removeSays}</p>
      <NameField value={ask.name} set={ask.setName} missing={ask.missing} help={w.operatorHelp} autoFocus />
      <Refused trouble={ask.trouble} />
      <div className="command-buttons">
        <button type="submit" className="btn btn-primary" disabled={ask.busy} aria-busy={ask.busy}>{w.remove}</button>
        <button type="button" className="btn" onClick={close}>{w.cancel}</button>
      </div>
    </form>
  );
}
