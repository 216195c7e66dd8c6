import { lazy, Suspense, useEffect, useRef, useState } from "react";
import type { Alert, AlertCommandName } from "../../api/nouns";
import { Loading } from "../../parts/states";
import { address, go, useRoute, withQuery } from "../../state/route";
import { useClock } from "../../state/world";
import { asked, offered } from "./incident";
import { useAlertWords } from "./words";
import "../../parts/form.css";

const ActionForm = lazy(() => import("./ActionForm"));

/**
 * What can be done about an incident. A link from a message (?do=mute) has the action ready with its form open;
 * nothing happens without a press.
 */
export function AlertActions({ alert }: { alert: Alert }) {
  const own = useAlertWords();
  const clock = useClock();
  const { path, query } = useRoute();
  const possible = offered(alert, clock.now);
  const wish = asked(query, possible);
  const [open, setOpen] = useState<AlertCommandName | null>(wish);
  const [done, setDone] = useState<AlertCommandName | null>(null);
  const box = useRef<HTMLElement>(null);
  const status = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (!wish) return;
    setOpen(wish);
    box.current?.scrollIntoView({ block: "nearest" });
  }, [wish]);
  useEffect(() => { if (done) status.current?.focus(); }, [done]); // the form that had the focus is gone
  const close = () => {
    setOpen(null);
    if (query.get("do")) go(address(path, withQuery(query, { do: null })), { replace: true, keepScroll: true });
  };
  const choose = (c: AlertCommandName) => {
    setDone(null);
    if (open === c) close();
    else setOpen(c);
  };
  if (possible.length === 0) return null;
  return (
    <section className="commands alert-commands" aria-label={own.commands} ref={box}>
      <div className="command-buttons">
        {possible.map((c) => <button type="button" key={c} className="btn" aria-expanded={open === c} onClick={() => choose(c)}>{own.command[c]}</button>)}
      </div>
      <p className="kept" role="status" ref={status} tabIndex={-1}>{done && `✓ ${own.done[done]}`}</p>
      {open && possible.includes(open as (typeof possible)[number]) && (
        <Suspense fallback={<Loading lines={3} />}>
          <ActionForm key={open} alert={alert} command={open} cancel={close} done={() => { setDone(open); close(); }} />
        </Suspense>
      )}
    </section>
  );
}
