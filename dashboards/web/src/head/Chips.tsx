import { percent } from "../format/number";
import { useNameOf } from "../say/narrowed";
import { everything, headFields, narrowed, type Filter, type HeadField } from "../state/filter";
import { useMeta, useNames, useWords } from "../state/world";
import { platformName } from "./choices";
import { useHeadWords } from "./words";

/** The filter with a field of the header as if it had never been set. */
export function lifted(fields: readonly HeadField[]): Partial<Filter> {
  const part: Partial<Filter> = {};
  for (const field of fields) for (const key of headFields[field]) Object.assign(part, { [key]: everything[key] });
  return part;
}

/** What a narrowing of the header is, in words. */
function useWordOf(): (f: Filter, field: HeadField) => string {
  const w = useWords();
  const own = useHeadWords();
  const names = useNames();
  const nameOf = useNameOf();
  const meta = useMeta();
  const first = (all: string[]) => (all.length > 1 ? own.several(all[0]!, all.length) : (all[0] ?? ""));
  return (f, field) => {
    switch (field) {
      case "sentiment": return f.sentiment ? w.sentiment[f.sentiment] : "";
      case "source": return first(f.source.map(names.source));
      case "platform": return first(f.platform.map((p) => platformName(meta, p)));
      case "region": return f.region;
      case "store": return names.store(f.store);
      case "topic": return nameOf(f.topic);
      case "data": return `${w.filter.data}: ${w.filter.raw}`;
      case "coverage": return own.coverageChip(percent(f.coverage, 0));
      case "compare": return own.against(f.compare ? own.year : own.prev);
    }
  };
}

interface Props {
  filter: Filter;
  fields: readonly HeadField[];
  change: (part: Partial<Filter>) => void;
}

/** What the page is narrowed to, each with a button that lifts it. */
export function Chips({ filter, fields, change }: Props) {
  const w = useWords();
  const own = useHeadWords();
  const wordOf = useWordOf();
  const set = narrowed(filter, fields);
  if (set.length === 0) return null;
  return (
    <div className="head-chips" role="group" aria-label={own.narrowed(set.length)}>
      {set.map((field) => {
        const text = wordOf(filter, field);
        return (
          <button key={field} type="button" className="head-chip" onClick={() => change(lifted([field]))} aria-label={w.filter.remove(text)}>
            {text} <span aria-hidden="true">×</span>
          </button>
        );
      })}
      <button type="button" className="textlink" onClick={() => change(lifted(fields))}>{own.clear}</button>
    </div>
  );
}
