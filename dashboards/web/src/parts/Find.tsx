import { useId } from "react";
import { count } from "../format/number";
import { ownWords } from "../i18n/own";
import "./more.css";

const useFindBoxWords = ownWords({
  find: "查找", of: (n: string) => `在 ${n} 项中查找`,
}, {
  find: "Find", of: (n) => `among ${n}`,
});

const few = 12;

interface Props {
  of: readonly unknown[];
  value: string;
  set: (sought: string) => void;
}

/** A box that narrows a list which lies here whole; a short list needs none. */
export function Find({ of, value, set }: Props) {
  const w = useFindBoxWords();
  const id = useId();
  if (of.length <= few && !value) return null;
  return <p className="find-box"><label htmlFor={id}>{w.find}</label><input id={id} type="search" className="field" value={value} maxLength={60} placeholder={w.of(count(of.length))} onChange={(e) => set(e.target.value)} /></p>;
}

/** Those items of which some text holds every word that is sought, whatever its case. */
export function matching<T>(items: readonly T[], sought: string, texts: (item: T) => readonly (string | undefined)[]): readonly T[] {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return items;
  return items.filter((item) => {
    const all = texts(item).join("\n").toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
