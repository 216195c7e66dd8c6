import { useState } from "react";
import { Problem, tell } from "../../api/client";
import type { Me } from "../../api/nouns";

/** Sends what lets somebody in. The page is loaded anew afterwards: nothing of who was here before stays. */
export function useEnter(done: () => void = () => window.location.reload()) {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const send = async (path: string, body: object): Promise<void> => {
    setBusy(true);
    setTrouble(null);
    try {
      await tell<Me>(path, body);
      done();
    } catch (err) {
      setTrouble(err instanceof Problem ? err : new Problem(0, "", String(err)));
    } finally {
      setBusy(false);
    }
  };
  return { busy, trouble, send, refuse: (text: string) => setTrouble(new Problem(422, "", text)) };
}
