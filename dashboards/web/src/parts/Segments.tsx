import { useId, type ReactNode } from "react";
import "./controls.css";

interface Props<T extends string | number> {
  label: string;
  value: T;
  options: { value: T; label: ReactNode; title?: string }[];
  onChange: (value: T) => void;
  block?: boolean; // as wide as what holds it
}

/** One of a few, side by side: radio buttons underneath, so that arrow keys and screen readers know what to do. */
export function Segments<T extends string | number>({ label, value, options, onChange, block = false }: Props<T>) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={block ? "segments segments-block" : "segments"}>
      {options.map((o) => (
        <label key={o.value} title={o.title} className={o.value === value ? "chosen" : ""}>
          <input type="radio" name={name} checked={o.value === value} onChange={() => onChange(o.value)} />
          <span>{o.label}</span>
        </label>
      ))}
    </div>
  );
}
