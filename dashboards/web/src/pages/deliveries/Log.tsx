import { useId, useState } from "react";
import { ask, Problem, tell } from "../../api/client";
import type { Deliveries, Message } from "../../api/nouns";
import { count } from "../../format/number";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { Chip, LevelMark } from "../../parts/marks";
import { Link } from "../../parts/Link";
import { Segments } from "../../parts/Segments";
import { Failed, Loading, Nothing } from "../../parts/states";
import { pulseNow, useResource } from "../../state/live";
import { address, go, useRoute, withQuery } from "../../state/route";
import { useClock } from "../../state/world";
import { Named } from "./ChannelTable";
import { deliveryStates, sign, stateOf, subjectAddress, type DeliveryState } from "./delivery";
import { useDeliveryWords } from "./words";
import "../../parts/form.css";

interface Props {
  first: Deliveries; // live; what was loaded after it is as of then
  asked: URLSearchParams;
  state: DeliveryState | "";
  channel: string;
  systems: boolean;
  channels: string[];
  open: string; // the message the address names
}

/** Every message, the newest on top, each with its attempts. */
export function Log({ first, asked, state, channel, systems, channels, open }: Props) {
  const own = useDeliveryWords();
  const { query } = useRoute();
  const id = useId();
  const [later, setLater] = useState<{ items: Message[]; next: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (change: Record<string, string | null>) => go(address("/deliveries", withQuery(query, change)), { replace: true, keepScroll: true });
  const next = later ? later.next : first.next;
  const seen = new Set(first.items.map((m) => m.id));
  const items = [...first.items, ...(later?.items.filter((m) => !seen.has(m.id)) ?? [])];
  const more = async () => {
    setBusy(true);
    const q = new URLSearchParams(asked);
    q.set("after", next);
    try {
      const { data } = await ask<Deliveries>(address("/deliveries", q));
      setLater({ items: [...(later?.items ?? []), ...data.items], next: data.next });
    } catch {
      setLater(null);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <div className="log-tools">
        <Segments<DeliveryState | ""> label={own.stateLabel} value={state} onChange={(s) => set({ state: s })}
          options={[{ value: "", label: own.all }, ...deliveryStates.map((s) => ({ value: s, label: `${own.state[s]} ${count(first.counts[s])}` }))]} />
        <span className="pick"><label htmlFor={id}>{own.channelLabel}</label><select id={id} className="field" value={channel} onChange={(e) => set({ channel: e.target.value })}><option value="">{own.all}</option>{[...new Set([...channels, ...(channel ? [channel] : [])])].map((c) => <option key={c}>{c}</option>)}</select></span>
        <label className="check"><input type="checkbox" checked={systems} onChange={(e) => set({ systems: e.target.checked ? "1" : null })} />{own.systems}</label>
      </div>
      {open && !items.some((m) => m.id === open) && <One id={open} />}
      {items.length === 0 ? <Nothing title={state || channel ? own.noMatch : own.none} help={state || channel ? undefined : own.noneHelp} />
        : <ul className="log" aria-label={own.log}>{items.map((m) => <li key={m.id}><Line message={m} open={m.id === open} /></li>)}</ul>}
      {next && <p className="log-more"><button type="button" className="btn" disabled={busy} aria-busy={busy} onClick={() => void more()}>{own.more}</button></p>}
    </>
  );
}

/** A message that an address names and this page of the log does not hold. */
function One({ id }: { id: string }) {
  const own = useDeliveryWords();
  const one = useResource<Message>(`delivery/${id}`, () => `/deliveries/${encodeURIComponent(id)}`, { hold: false });
  if (!one.data) return one.error ? <Failed error={one.error} retry={one.reload} /> : <Loading lines={3} />;
  return <div className="log log-one"><Line message={one.data} open /><p><Link to="/deliveries">{own.back} →</Link></p></div>;
}

const tone: Record<DeliveryState, string> = { waiting: "due-soon", sent: "kept", dead: "due-over", folded: "faint" };

function Line({ message: m, open }: { message: Message; open: boolean }) {
  const own = useDeliveryWords();
  const clock = useClock();
  const state = stateOf(m);
  const created = instant(m.created_at), next = instant(m.next_try_at);
  return (
    <details open={open} className="delivery">
      <summary>
        <span className={`delivery-state ${tone[state]}`}>{sign[state]} {own.state[state]}</span>
        {m.level ? <LevelMark level={m.level} /> : <span className="level-none" />}
        <span className="words delivery-title">{harmless(m.title)}</span>
        <span className="split-meta"><Chip>{own.messageKind[m.kind] ?? m.kind}</Chip><span>{m.channel}</span>{m.tries > 1 && <span>{own.attempts(m.tries)}</span>}{state === "waiting" && next && m.tries > 0 && <span>{own.next(clock.relative(next))}</span>}{created && <time dateTime={m.created_at} title={clock.exact(created)}>{clock.moment(created)}</time>}</span>
      </summary>
      <Whole message={m} state={state} />
    </details>
  );
}

function Whole({ message: m, state }: { message: Message; state: DeliveryState }) {
  const own = useDeliveryWords();
  const clock = useClock();
  const created = instant(m.created_at);
  const to = subjectAddress(m);
  return (
    <div className="delivery-whole">
      {m.last_error && state !== "sent" && <p className="words due-soon">{harmless(m.last_error)}</p>}
      <dl className="facts">
        {created && <div><dt>{own.created}</dt><dd>{clock.moment(created)}</dd></div>}
        {m.to.length > 0 && <div><dt>{own.to_}</dt><dd>{m.to.join(" ")}</dd></div>}
        {to && <div><dt>{own.subject}</dt><dd><Link to={to}>{m.kind === "digest" ? own.messageKind.digest : m.subject} →</Link></dd></div>}
        {m.fallback.length > 0 && <div><dt /><dd className="faint">{own.fallback(m.fallback.join(" "))}</dd></div>}
        {m.folded_in && <div><dt /><dd><Link to={`/deliveries/${encodeURIComponent(m.folded_in)}`}>{own.foldedIn} →</Link></dd></div>}
      </dl>
      {m.body && <pre className="words delivery-body" aria-label={own.body}>{harmless(m.body)}</pre>}
      <ol className="attempts" aria-label={own.details}>
        {m.attempts.map((a, i) => {
          const at = instant(a.at);
          return <li key={i}><span className="faint">{own.attempt(i + 1)}{at && <> · <time dateTime={a.at} title={clock.exact(at)}>{clock.moment(at)}</time></>}{a.took > 0 && ` · ${own.msec(String(Math.max(1, Math.round(a.took / 1e6))))}`}</span> {a.error ? <span className="words due-soon">✕ {harmless(a.error)}</span> : <span className="kept">✓ {own.accepted}</span>}</li>;
        })}
        {m.attempts.length === 0 && <li className="faint">{own.queuedOnly}</li>}
      </ol>
      {(state === "dead" || state === "folded") && <Resend id={m.id} />}
    </div>
  );
}

/** Another round for what was given up. */
function Resend({ id }: { id: string }) {
  const own = useDeliveryWords();
  const [busy, setBusy] = useState(false);
  const [came, setCame] = useState<{ ok: boolean; text: string } | null>(null);
  const run = async (actor: string) => {
    setBusy(true);
    try {
      await tell<Message>(`/deliveries/${encodeURIComponent(id)}/resend`, { actor });
      setCame({ ok: true, text: `✓ ${own.resent}` });
    } catch (err) {
      setCame({ ok: false, text: `${own.resendFailed}${err instanceof Problem && err.message ? `: ${err.message}` : ""}` });
    } finally {
      setBusy(false);
      pulseNow();
    }
  };
  return (
    <div className="resend">
      {!came?.ok && <Named label={own.resend} text={own.resend} busy={busy} act={(actor) => void run(actor)} />}
      <p role="status" className={came?.ok ? "kept" : "due-over"}>{came?.text}</p>
    </div>
  );
}
