import type { Problem } from "../../api/client";
import { useSignInWords } from "./words";

/** Why somebody was not let in, read out at once. */
export function Trouble({ of }: { of: Problem | null }) {
  const w = useSignInWords();
  return <div role="alert">{of && <div className="failed"><p>{of.status === 0 ? w.offline : of.message}</p></div>}</div>;
}
