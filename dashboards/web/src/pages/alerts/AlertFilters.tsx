import { Fold } from "../../parts/Fold";
import { useWords } from "../../state/world";
import { address, go, useRoute, withQuery } from "../../state/route";
import { useAlertWords } from "./words";

/** What the list can be narrowed to beside brand and state; the same names as the API's. */
export const filterKeys = ["level", "kind", "verdict"] as const;

/** Level, kind of rule, verdict; kept in the address. */
export function AlertFilters() {
  const w = useWords();
  const own = useAlertWords();
  const { query } = useRoute();
  const set = (change: Record<string, string | null>) => go(address("/alerts", withQuery(query, change)), { replace: true });
  const n = filterKeys.filter((k) => query.get(k)).length;
  const choices: Record<(typeof filterKeys)[number], Record<string, string>> = { level: w.level, kind: own.kinds, verdict: own.verdicts };
  return (
    <Fold label={own.filters} className="fold-field fold-right alert-filters" text={<span>{own.filters}{n > 0 && ` ${n}`}</span>}>
      {filterKeys.map((key) => (
        <label key={key} className="alert-filter">{own[key]}
          <select className="field" value={query.get(key) ?? ""} onChange={(e) => set({ [key]: e.target.value || null })}>
            <option value="">{own.all}</option>
            {Object.entries(choices[key]).map(([value, word]) => <option key={value} value={value}>{word}</option>)}
          </select>
        </label>
      ))}
      {n > 0 && <button type="button" className="textlink" onClick={() => set(Object.fromEntries(filterKeys.map((k) => [k, null])))}>{own.clear}</button>}
    </Fold>
  );
}
