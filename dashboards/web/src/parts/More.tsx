import { useWords } from "../state/world";
import type { Paged } from "../state/paged";
import "./more.css";

/** The way on in a list that has more than is on the screen, and nothing where that was all. */
export function More({ of: { more, busy } }: { of: Pick<Paged<never>, "more" | "busy"> }) {
  const w = useWords();
  if (!more) return null;
  return <p className="more-rows"><button type="button" className="btn" disabled={busy} aria-busy={busy} onClick={more}>{busy ? w.state.loading : w.mentions.more}</button></p>;
}
