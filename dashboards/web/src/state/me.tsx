// Who looks at the pages and what they may do. The server refuses what is not permitted; the pages do
// not even show it.

import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { ask, Problem, signedOut } from "../api/client";
import type { Me, Permission } from "../api/nouns";

const nobody: Me = {
  name: "", title: "", role: "" as Me["role"], permits: [], unit: "", unit_title: "", token: "", must_set: false, house: false, password: false,
  scope: { brands: [], regions: [], stores: [], none: true }, demo: false, setup: false, setup_here: false, provider: "",
};

interface Known {
  me: Me;
  reload: () => void;
}

const MeContext = createContext<Known>({ me: nobody, reload: () => undefined });

export interface Asked {
  me: Me | null; // null: not known yet
  error: Problem | null;
  reload: () => void;
}

/** Asks who is there, and again whenever a session ends or begins. */
export function useAskMe(): Asked {
  const [state, set] = useState<{ me: Me | null; error: Problem | null }>({ me: null, error: null });
  const [again, setAgain] = useState(0);
  const reload = useCallback(() => setAgain((n) => n + 1), []);
  useEffect(() => {
    const stop = new AbortController();
    ask<Me>("/me", stop.signal).then(
      ({ data }) => set({ me: data, error: null }),
      (err: unknown) => {
        if (!stop.signal.aborted) set((s) => ({ ...s, error: err instanceof Problem ? err : new Problem(0, "", String(err)) }));
      },
    );
    return () => stop.abort();
  }, [again]);
  useEffect(() => {
    window.addEventListener(signedOut, reload);
    return () => window.removeEventListener(signedOut, reload);
  }, [reload]);
  return { ...state, reload };
}

export function MeProvider({ me, reload, children }: { me: Me; reload: () => void; children: ReactNode }) {
  const known = useMemo(() => ({ me, reload }), [me, reload]);
  return <MeContext value={known}>{children}</MeContext>;
}

/** Who is signed in; a name of "" is nobody. */
export const useMe = (): Me => useContext(MeContext).me;

/** Asks the server anew who is signed in: after one's own account changed. */
export const useReloadMe = (): (() => void) => useContext(MeContext).reload;

/** Whether something is permitted to who is signed in: what is not, is not shown. */
export const useMay = (permission: Permission): boolean => useMe().permits.includes(permission);

/** The name to put under what one does: a signed-in person's own; "" where nobody signs in, and forms ask for it. */
export function useActor(): string {
  const me = useMe();
  return me.house ? "" : me.name;
}
