import type { Problem } from "../../api/client";
import { useWords } from "../../state/world";
import { useSilenceWords } from "./words";

/** Why a change was not made. */
export function Refused({ trouble }: { trouble: Problem | null }) {
  const w = useSilenceWords();
  const all = useWords();
  if (!trouble) return null;
  return (
    <div className="failed" role="alert">
      <p className="nothing-title">{w.failed}</p>
      <p>{trouble.status === 0 ? all.state.offline : trouble.message}</p>
    </div>
  );
}
