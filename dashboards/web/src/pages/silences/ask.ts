import { useState } from "react";
import { Problem, tell } from "../../api/client";
import { setOperator, useOperator } from "../../i18n/language";
import { pulseNow } from "../../state/live";

/** A change somebody asks for under their name: who, whether it is on its way, and why it was refused. */
export function useAsk(done: () => void) {
  const operator = useOperator();
  const [name, setName] = useState(operator);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const send = async (path: string, body: object, method: "POST" | "PUT" | "DELETE" = "POST") => {
    setBusy(true);
    setOperator(name);
    try {
      await tell(path, { ...body, actor: name.trim() }, { method });
      setTrouble(null);
      done();
    } catch (err) {
      setTrouble(err instanceof Problem ? err : new Problem(0, "", String(err)));
    } finally {
      setBusy(false);
      pulseNow();
    }
  };
  /** Marks that somebody tried; true when nothing is missing. */
  const ready = (complete: boolean): boolean => {
    setTried(true);
    return complete && name.trim() !== "";
  };
  return { name, setName, tried, busy, trouble, missing: tried && !name.trim(), ready, send };
}
