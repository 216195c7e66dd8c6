import { unnarrowed, useNameOf, useNarrowed } from "../../say/narrowed";
import { count } from "../../format/number";
import { restrictions, type Filter } from "../../state/filter";
import { useClock, useNames, useWords, type View } from "../../state/world";

interface Props {
  view: View;
  set: (part: Partial<Filter>) => void;
  total: number | null;
}

/** What is being looked at, in words, each restriction with a button that lifts it. */
export function ActiveFilters({ view, set, total }: Props) {
  const w = useWords();
  const names = useNames();
  const nameOf = useNameOf();
  const narrowed = useNarrowed();
  const clock = useClock();
  const f = view.filter;
  const active: { text: string; lift: Partial<Filter> }[] = [];
  if (f.q) active.push({ text: `“${f.q}”`, lift: { q: "" } });
  if (f.sentiment) active.push({ text: w.sentiment[f.sentiment], lift: { sentiment: "" } });
  if (f.complaint) active.push({ text: w.filter.complaint, lift: { complaint: false } });
  if (f.severity) active.push({ text: `${w.filter.severity} ${w.filter.severityAtLeast(f.severity)}`, lift: { severity: 0 } });
  if (f.topic) active.push({ text: nameOf(f.topic), lift: { topic: "" } });
  if (f.aspect) active.push({ text: nameOf(f.aspect), lift: { aspect: "", judged: "" } });
  for (const s of f.source) active.push({ text: names.source(s), lift: { source: f.source.filter((x) => x !== s) } });
  if (f.store) active.push({ text: names.store(f.store), lift: { store: "" } });
  if (f.raw) active.push({ text: `${w.filter.data}: ${w.filter.raw}`, lift: { raw: false } });
  active.push(...narrowed(f));
  const { from, to } = view.span();
  return (
    <div className="active-filters">
      <span className="active-total" aria-live="polite">{total === null ? " " : w.mentions.total(count(total))}</span>
      <span className="faint">{clock.span(from, to)}</span>
      {active.map((a) => (
        <button key={a.text} type="button" className="active-filter" onClick={() => set(a.lift)} aria-label={w.filter.remove(a.text)}>
          {a.text} <span aria-hidden="true">×</span>
        </button>
      ))}
      {restrictions(f) > 1 && (
        <button type="button" className="textlink" onClick={() => set({ q: "", sentiment: "", complaint: false, severity: 0, topic: "", aspect: "", source: [], store: "", raw: false, ...unnarrowed })}>{w.filter.clear}</button>
      )}
    </div>
  );
}
