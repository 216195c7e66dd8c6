import { useEffect, useState } from "react";
import { Problem, tell } from "../../api/client";
import type { Retagging } from "../../api/nouns";
import { count } from "../../format/number";
import { useResource } from "../../state/live";
import { useWords } from "../../state/world";
import { useFindWords } from "./words";

/** How often the progress is asked for while there is any, in milliseconds. */
const often = 1500;

/** How far understanding history anew has come; it begins by itself after a decision. */
export function Retag() {
  const w = useFindWords();
  const all = useWords();
  const retag = useResource<Retagging>("retag", () => "/retag");
  const [seen, setSeen] = useState(false); // it ran while somebody looked: its end is news
  const [trouble, setTrouble] = useState("");
  const running = retag.data?.running ?? false;
  const { reload } = retag;
  useEffect(() => {
    if (!running) return;
    setSeen(true);
    const timer = window.setInterval(reload, often);
    return () => window.clearInterval(timer);
  }, [running, reload]);

  const start = async () => {
    setTrouble("");
    try {
      await tell<Retagging>("/retag", {});
    } catch (err) {
      setTrouble(err instanceof Problem && err.status !== 0 ? err.message : all.state.offline);
    }
    reload();
  };

  if (!retag.data) return null;
  const { done, all: most, version } = retag.data;
  const text = !running ? (seen ? `✓ ${w.retagged(count(done))}` : "") : most > 0 ? w.retagging(count(done), count(most)) : w.retagWaiting;
  return (
    <div className="retag">
      <span role="status" className={running ? "soft" : "kept"}>{text}</span>
      {running
        ? <span className="retag-track" role="progressbar" aria-label={w.retag} aria-valuemin={0} aria-valuemax={most} aria-valuenow={done}><i style={{ width: `${most ? (done / most) * 100 : 0}%` }} /></span>
        : <button type="button" className="textlink" title={w.retagHelp} onClick={() => void start()}>{w.retagNow}</button>}
      <span className="faint retag-version">{w.version} {version}</span>
      {trouble && <span role="alert" className="field-error">{trouble}</span>}
    </div>
  );
}
