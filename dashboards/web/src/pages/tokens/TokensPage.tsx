import { useId, useState, type FormEvent } from "react";
import type { NewToken, Token, Tokens, Users } from "../../api/nouns";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { Find, matching } from "../../parts/Find";
import { More } from "../../parts/More";
import { Panel } from "../../parts/Panel";
import { Nothing, Show } from "../../parts/states";
import { usePaged, useShown } from "../../state/paged";
import { useMe } from "../../state/me";
import { useClock } from "../../state/world";
import { Trouble } from "../signin/Trouble";
import { useChange } from "../users/change";
import { Once } from "../users/Once";
import { useTitles } from "../users/titles";
import { useTokenWords } from "./words";
import "../../parts/form.css";
import "../users/users.css";

/** With what programs enter. */
export default function TokensPage() {
  const w = useTokenWords();
  const of = usePaged<Tokens>("tokens", () => "/tokens?limit=200", { all: true });
  const users = usePaged<Users>("users", () => "/users?limit=200", { all: true });
  const [sought, seek] = useState("");
  const items = of.data?.items ?? [];
  const list = useShown(matching(items, sought, (t) => [t.title, t.id, t.owner, t.unit]), 100);
  const [open, setOpen] = useState(false);
  const [once, setOnce] = useState<NewToken | null>(null);
  return (
    <Panel title={w.tokens} says={of.data ? w.say(of.data.items.filter((t) => t.state === "valid").length) : null}
      aside={<button type="button" className="btn btn-primary btn-small" aria-expanded={open} onClick={() => setOpen(!open)}>＋ {w.add}</button>}>
      {once && <Once label={w.once} secret={once.secret} help={w.onceHelp} close={() => setOnce(null)} />}
      {open && of.data && <Making permits={of.data.permits ?? []} users={users.data} cancel={() => setOpen(false)} done={(made) => { setOpen(false); setOnce(made); }} />}
      <Find of={items} value={sought} set={seek} />
      <Show of={of} lines={3}>
        {() => (items.length === 0 ? <Nothing title={w.none} help={w.noneHelp} /> : <ul className="access-list">{list.shown.map((t) => <li key={t.id}><Row token={t} /></li>)}</ul>)}
      </Show>
      <More of={list} />
    </Panel>
  );
}

const lengths = [7, 30, 90, 365, 0];

function Making({ permits, users, cancel, done }: { permits: string[]; users: Users | null; cancel: () => void; done: (made: NewToken) => void }) {
  const w = useTokenWords();
  const t = useTitles();
  const me = useMe();
  const id = useId();
  const { busy, trouble, send } = useChange();
  const [form, set] = useState({ title: "", permits: ["read"], days: 90, unit: "", owner: me.house ? (users?.items[0]?.name ?? "") : me.name });
  const submit = async (e: FormEvent) => {
    e.preventDefault();
    const made = await send<NewToken>("/tokens", { ...form, title: form.title.trim() });
    if (made) done(made);
  };
  return (
    <form className="command-form" aria-label={w.add} onSubmit={(e) => void submit(e)}>
      <div className="access-fields">
        <div><label htmlFor={`${id}-title`}>{w.title}</label><input id={`${id}-title`} className="field" value={form.title} maxLength={100} required autoFocus placeholder={w.titleHelp} onChange={(e) => set({ ...form, title: e.target.value })} /></div>
        <div><label htmlFor={`${id}-days`}>{w.days}</label><select id={`${id}-days`} className="field" value={form.days} onChange={(e) => set({ ...form, days: Number(e.target.value) })}>{lengths.map((n) => <option key={n} value={n}>{n ? w.day(n) : w.never}</option>)}</select></div>
        <div><label htmlFor={`${id}-owner`}>{w.owner}</label><select id={`${id}-owner`} className="field" value={form.owner} onChange={(e) => set({ ...form, owner: e.target.value })}>{(users?.items ?? []).filter((u) => !u.disabled).map((u) => <option key={u.name} value={u.name}>{harmless(u.title || u.name)}</option>)}</select></div>
        <div><label htmlFor={`${id}-unit`}>{w.unit}</label><select id={`${id}-unit`} className="field" value={form.unit} onChange={(e) => set({ ...form, unit: e.target.value })}><option value="">{w.ownerUnit}</option>{(users?.units ?? []).map((u) => <option key={u.id} value={u.id}>{u.title}</option>)}</select></div>
      </div>
      <fieldset className="access-checks">
        <legend>{w.permits}</legend>
        {permits.map((p) => <label key={p} className="check"><input type="checkbox" checked={form.permits.includes(p)} onChange={(e) => set({ ...form, permits: e.target.checked ? [...form.permits, p] : form.permits.filter((x) => x !== p) })} />{t.permit[p] ?? p}</label>)}
      </fieldset>
      <Trouble of={trouble} />
      <div className="command-buttons">
        <button type="submit" className="btn btn-primary" disabled={busy} aria-busy={busy}>{w.make}</button>
        <button type="button" className="btn" onClick={cancel}>{w.cancel}</button>
      </div>
    </form>
  );
}

function Row({ token: t }: { token: Token }) {
  const w = useTokenWords();
  const titles = useTitles();
  const clock = useClock();
  const { busy, trouble, send } = useChange();
  const [sure, setSure] = useState(false);
  const used = instant(t.used), until = instant(t.expires);
  return (
    <>
      <div className={t.state === "valid" ? undefined : "access-off"}>
        <b>{harmless(t.title)}</b> <span className="chip">{w.state[t.state]}</span> <span className="faint">{t.id}</span>
        <p className="faint">{(t.permits ?? []).map((p) => titles.permit[p] ?? p).join("、")} · {w.owner} {harmless(t.owner)}{t.unit && ` · ${w.unit} ${t.unit}`} · {until ? w.until(clock.moment(until)) : w.never} · {used ? w.used(clock.relative(used)) : w.unused}</p>
        <Trouble of={trouble} />
      </div>
      {t.state === "valid" && <button type="button" className="btn btn-small" disabled={busy} aria-label={`${sure ? w.sure : w.revoke} ${t.title}`} onClick={() => (sure ? void send(`/tokens/${encodeURIComponent(t.id)}/revoke`, {}) : setSure(true))}>{sure ? w.sure : w.revoke}</button>}
    </>
  );
}
