import { percent } from "../format/number";
import { useWords } from "../state/world";
import "./range.css";

interface Props {
  value: number | null;
  low: number | null;
  high: number | null;
  most: number; // where the axis ends
  raw?: number | null; // as counted, a hollow ring
  usual?: number; // what all have in common, a dashed line
  faint?: boolean; // too few to mean something
}

/** A share on an axis that begins at nought: a bar where it lies with 90 %, a dot for the value. Its words stand beside it. */
export function Range({ value, low, high, most, raw, usual, faint = false }: Props) {
  const at = (x: number) => `${Math.min(100, (x / Math.max(most, 1e-9)) * 100)}%`;
  return (
    <span className={faint ? "range range-faint" : "range"} aria-hidden="true">
      {usual !== undefined && <i className="range-usual" style={{ left: at(usual) }} />}
      {low !== null && high !== null && <i className="range-span" style={{ left: at(low), right: `calc(100% - ${at(high)})` }} />}
      {raw !== undefined && raw !== null && <i className="range-raw" style={{ left: at(raw) }} />}
      {value !== null && <i className="range-dot" style={{ left: at(value) }} />}
    </span>
  );
}

/** 32%（28–36%） */
export function Between({ low, high }: { low: number | null; high: number | null }) {
  const w = useWords();
  if (low === null || high === null) return null;
  return <span className="between" title={w.number.between}>{Math.round(low * 100)}–{percent(high, 0)}</span>;
}
