import { useEffect, type ReactNode } from "react";
import { WindMark } from "../../parts/icons";
import { Preferences } from "../../parts/Preferences";
import { useWords } from "../../state/world";
import "../../parts/form.css";
import "./signin.css";

/** The pages before the pages: one box in the middle. */
export function Frame({ title, children }: { title: string; children: ReactNode }) {
  const w = useWords();
  useEffect(() => {
    document.title = `${title} · ${w.name}`;
  }, [title, w.name]);
  return (
    <div className="entry">
      <header className="entry-head"><span className="entry-mark"><WindMark /> {w.name}</span><Preferences /></header>
      <main className="entry-box" id="main">
        <h1>{title}</h1>
        {children}
      </main>
    </div>
  );
}
