import { useId, useState, type FormEvent } from "react";
import { Frame } from "./Frame";
import { useEnter } from "./enter";
import { Secret } from "./Secret";
import { Trouble } from "./Trouble";
import { useSignInWords } from "./words";

interface Props {
  here: boolean; // the first administrator can be made from this browser
  later: (() => void) | null; // goes on without; null: not possible
}

export default function SetupPage({ here, later }: Props) {
  const w = useSignInWords();
  if (!here) {
    return (
      <Frame title={w.elsewhere}>
        <p>{w.elsewhereHelp}</p>
        <code>tingfeng user add admin-wang --role admin</code>
        <p className="entry-help">{w.then}</p>
      </Frame>
    );
  }
  return <Making later={later} />;
}

function Making({ later }: { later: Props["later"] }) {
  const w = useSignInWords();
  const id = useId();
  const { busy, trouble, send, refuse } = useEnter();
  const [name, setName] = useState("");
  const [title, setTitle] = useState("");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (!name.trim() || !password) refuse(w.needed);
    else if (password !== again) refuse(w.differ);
    else void send("/setup", { name: name.trim(), title: title.trim(), password });
  };
  return (
    <Frame title={w.setup}>
      <p>{w.setupLead}</p>
      <form className="entry-form" onSubmit={submit}>
        <label htmlFor={id}>{w.setupName}</label>
        <input id={id} className="field" value={name} maxLength={40} autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus aria-describedby={`${id}-help`} onChange={(e) => setName(e.target.value)} />
        <p id={`${id}-help`} className="entry-help">{w.setupNameHelp}</p>
        <label htmlFor={`${id}-title`}>{w.title}</label>
        <input id={`${id}-title`} className="field" value={title} maxLength={60} autoComplete="name" onChange={(e) => setTitle(e.target.value)} />
        <Secret label={w.password} value={password} set={setPassword} fresh help={w.rule} />
        <Secret label={w.again} value={again} set={setAgain} fresh invalid={again !== "" && again !== password} />
        <Trouble of={trouble} />
        <button type="submit" className="btn btn-primary" disabled={busy} aria-busy={busy}>{busy ? w.making : w.make}</button>
        {later && <><button type="button" className="btn" onClick={later}>{w.later}</button><p className="entry-help">{w.laterHelp}</p></>}
      </form>
    </Frame>
  );
}
