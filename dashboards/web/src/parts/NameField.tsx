import { Input } from "antd";
import { useId } from "react";
import { useWords } from "../state/world";
import "./form.css";

interface Props {
  value: string;
  set: (name: string) => void;
  missing: boolean; // somebody tried to send without it
  help: string; // where the name will stand
  autoFocus?: boolean;
}

/** Who does this. Nothing is written down without a name. */
export function NameField({ value, set, missing, help, autoFocus = false }: Props) {
  const w = useWords();
  const ids = { name: useId(), help: useId() };
  return (
    <>
      <label htmlFor={ids.name}>{w.orders.operator}</label>
      <Input id={ids.name} value={value} maxLength={40} autoComplete="name" autoFocus={autoFocus} status={missing ? "error" : undefined}
        aria-invalid={missing} aria-describedby={ids.help} onChange={(e) => set(e.target.value)} />
      <p id={ids.help} className={missing ? "field-error" : "faint"}>{missing ? w.orders.operatorNeeded : help}</p>
    </>
  );
}
