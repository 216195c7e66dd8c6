import { useState } from "react";
import { Problem, tell } from "../../api/client";
import { pulseNow } from "../../state/live";

/** A change of who may enter: whether it is on its way, and why it was refused. */
export function useChange() {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const send = async <T,>(path: string, body: object, method: "POST" | "PUT" = "POST"): Promise<T | null> => {
    setBusy(true);
    try {
      const answer = await tell<T>(path, body, { method });
      setTrouble(null);
      return answer;
    } catch (err) {
      setTrouble(err instanceof Problem ? err : new Problem(0, "", String(err)));
      return null;
    } finally {
      setBusy(false);
      pulseNow();
    }
  };
  return { busy, trouble, send };
}
