import { useId, useState, type FormEvent } from "react";
import type { NewUser, User, Users } from "../../api/nouns";
import { Trouble } from "../signin/Trouble";
import { useChange } from "./change";
import { useTitles } from "./titles";
import { useUserWords } from "./words";

interface Props {
  of: Users;
  user: User | null; // null: a new one
  cancel: () => void;
  done: (made: NewUser | null) => void;
}

/** Makes a user, or changes one. */
export function UserForm({ of, user, cancel, done }: Props) {
  const w = useUserWords();
  const t = useTitles();
  const id = useId();
  const { busy, trouble, send } = useChange();
  const [name, setName] = useState("");
  const [form, set] = useState({ title: user?.title ?? "", role: user?.role || "viewer", unit: user?.unit ?? "", email: user?.email ?? "" });
  const submit = async (e: FormEvent) => {
    e.preventDefault();
    if (user) {
      if (await send(`/users/${encodeURIComponent(user.name)}`, form, "PUT")) done(null);
      return;
    }
    const made = await send<NewUser>("/users", { name: name.trim(), ...form });
    if (made) done(made);
  };
  return (
    <form className="command-form" aria-label={user ? `${w.edit} ${user.name}` : w.add} onSubmit={(e) => void submit(e)}>
      <div className="access-fields">
        {!user && (
          <div>
            <label htmlFor={`${id}-name`}>{w.name}</label>
            <input id={`${id}-name`} className="field" value={name} maxLength={40} required autoFocus autoComplete="off" aria-describedby={`${id}-help`} onChange={(e) => setName(e.target.value)} />
            <p id={`${id}-help`} className="faint">{w.nameHelp}</p>
          </div>
        )}
        <div><label htmlFor={`${id}-title`}>{w.title}</label><input id={`${id}-title`} className="field" value={form.title} maxLength={60} autoComplete="off" onChange={(e) => set({ ...form, title: e.target.value })} /></div>
        <div>
          <label htmlFor={`${id}-role`}>{w.role}</label>
          <select id={`${id}-role`} className="field" value={form.role} aria-describedby={`${id}-role-help`} onChange={(e) => set({ ...form, role: e.target.value })}>
            {of.roles.map((r) => <option key={r.role} value={r.role}>{t.role[r.role]}</option>)}
          </select>
          <p id={`${id}-role-help`} className="faint">{t.roleHelp[form.role]}</p>
        </div>
        <div>
          <label htmlFor={`${id}-unit`}>{w.unit}</label>
          <select id={`${id}-unit`} className="field" value={form.unit} onChange={(e) => set({ ...form, unit: e.target.value })}>
            <option value="">{w.whole}</option>
            {of.units.map((u) => <option key={u.id} value={u.id}>{u.title}</option>)}
          </select>
        </div>
        <div><label htmlFor={`${id}-email`}>{w.email}</label><input id={`${id}-email`} type="email" className="field" value={form.email} maxLength={200} autoComplete="off" onChange={(e) => set({ ...form, email: e.target.value })} /></div>
      </div>
      <Trouble of={trouble} />
      <div className="command-buttons">
        <button type="submit" className="btn btn-primary" disabled={busy} aria-busy={busy}>{user ? w.save : w.add}</button>
        <button type="button" className="btn" onClick={cancel}>{w.cancel}</button>
      </div>
    </form>
  );
}
