import { useId, useState } from "react";
import { useSignInWords } from "./words";

interface Props {
  label: string;
  value: string;
  set: (v: string) => void;
  fresh?: boolean; // a new password: the browser may offer one
  help?: string;
  invalid?: boolean;
}

/** A password somebody types, hidden unless they ask to see it. */
export function Secret({ label, value, set, fresh = false, help, invalid = false }: Props) {
  const w = useSignInWords();
  const id = useId();
  const [shown, show] = useState(false);
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <div className="entry-secret">
        <input id={id} className="field" type={shown ? "text" : "password"} value={value} maxLength={200} autoComplete={fresh ? "new-password" : "current-password"} spellCheck={false}
          aria-invalid={invalid} aria-describedby={help ? `${id}-help` : undefined} onChange={(e) => set(e.target.value)} />
        <button type="button" className="btn btn-small" aria-pressed={shown} aria-label={shown ? w.hide : w.show} onClick={() => show(!shown)}>{shown ? "◎" : "◉"}</button>
      </div>
      {help && <p id={`${id}-help`} className="entry-help">{help}</p>}
    </>
  );
}
