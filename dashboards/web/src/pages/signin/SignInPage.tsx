import { useId, useState, type FormEvent } from "react";
import { apiAddress } from "../../api/client";
import { backTo } from "./back";
import { Frame } from "./Frame";
import { useEnter } from "./enter";
import { Secret } from "./Secret";
import { Trouble } from "./Trouble";
import { useSignInWords } from "./words";

export default function SignInPage({ provider }: { provider: string }) {
  const w = useSignInWords();
  const id = useId();
  const { busy, trouble, send, refuse } = useEnter();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const failed = new URLSearchParams(window.location.search).get("signin") ?? "";
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (!name.trim() || !password) refuse(w.needed);
    else void send("/sign-in", { name: name.trim(), password });
  };
  return (
    <Frame title={w.signIn}>
      <p>{w.lead}</p>
      {failed && !trouble && <div className="failed" role="alert"><p>{w.providerFailed}{w.why[failed] ?? w.why["failed"]}</p></div>}
      <form className="entry-form" onSubmit={submit}>
        <label htmlFor={id}>{w.name}</label>
        <input id={id} className="field" value={name} maxLength={100} autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus onChange={(e) => setName(e.target.value)} />
        <Secret label={w.password} value={password} set={setPassword} invalid={trouble?.status === 401} />
        <Trouble of={trouble} />
        <button type="submit" className="btn btn-primary" disabled={busy} aria-busy={busy}>{busy ? w.going : w.go}</button>
      </form>
      {provider && (
        <>
          <p className="entry-or">{w.or}</p>
          <a className="btn entry-provider" href={apiAddress("/provider/begin", new URLSearchParams({ back: backTo(window.location.pathname, window.location.search) }))}>{w.provider(provider)}</a>
        </>
      )}
      <p className="entry-help">{w.forgotten}</p>
    </Frame>
  );
}
