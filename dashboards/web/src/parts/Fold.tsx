import { useEffect, useRef, type ReactNode } from "react";
import "./controls.css";

interface Props {
  label: string; // for those who hear the page
  text: ReactNode; // what the closed fold shows
  className?: string;
  children: ReactNode | ((close: () => void) => ReactNode);
}

/** A button that unfolds a small box below it. Closes by Escape, by a click elsewhere, and when the focus leaves. */
export function Fold({ label, text, className = "", children }: Props) {
  const fold = useRef<HTMLDetailsElement>(null);
  const close = () => {
    if (fold.current) fold.current.open = false;
  };
  useEffect(() => {
    const elsewhere = (e: PointerEvent) => {
      // What floats above the page, a calendar, belongs to the box that opened it.
      if (e.target instanceof Element && (fold.current?.contains(e.target) || e.target.closest(".ant-picker-dropdown"))) return;
      close();
    };
    document.addEventListener("pointerdown", elsewhere);
    return () => document.removeEventListener("pointerdown", elsewhere);
  }, []);
  return (
    <details className={`fold ${className}`} ref={fold}
      onKeyDown={(e) => {
        if (e.key !== "Escape" || !fold.current?.open) return;
        close();
        fold.current.querySelector("summary")?.focus();
      }}>
      <summary aria-label={label} title={label}>{text}</summary>
      <div className="fold-box">{typeof children === "function" ? children(close) : children}</div>
    </details>
  );
}

interface ChoiceProps<T extends string> {
  name: string;
  title?: string;
  all: readonly T[];
  chosen: T | null;
  word: (t: T) => ReactNode;
  choose: (t: T) => void;
}

/** One of several, as radio buttons under each other. */
export function Choice<T extends string>({ name, title, all, chosen, word, choose }: ChoiceProps<T>) {
  return (
    <fieldset className="choice">
      {title && <legend>{title}</legend>}
      {all.map((t) => (
        <label key={t}><input type="radio" name={name} value={t} checked={t === chosen} onChange={() => choose(t)} />{word(t)}</label>
      ))}
    </fieldset>
  );
}
