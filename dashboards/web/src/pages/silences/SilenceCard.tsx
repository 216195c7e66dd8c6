import { useState, type FormEvent } from "react";
import type { Silence } from "../../api/nouns";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { Link } from "../../parts/Link";
import { Chip } from "../../parts/marks";
import { NameField } from "../../parts/NameField";
import { useClock, useNames, useWords } from "../../state/world";
import { useAsk } from "./ask";
import { Refused } from "./Refused";
import { useSilenceWords } from "./words";

const shown = 5; // incidents named one by one

/** One silence: of what, how long, why, by whom, and what it kept quiet. */
export function SilenceCard({ silence: s, ended }: { silence: Silence; ended: () => void }) {
  const w = useSilenceWords();
  const all = useWords();
  const clock = useClock();
  const names = useNames();
  const [ending, setEnding] = useState(false);
  const of = [s.brand && names.brand(s.brand), s.topic && names.title(s.topic), s.store && names.store(s.store), s.rule && `${w.rule} ${s.rule}`].filter(Boolean);
  const made = instant(s.at);
  return (
    <li className={`silence silence-${s.state}`}>
      <div className="silence-head">
        <b className="words">{of.length > 0 ? of.join(" · ") : w.everything}</b>
        <Chip>{s.up_to === "red" ? w.allLevels : w.upTo(all.level[s.up_to || "orange"])}</Chip>
        <Span silence={s} />
        {s.state !== "ended" && !ending && <button type="button" className="btn btn-small" onClick={() => setEnding(true)}>{w.end}</button>}
      </div>
      <p className="words soft">{harmless(s.reason)}</p>
      <p className="split-meta">
        <span>{w.by(s.actor, made ? clock.moment(made) : "")}</span>
        {s.hushed.length === 0 ? <span>{w.hushedNone}</span> : (
          <span>{w.hushed(s.hushed.length)}{w.colon}{s.hushed.slice(0, shown).map((id, i) => <span key={id}>{i > 0 && w.comma}<Link to={`/alerts/${encodeURIComponent(id)}`}>{id}</Link></span>)}{s.hushed.length > shown && ` ${w.more(s.hushed.length)}`}</span>
        )}
      </p>
      {ending && <End silence={s} close={() => setEnding(false)} ended={ended} />}
    </li>
  );
}

/** When it begins, how long it lasts yet, or how it ended. */
function Span({ silence: s }: { silence: Silence }) {
  const w = useSilenceWords();
  const clock = useClock();
  const from = instant(s.from), to = instant(s.to), early = instant(s.ended_at);
  if (!from || !to) return null;
  if (s.state === "planned") return <span className="silence-span">{w.from(clock.moment(from))} · {w.until(clock.moment(to))}</span>;
  if (s.state === "running") return <span className="silence-span"><b>{w.left(clock.length(to.getTime() - clock.now.getTime()))}</b> · {w.until(clock.moment(to))}</span>;
  return <span className="silence-span faint">{early ? w.endedBy(s.ended_by, clock.moment(early)) : w.ended(clock.moment(to))}</span>;
}

function End({ silence, close, ended }: { silence: Silence; close: () => void; ended: () => void }) {
  const w = useSilenceWords();
  const ask = useAsk(() => { ended(); close(); });
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (ask.ready(true)) void ask.send(`/silences/${encodeURIComponent(silence.id)}/end`, {});
  };
  return (
    <form className="command-form" aria-label={w.end} onSubmit={submit}>
      <p className="soft">{w.endSays}</p>
      <NameField value={ask.name} set={ask.setName} missing={ask.missing} help={w.operatorHelp} autoFocus />
      <Refused trouble={ask.trouble} />
      <div className="command-buttons">
        <button type="submit" className="btn btn-primary" disabled={ask.busy} aria-busy={ask.busy}>{w.end}</button>
        <button type="button" className="btn" onClick={close}>{w.cancel}</button>
      </div>
    </form>
  );
}
