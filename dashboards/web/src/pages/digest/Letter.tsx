import type { ReactNode } from "react";
import type { Digest, DigestFigure, DigestLine } from "../../api/nouns";
import { harmless } from "../../format/spans";
import { dayStart, instant } from "../../format/zone";
import { Link } from "../../parts/Link";
import { Quotes } from "../../parts/Quotes";
import { Nothing } from "../../parts/states";
import { everything } from "../../state/filter";
import { mentionsAddress, useClock } from "../../state/world";
import { Picture } from "./Picture";
import { useDigestWords } from "./words";

interface Props {
  digest: Digest;
  chosen?: string; // id of the line a link led to
  under?: (line: DigestLine) => ReactNode; // what became of a line
  act?: (line: DigestLine) => ReactNode; // what can be done about it
}

/** A letter, live or as it was sent: its figures, what a model said of it, and its sections with what proves each line. */
export function Letter({ digest, chosen = "", under, act }: Props) {
  const w = useDigestWords();
  const clock = useClock();
  const asOf = instant(digest.as_of);
  const sections = digest.sections.filter((s) => s.lines.length > 0);
  return (
    <article className="letter" aria-labelledby="letter-title" lang={digest.language === "en" ? "en" : "zh-CN"}>
      <header>
        <p className="faint">{clock.dayAndWeekday(dayStart(digest.date, clock.zone))}{asOf && <> · {w.asOf(clock.moment(asOf))}</>}</p>
        <h2 id="letter-title">{harmless(digest.title)}</h2>
        {digest.lead && <p className="letter-lead">{harmless(digest.lead)}</p>}
      </header>
      {digest.figures.length > 0 && <ul className="letter-figures" aria-label={w.figures}>{digest.figures.map((f) => <Figure key={f.name} figure={f} day={!digest.period || digest.period === "day"} />)}</ul>}
      {digest.prose.length > 0 && (
        <section className="letter-prose">
          <h3>{w.prose}</h3>
          {digest.prose.map((l) => <p key={l.id} className="letter-text">{harmless(l.text)}</p>)}
          <p className="faint">{w.proseBy(harmless(digest.author))}</p>
        </section>
      )}
      {sections.length === 0 && <Nothing title={w.none} help={w.noneHelp} />}
      {sections.map((s) => (
        <section key={s.name} className={`letter-section letter-${s.name}`}>
          <h3>{harmless(s.title)}</h3>
          <ul>{s.lines.map((l, i) => <Line key={l.id || i} line={l} digest={digest} chosen={chosen !== "" && l.id === chosen} under={under} act={act} />)}</ul>
        </section>
      ))}
      {digest.charts.length > 0 && <section className="letter-charts"><h3>{w.charts}</h3>{digest.charts.map((c) => <Picture key={c.name} chart={c} />)}</section>}
    </article>
  );
}

/** One number beside what it was. The change is said in words; its colour only repeats them. */
function Figure({ figure: f, day }: { figure: DigestFigure; day: boolean }) {
  const w = useDigestWords();
  const tone = f.worse === null ? "" : f.worse ? " worse" : " better";
  return (
    <li className="letter-figure">
      <span className="letter-figure-title">{harmless(f.title)}</span>
      <b><Value text={harmless(f.text)} /></b>
      <span className={`letter-change${tone}`}>{f.worse === null ? "" : f.worse ? "▲ " : "▼ "}{harmless(f.change)}</span>
      {f.before && <span className="faint">{(day ? w.weekBefore : w.before)(harmless(f.before))}</span>}
    </li>
  );
}

/** A number, and smaller beside it the interval it stands with: "86%（82%～89%）". */
function Value({ text }: { text: string }) {
  const cut = text.search(/\s?[（(]/);
  return cut <= 0 ? text : <>{text.slice(0, cut)}<small>{text.slice(cut)}</small></>;
}

/** More numbered links than these nobody follows; the rest is counted. */
const mostProofs = 10;

/** One sentence and what proves it: the voices, the orders, or the query its number comes from. */
function Line({ line, digest, chosen, under, act }: { line: DigestLine; digest: Digest; chosen: boolean } & Pick<Props, "under" | "act">) {
  const w = useDigestWords();
  const behind = mentionsAddress(everything, { brand: digest.brand ? [digest.brand] : [], range: windowOf(digest) });
  const mention = (post: string) => `${behind}&open=${encodeURIComponent(`${post}/${digest.brand || "-"}`)}`;
  return (
    <li className={chosen ? "letter-line chosen" : "letter-line"} id={line.id || undefined} aria-current={chosen || undefined}>
      <p className="letter-text words">{harmless(line.text)}</p>
      {line.evidence.length > 0 && <Quotes evidence={line.evidence} />}
      <p className="split-meta">
        {line.orders.map((o) => <Link key={o} to={`/orders/${encodeURIComponent(o)}`}>{o} →</Link>)}
        {line.posts.length > 0 && (
          <span className="proofs">
            {w.evidence(line.posts.length)}
            {line.posts.slice(0, mostProofs).map((p, i) => <Link key={p} to={mention(p)} aria-label={w.proof(i + 1)}>{i + 1}</Link>)}
          </span>
        )}
        {line.query && <Link to={behind} title={w.query(line.query)}>{w.mentions} →</Link>}
        {act?.(line)}
      </p>
      {under?.(line)}
    </li>
  );
}

/** The stretch of time a letter tells of, as the list of mentions takes it. */
export function windowOf(d: Pick<Digest, "date" | "from" | "as_of">): { from: string; to: string } {
  const from = instant(d.from);
  const to = instant(d.as_of);
  return from && to && from < to ? { from: from.toISOString(), to: to.toISOString() } : { from: d.date, to: d.date };
}
