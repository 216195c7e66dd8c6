import { lazy, Suspense, useState, type ReactNode } from "react";
import { Failed, Loading } from "./parts/states";
import { MeProvider, useAskMe } from "./state/me";

const SignInPage = lazy(() => import("./pages/signin/SignInPage"));
const SetupPage = lazy(() => import("./pages/signin/SetupPage"));
const ChoosePassword = lazy(() => import("./pages/signin/ChoosePassword"));

const later = "tingfeng.setup-later";

/** Nothing is asked before it is known who asks; who is nobody yet signs in, and stays at the address they opened. */
export function Door({ children }: { children: ReactNode }) {
  const { me, error, reload } = useAskMe();
  const [skipped, skip] = useState(() => sessionStorage.getItem(later) === "1");
  if (!me) return <div className="body">{error ? <Failed error={error} retry={reload} /> : <Loading lines={8} />}</div>;
  const setup = me.setup && (!me.name || (me.setup_here && !skipped));
  if (me.name && !setup && !me.must_set) return <MeProvider me={me} reload={reload}>{children}</MeProvider>;
  const skipIt = () => {
    sessionStorage.setItem(later, "1");
    skip(true);
  };
  return (
    <Suspense fallback={<Loading lines={8} />}>
      {setup ? <SetupPage here={me.setup_here} later={me.name ? skipIt : null} /> : me.must_set ? <ChoosePassword name={me.name} /> : <SignInPage provider={me.provider} />}
    </Suspense>
  );
}
