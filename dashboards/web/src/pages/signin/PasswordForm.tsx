import { useState, type FormEvent } from "react";
import { useEnter } from "./enter";
import { Secret } from "./Secret";
import { Trouble } from "./Trouble";
import { useSignInWords } from "./words";

/** Old password, new password twice. `done` hears when it is changed. */
export function PasswordForm({ once, name, done }: { once: boolean; name: string; done?: () => void }) {
  const w = useSignInWords();
  const { busy, trouble, send, refuse } = useEnter(done);
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const [again, setAgain] = useState("");
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (!old || !fresh) refuse(w.needed);
    else if (fresh !== again) refuse(w.differ);
    else void send("/me/password", { old, new: fresh });
  };
  return (
    <form className="entry-form" onSubmit={submit}>
      <input className="unseen" type="text" autoComplete="username" value={name} readOnly tabIndex={-1} aria-hidden="true" aria-label={w.name} />
      <Secret label={once ? w.old : w.oldOwn} value={old} set={setOld} invalid={trouble?.status === 401} />
      <Secret label={w.fresh} value={fresh} set={setFresh} fresh help={w.rule} invalid={trouble?.field === "password"} />
      <Secret label={w.again} value={again} set={setAgain} fresh invalid={again !== "" && again !== fresh} />
      <Trouble of={trouble} />
      <button type="submit" className="btn btn-primary" disabled={busy} aria-busy={busy}>{busy ? w.saving : w.save}</button>
    </form>
  );
}
