import { useState } from "react";
import type { NewUser, User, Users } from "../../api/nouns";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { Find, matching } from "../../parts/Find";
import { More } from "../../parts/More";
import { Panel } from "../../parts/Panel";
import { Nothing, Show } from "../../parts/states";
import type { Resource } from "../../state/live";
import { usePaged, useShown } from "../../state/paged";
import { useClock } from "../../state/world";
import { Trouble } from "../signin/Trouble";
import { useChange } from "./change";
import { Once } from "./Once";
import { Org } from "./Org";
import { RoleTable } from "./RoleTable";
import { ScopeText } from "./ScopeText";
import { useTitles } from "./titles";
import { UserForm } from "./UserForm";
import { useUserWords } from "./words";
import "../../parts/form.css";
import "./users.css";

/** Who may enter, what roles may do, and the organisation. */
export default function UsersPage() {
  const w = useUserWords();
  const of = usePaged<Users>("users", () => "/users?limit=200", { all: true });
  return (
    <div className="access">
      <People of={of} />
      <Panel title={w.roles}><Show of={of}>{({ roles }) => <RoleTable roles={roles} />}</Show></Panel>
      <Panel title={w.org} note={w.orgHelp}><Show of={of}>{({ units }) => (units.length ? <Org units={units} under="" /> : <p>{w.orgNone}</p>)}</Show></Panel>
    </div>
  );
}

function People({ of }: { of: Resource<Users> }) {
  const w = useUserWords();
  const [open, setOpen] = useState<string | null>(null); // name of the user being changed; "" a new one
  const [once, setOnce] = useState<NewUser | null>(null);
  const [said, setSaid] = useState("");
  const [sought, seek] = useState("");
  const items = of.data?.items ?? [];
  const list = useShown(matching(items, sought, (u) => [u.name, u.title, u.email, unitTitle(of.data?.units ?? [], u.unit)]), 100);
  const done = (made: NewUser | null) => {
    setOpen(null);
    setOnce(made);
    setSaid(made ? "" : w.changed);
  };
  return (
    <Panel title={w.people} says={items.length ? w.say(items.length, items.filter((u) => u.role === "admin" && !u.disabled).length) : null}
      aside={<button type="button" className="btn btn-primary btn-small" aria-expanded={open === ""} onClick={() => setOpen(open === "" ? null : "")}>＋ {w.add}</button>}>
      <p className="kept" role="status">{said && `✓ ${said}`}</p>
      {once && <Once label={w.once(once.user.name)} secret={once.password} help={w.onceHelp} close={() => setOnce(null)} />}
      {open === "" && of.data && <UserForm of={of.data} user={null} cancel={() => setOpen(null)} done={done} />}
      <Find of={items} value={sought} set={seek} />
      <Show of={of} lines={4}>
        {(data) => (data.items.length === 0 ? <Nothing title={w.none} help={w.noneHelp} /> : (
          <ul className="access-list">
            {list.shown.map((u) => (
              <li key={u.name}>
                {open === u.name
                  ? <UserForm of={data} user={u} cancel={() => setOpen(null)} done={done} />
                  : <Row user={u} units={data.units} edit={() => setOpen(u.name)} reset={setOnce} />}
              </li>
            ))}
          </ul>
        ))}
      </Show>
      <More of={list} />
    </Panel>
  );
}

const unitTitle = (units: Users["units"], id: string) => units.find((x) => x.id === id)?.title ?? id;

function Row({ user: u, units, edit, reset }: { user: User; units: Users["units"]; edit: () => void; reset: (made: NewUser) => void }) {
  const w = useUserWords();
  const t = useTitles();
  const clock = useClock();
  const { busy, trouble, send } = useChange();
  const [sure, setSure] = useState<"reset" | "off" | null>(null);
  const seen = instant(u.last_seen);
  const act = async (what: "reset" | "off") => {
    if (sure !== what && !(what === "off" && u.disabled)) return setSure(what);
    setSure(null);
    if (what === "off") await send(`/users/${encodeURIComponent(u.name)}/disable`, { disabled: !u.disabled });
    else {
      const made = await send<NewUser>(`/users/${encodeURIComponent(u.name)}/reset`, {});
      if (made) reset(made);
    }
  };
  return (
    <>
      <div className={u.disabled ? "access-off" : undefined}>
        <b>{harmless(u.title || u.name)}</b> {u.title && <span className="faint">{harmless(u.name)}</span>} <span className="chip">{t.role[u.role] ?? u.role}</span>
        {u.disabled && <span className="chip">⊘ {w.off}</span>} {u.must_set && <span className="chip">{w.must}</span>} {u.external && <span className="chip">{w.external}</span>}
        <p className="faint">{unitTitle(units, u.unit) || w.whole} · {w.sees} <ScopeText scope={u.scope} /> · {seen ? w.seen(clock.relative(seen)) : w.never}{u.sessions > 0 && ` · ${w.sessions(u.sessions)}`}</p>
        <Trouble of={trouble} />
      </div>
      <div className="access-buttons" role="group" aria-label={u.name}>
        <button type="button" className="btn btn-small" onClick={edit}>{w.edit}</button>
        {u.password && <button type="button" className="btn btn-small" disabled={busy} onClick={() => void act("reset")}>{sure === "reset" ? w.confirmReset : w.reset}</button>}
        <button type="button" className="btn btn-small" disabled={busy} onClick={() => void act("off")}>{u.disabled ? w.enable : sure === "off" ? w.confirmDisable : w.disable}</button>
      </div>
    </>
  );
}
