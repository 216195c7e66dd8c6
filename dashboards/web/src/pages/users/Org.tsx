import type { Users } from "../../api/nouns";
import { useNames } from "../../state/world";

/** The units under one, each with what it names. */
export function Org({ units, under }: { units: Users["units"]; under: string }) {
  const names = useNames();
  const own = units.filter((u) => u.parent === under);
  if (own.length === 0) return null;
  return (
    <ul className="org">
      {own.map((u) => {
        const named = [...(u.brands ?? []).map(names.brand), ...(u.regions ?? []), ...(u.stores ?? []).map(names.store)];
        return <li key={u.id}>{u.title}{named.length > 0 && <span className="faint"> · {named.join("、")}</span>}<Org units={units} under={u.id} /></li>;
      })}
    </ul>
  );
}
