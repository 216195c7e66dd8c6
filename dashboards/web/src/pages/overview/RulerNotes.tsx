import type { components } from "../../api/schema";
import { count } from "../../format/number";
import { useResource } from "../../state/live";
import { useClock, type View } from "../../state/world";
import { points, whatChanged, type Ruler } from "./reading";
import { useOverviewWords, type OverviewWords } from "./words";
import "./trend.css";

type RulerMarks = components["schemas"]["RulerMarks"];

/** Where the analysis itself changed, in words: a step of the curve there may not be the customers'. */
export function RulerNotes({ rulers }: { rulers: readonly Ruler[] }) {
  const own = useOverviewWords();
  const clock = useClock();
  return rulers.map((r) => (
    <p key={r.at} className="trend-missing" title={own.rulerOf(r.before, r.after)}><i className="key-ruler" aria-hidden="true" /> {own.rulerNote(clock.moment(new Date(r.at)), whatChanged(r, own))} {sayMeasured(r, own)}</p>
  ));
}

/** The changes of the analysis within what a view shows; none as long as they are not known. */
export function useRulers(view: View, step: "hour" | "day"): readonly Ruler[] {
  return useResource<RulerMarks>(`rulers/${step}/${view.key}`, () => view.ask("/trend/rulers", { step })).data?.rulers ?? [];
}

/** The notes of a view, for charts over time that ask nothing else of them. */
export function ViewRulers({ view }: { view: View }) {
  return <RulerNotes rulers={useRulers(view, "day")} />;
}

export function sayMeasured({ effect: e }: Pick<Ruler, "effect">, own: OverviewWords): string {
  return e ? own.rulerMeasured(count(e.posts), points(e.change), own.to(points(e.likely.low), points(e.likely.high)), e.sure) : own.rulerUnmeasured;
}
