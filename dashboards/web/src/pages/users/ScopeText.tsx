import type { Me } from "../../api/nouns";
import { useNames } from "../../state/world";
import { useAccountWords } from "../account/words";

/** What a scope lets somebody see, in words. */
export function ScopeText({ scope }: { scope: Me["scope"] }) {
  const w = useAccountWords();
  const names = useNames();
  if (scope.none) return <>{w.nothing}</>;
  const brands = (scope.brands ?? []).map(names.brand), places = [...(scope.regions ?? []), ...(scope.stores ?? []).map(names.store)];
  return <>{brands.length + places.length === 0 ? w.everything : w.scope(brands.join("、"), places.join("、"))}</>;
}
