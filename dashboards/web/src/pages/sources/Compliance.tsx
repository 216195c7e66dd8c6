import type { ReactNode } from "react";
import type { SourceDetail } from "../../api/nouns";
import { bytes, count } from "../../format/number";
import { useLanguage } from "../../i18n/language";
import { useClock, useWords } from "../../state/world";
import { useSourceWords } from "./words";

/** What is collected of a source, how, how often and on what ground: a page to print and file. */
export function Compliance({ source: s }: { source: SourceDetail }) {
  const w = useWords();
  const own = useSourceWords();
  const clock = useClock();
  const zh = useLanguage() === "zh";
  const say = (t: { zh: string; en: string }) => (zh ? t.zh : t.en);
  const passive = s.kind === "import" || s.kind === "push";
  const length = (seconds: number) => (seconds <= 0 ? null : seconds < 60 ? own.seconds(seconds) : clock.length(seconds * 1000));
  const rows: [string, ReactNode][] = [
    [own.rows.how, <>{say(s.about.how)}{s.address && <p className="faint words">{s.address}</p>}</>],
    [own.rows.pace, passive ? own.passivePace : own.paceOf(s.schedule, length(s.every), length(s.about.pace))],
    [own.rows.load, !passive && own.loadOf(count(s.visits), count(s.requests), bytes(s.bytes))],
    [own.rows.ground, <>{s.basis && <p className="words"><b>{own.configured}</b>{s.basis}</p>}<p>{s.basis && <b>{own.ofKind}</b>}{say(s.about.basis)}</p></>],
    [own.rows.robots, passive ? own.robotsNone : own.robotsText],
    [own.rows.optIn, s.about.opt_in && say(s.about.risk)],
    [own.rows.kept, own.keptText],
    [own.rows.lacks, say(s.about.lacks)],
    [own.rows.blocked, !passive && own.blockedText],
    [own.rows.who, passive ? own.whoNone : s.remote ? own.whoRemote : own.whoLocal],
  ];
  return (
    <section className="panel compliance" aria-labelledby="compliance-title">
      <header className="compliance-head">
        <div>
          <h3 id="compliance-title">{own.compliance} · {s.title || s.id}</h3>
          <p className="faint">{say(s.about.title) || (w.sourceKind[s.kind] ?? s.kind)} · {own.asOf(clock.exact(clock.now))}</p>
        </div>
        <button type="button" className="btn btn-small no-print" onClick={() => window.print()}>{own.print}</button>
      </header>
      <p className="faint no-print">{own.complianceHelp}</p>
      <dl className="compliance-rows">
        {rows.filter(([, value]) => value).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
    </section>
  );
}
