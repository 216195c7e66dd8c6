import { useState } from "react";
import { tell } from "../../api/client";
import type { Sessions } from "../../api/nouns";
import { harmless } from "../../format/spans";
import { Panel } from "../../parts/Panel";
import { Nothing, Show } from "../../parts/states";
import { pulseNow, useResource } from "../../state/live";
import { useMe } from "../../state/me";
import { useClock } from "../../state/world";
import { PasswordForm } from "../signin/PasswordForm";
import { ScopeText } from "../users/ScopeText";
import { useTitles } from "../users/titles";
import { browserName } from "./browser";
import { useAccountWords } from "./words";
import "../../parts/form.css";
import "../signin/signin.css";
import "../users/users.css";

/** One's own account: what one may do, one's password, the browsers one is signed in with. */
export default function AccountPage() {
  const w = useAccountWords();
  const me = useMe();
  if (me.house) return <Panel title={w.who}><Nothing title={w.house} help={w.houseHelp} /></Panel>;
  return (
    <div className="access">
      <Who />
      <SessionsPanel />
      <PasswordPanel />
    </div>
  );
}

function Who() {
  const w = useAccountWords();
  const t = useTitles();
  const me = useMe();
  return (
    <Panel title={w.who} aside={<button type="button" className="btn btn-small" onClick={() => void tell("/sign-out", {}).finally(() => window.location.reload())}>{w.signOut}</button>}>
      <dl className="facts">
        <dt>{w.name}</dt><dd>{harmless(me.title ? `${me.title}（${me.name}）` : me.name)}</dd>
        <dt>{w.role}</dt><dd>{t.role[me.role]} <span className="faint">{t.roleHelp[me.role]}</span></dd>
        <dt>{w.unit}</dt><dd>{me.unit_title || me.unit || w.wholeHouse}</dd>
        <dt>{w.sees}</dt><dd><ScopeText scope={me.scope} /></dd>
        <dt>{w.permits}</dt><dd>{me.permits.filter((p) => p !== "open").map((p) => t.permit[p] ?? p).join("、")}</dd>
      </dl>
    </Panel>
  );
}

function PasswordPanel() {
  const w = useAccountWords();
  const me = useMe();
  const [changed, setChanged] = useState(0);
  return (
    <Panel title={w.password} note={me.password ? w.passwordHelp : undefined}>
      <p className="kept" role="status">{changed > 0 && `✓ ${w.changed}`}</p>
      {me.password
        ? <div className="access-form"><PasswordForm key={changed} once={false} name={me.name} done={() => { setChanged(changed + 1); pulseNow(); }} /></div>
        : <p>{w.external}</p>}
    </Panel>
  );
}

function SessionsPanel() {
  const w = useAccountWords();
  const clock = useClock();
  const of = useResource<Sessions>("sessions", () => "/me/sessions");
  const end = (id: string) => void tell(`/me/sessions/${encodeURIComponent(id)}/end`, {}).finally(pulseNow);
  const n = of.data?.items.length ?? 0;
  return (
    <Panel title={w.sessions} says={of.data ? w.sessionsSay(n) : null} aside={n > 1 && <button type="button" className="btn btn-small" onClick={() => end("others")}>{w.endOthers}</button>}>
      <Show of={of} lines={3}>
        {({ items }) => (
          <ul className="access-list">
            {items.map((s) => (
              <li key={s.id}>
                <div><b className="words" title={harmless(s.agent)}>{harmless(browserName(s.agent)) || w.device}</b> {s.here && <span className="chip">{w.here}</span>}
                  <p className="faint">{w.address} {harmless(s.address)} · {w.began} {clock.moment(new Date(s.began))} · {w.seen} {clock.relative(new Date(s.seen))} · {w.ends} {clock.moment(new Date(s.ends))}</p></div>
                {!s.here && <button type="button" className="btn btn-small" onClick={() => end(s.id)}>{w.end}</button>}
              </li>
            ))}
          </ul>
        )}
      </Show>
    </Panel>
  );
}
