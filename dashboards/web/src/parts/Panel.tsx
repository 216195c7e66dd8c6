import { useId, type ReactNode } from "react";

interface Props {
  title: string;
  says?: string | null; // the conclusion, in one sentence; null while it is not known yet
  note?: string;
  aside?: ReactNode; // controls or a link at the right of the title
  className?: string;
  children: ReactNode;
}

/** One part of a page: its name small, what it says large, the evidence below. */
export function Panel({ title, says, note, aside, className = "", children }: Props) {
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id}>{title}</h2>
        {aside && <div className="panel-aside">{aside}</div>}
      </header>
      {says && <p className="says">{says}</p>}
      {children}
      {note && <p className="panel-note">{note}</p>}
    </section>
  );
}
