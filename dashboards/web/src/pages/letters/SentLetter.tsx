import { useEffect, useState } from "react";
import { apiAddress, tell } from "../../api/client";
import type { DigestLine, LetterRecord, LetterSent, LineOpened, Question } from "../../api/nouns";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { Link } from "../../parts/Link";
import { Show } from "../../parts/states";
import { useResource } from "../../state/live";
import { useMay } from "../../state/me";
import { go, useRoute, withQuery } from "../../state/route";
import { useClock } from "../../state/world";
import { AntLook } from "../../style/AntLook";
import { Letter } from "../digest/Letter";
import { late } from "./late";
import { Reply } from "./Reply";
import { useLettersWords } from "./words";

/** A letter as it was sent: DATE/BRAND[/AUDIENCE]. A link in it leads to one of its lines. */
export function SentLetter({ id }: { id: string }) {
  const own = useLettersWords();
  const { query } = useRoute();
  const [date = "", brand = "", audience = "-"] = id.split("/");
  const path = `/letters/${[date, brand, audience || "-"].map(encodeURIComponent).join("/")}`;
  const letter = useResource<LetterSent>(path, () => path);
  const line = query.get("line") ?? "";
  useOpened(path, line, query.get("from") !== "archive");
  return (
    <AntLook>
      <div className="digest">
        <div className="digest-tools">
          <Link to="/letters">← {own.archive}</Link>
          <span className="digest-links">
            <button type="button" className="textlink" onClick={() => window.print()}>{own.print}</button>
            <a href={apiAddress(`${path}/letter.html`, new URLSearchParams())} target="_blank" rel="noreferrer">{own.html} ↗</a>
            <a href={apiAddress(`${path}/letter.xlsx`, new URLSearchParams())} download>{own.xlsx} ↓</a>
          </span>
        </div>
        <Show of={letter} lines={14}>{(d) => <Sent sent={d} path={path} line={line} reload={letter.reload} />}</Show>
      </div>
    </AntLook>
  );
}

/** Counts one arrival by a link of the letter; reloading the page is no second one. */
function useOpened(path: string, line: string, byLink: boolean) {
  useEffect(() => {
    const key = `tingfeng:opened:${path}?${line}`;
    if (!byLink || sessionStorage.getItem(key)) return;
    sessionStorage.setItem(key, "1");
    tell<LineOpened>(`${path}/opens`, { line }).catch(() => sessionStorage.removeItem(key)); // a count that is missing hurts nobody
  }, [path, line, byLink]);
}

function Sent({ sent, path, line, reload }: { sent: LetterSent; path: string; line: string; reload: () => void }) {
  const own = useLettersWords();
  const { query, path: here } = useRoute();
  const may = useMay("act");
  const [replying, setReplying] = useState(window.location.hash === "#reply" ? line : "");
  useEffect(() => {
    if (line) document.getElementById(line)?.scrollIntoView({ block: "center" });
  }, [line]);
  const choose = (to: string) => {
    setReplying(to);
    go(`${here}?${withQuery(query, { line: to || null, from: "archive" })}`, { replace: true, keepScroll: true });
  };
  const under = (l: DigestLine) => {
    const asked = sent.questions.filter((q) => q.line === l.id);
    const orders = sent.orders.filter((o) => o.line === l.id);
    return (
      <>
        {asked.map((q) => <Asked key={q.id} question={q} />)}
        {orders.map((o) => <p key={o.order} className="letter-became">{own.becameOrder} <Link to={`/orders/${encodeURIComponent(o.order)}`}>{o.order}</Link></p>)}
        {may && l.id && replying === l.id && <Reply letter={path} line={l} done={reload} close={() => choose("")} />}
      </>
    );
  };
  const act = (l: DigestLine) => may && l.id && replying !== l.id && <button type="button" className="textlink letter-reply" onClick={() => choose(l.id)}>{own.reply}</button>;
  return (
    <>
      <p className="letter-fate faint"><Fate record={sent.record} /></p>
      <Letter digest={sent.letter} chosen={line} under={under} act={act} />
    </>
  );
}

/** A question under its line, with its answer or whose turn it is. */
function Asked({ question: q }: { question: Question }) {
  const own = useLettersWords();
  const clock = useClock();
  const at = instant(q.asked_at);
  return (
    <p className="letter-became words">
      <b>{harmless(q.asker)}</b>{at && <span className="faint"> {clock.moment(at)}</span>}：{harmless(q.text)}<br />
      {q.answer ? <><b>{harmless(q.answered_by)}</b>：{harmless(q.answer)}</> : <span className="faint">{q.to ? own.waits(harmless(q.to)) : own.waitsNobody}</span>}
    </p>
  );
}

/** What became of a letter: when it went out, how late, to where, and who came back to it. */
export function Fate({ record: r }: { record: LetterRecord }) {
  const own = useLettersWords();
  const clock = useClock();
  const sent = instant(r.sent_at);
  const delay = late(r);
  if (r.skipped) return <span className="letter-skipped">{own.skipped[r.skipped] ?? own.skippedElse(r.skipped)}</span>;
  return (
    <>
      {sent && <time dateTime={r.sent_at} title={clock.exact(sent)}>{own.sentAt(clock.moment(sent))}</time>}
      {delay && <span className="letter-late"> · {own.late(delay.hours, delay.minutes)}</span>}
      {" · "}{r.channels.length ? own.to_(r.channels.map(harmless).join("、")) : own.shelf}
      {" · "}{own.opens(r.opens, r.readers)}{r.replies > 0 && <> · {own.replies(r.replies)}</>}
    </>
  );
}
