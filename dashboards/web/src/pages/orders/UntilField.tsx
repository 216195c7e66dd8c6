import { useClock } from "../../state/world";
import type { Shared } from "./FieldOf";
import { fromWall, quickDays, toWall } from "./until";
import { useOrderWords } from "./words";

/** A moment to come, in the server's zone: typed, or one of the usual ones. */
export function Until({ shared, value, set }: { shared: Shared; value: string; set: (instant: string) => void }) {
  const own = useOrderWords();
  const clock = useClock();
  const quick = quickDays(clock.now, clock.zone);
  return (
    <>
      <input {...shared} type="datetime-local" className="field" value={value ? toWall(new Date(value), clock.zone) : ""} min={toWall(clock.now, clock.zone)}
        onChange={(e) => set(e.target.value ? fromWall(e.target.value, clock.zone) : "")} />
      <p className="quick">{(["tomorrow", "three", "week"] as const).map((k) => <button type="button" key={k} className="textlink" onClick={() => set(quick[k])}>{own.quick[k]}</button>)}</p>
    </>
  );
}
