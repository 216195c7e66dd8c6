import type { ReactNode } from "react";
import { Failed, Loading } from "./parts/states";
import { MeProvider, useAskMe } from "./state/me";

/** Nothing is asked before it is known who asks. */
export function Door({ children }: { children: ReactNode }) {
  const { me, error, reload } = useAskMe();
  if (!me) return <div className="body">{error ? <Failed error={error} retry={reload} /> : <Loading lines={8} />}</div>;
  return <MeProvider me={me} reload={reload}>{children}</MeProvider>;
}
