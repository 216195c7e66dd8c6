import { useId } from "react";
import type { Collected, Heard } from "../../api/nouns";
import { count, percent } from "../../format/number";
import { instant } from "../../format/zone";
import { useLanguage } from "../../i18n/language";
import { Chip } from "../../parts/marks";
import { Link } from "../../parts/Link";
import { useClock, useWords } from "../../state/world";
import { covered, lengthOf, scheduled, sumOf, usual } from "./collection";
import { stateSign, useSourceWords } from "./words";

/** Every source in a row: how it does, what it brought beside the usual, and below it what to do. */
export function SourceTable({ items }: { items: Collected[] }) {
  const own = useSourceWords();
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={own.caption}>
      <table className="health">
        <caption className="unseen">{own.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{own.source}</th><th scope="col">{own.health}</th><th scope="col">{own.fortnight}</th>
            <th scope="col" className="num">{own.day}</th><th scope="col" className="num">{own.week}</th><th scope="col" className="num">{own.covered}</th>
            <th scope="col">{own.last}</th><th scope="col">{own.next}</th><th scope="col" className="num" title={own.claimsHelp}>{own.stored}</th>
          </tr>
        </thead>
        {items.map((s) => <Row key={s.id} source={s} />)}
      </table>
    </div>
  );
}

function Row({ source: s }: { source: Collected }) {
  const w = useWords();
  const own = useSourceWords();
  const clock = useClock();
  const last = instant(s.last?.ended_at), next = instant(s.next_at);
  const told = s.remedy.zh !== "" && s.state !== "disabled" && s.state !== "never" || s.gaps.length > 0;
  return (
    <tbody className={told ? "told-row" : undefined}>
      <tr>
        <th scope="row">
          <Link to={`/sources/${encodeURIComponent(s.id)}`} className="source-name">{s.title || s.id}</Link>
          <p className="faint">{w.sourceKind[s.kind] ?? s.kind}{s.every > 0 && ` · ${own.every(s.every < 60 ? own.seconds(s.every) : clock.length(s.every * 1000))}`}{s.opt_in && <> <Chip>{own.optIn}</Chip></>}{s.remote && <> <Chip>{own.remote}</Chip></>}</p>
        </th>
        <td data-label={own.health}><State state={s.state} /></td>
        <td data-label={own.fortnight} className="trace-cell"><Trace days={s.days} expected={scheduled(s)} /></td>
        <td data-label={own.day} className="num"><Beside heard={s.day} /></td>
        <td data-label={own.week} className="num"><Beside heard={s.week} /></td>
        <td data-label={own.covered} className="num"><Covered of={s} /></td>
        <td data-label={own.last}>{last ? <time dateTime={s.last!.ended_at} title={clock.exact(last)}>{clock.relative(last)}</time> : <span className="faint">{own.never}</span>}</td>
        <td data-label={own.next}>{next ? <time dateTime={s.next_at ?? ""} title={clock.exact(next)}>{next < clock.now ? <span className="due-soon">{own.overdueBy(clock.length(clock.now.getTime() - next.getTime()))}</span> : clock.relative(next)}</time> : <span className="faint">{s.every > 0 ? "—" : own.byHand}</span>}</td>
        <td data-label={own.stored} className="num" title={own.claimsHelp}>{s.claimed >= 0 ? own.claims(count(s.fetched), count(s.claimed)) : count(s.fetched)}</td>
      </tr>
      {told && <tr className="told"><td colSpan={9}><Told source={s} /></td></tr>}
    </tbody>
  );
}

/** What is missing of a source and what to do, in a sentence each. */
export function Told({ source: s }: { source: Collected }) {
  const own = useSourceWords();
  const clock = useClock();
  const zh = useLanguage() === "zh";
  const open = s.gaps.find((g) => g.open);
  const lost = s.gaps.filter((g) => !g.open).length;
  const missing = [open && own.openGap(clock.length(lengthOf(open))), lost > 0 && own.lostGaps(lost)].filter(Boolean).join(own.comma);
  return (
    <p className="remedy">
      {missing && <Link to={`/sources/${encodeURIComponent(s.id)}?tab=gaps`}>▨ {missing}</Link>}
      {s.remedy.zh && <span>{zh ? s.remedy.zh : s.remedy.en}</span>}
    </p>
  );
}

export function State({ state }: { state: Collected["state"] }) {
  const own = useSourceWords();
  return <span className={`state state-${state}`}><span aria-hidden="true">{stateSign[state]}</span> {own.state[state] ?? state}</span>;
}

/** What came, and small beside it what usually comes. */
function Beside({ heard }: { heard: Heard }) {
  const own = useSourceWords();
  const e = usual(heard);
  return <span title={own.gotLong(count(heard.got), e)}>{count(heard.got)}{e !== null && <span className="faint"> / {e}</span>}</span>;
}

function Covered({ of: s }: { of: Collected }) {
  if (!scheduled(s)) return <span className="faint">—</span>;
  const whole = s.week.coverage >= covered;
  // Never rounded up to whole: 99.7 % is a gap.
  return <span className={whole ? "" : "due-soon"}>{whole ? "100%" : `▨ ${percent(Math.floor(s.week.coverage * 100) / 100, 0)}`}</span>;
}

const wide = 9, high = 26;

/** A bar a day of what was heard, a line across it for what usually comes, hatched where not all was heard. */
export function Trace({ days, expected }: { days: Heard[]; expected: boolean }) {
  const own = useSourceWords();
  const clock = useClock();
  const pattern = useId();
  const sum = sumOf(days);
  const top = Math.max(1, ...days.map((d) => Math.max(d.got, d.expected)));
  const y = (n: number) => high - Math.max(n > 0 ? 1.5 : 0, (n / top) * (high - 2));
  const label = own.trace(count(sum.got), sum.expected === null ? null : count(Math.round(sum.expected)), expected ? sum.holes : 0);
  return (
    <svg className="trace" width={days.length * wide} height={high} viewBox={`0 0 ${days.length * wide} ${high}`} role="img" aria-label={label}>
      <defs>
        <pattern id={pattern} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="1.3" height="4" className="trace-gap" /></pattern>
      </defs>
      {days.map((d, i) => (
        <g key={d.at}>
          <title>{`${clock.dayAndWeekday(new Date(d.at))} ${own.gotLong(count(d.got), usual(d))}`}</title>
          <rect x={i * wide} y="0" width={wide} height={high} fill={expected && d.coverage < covered ? `url(#${pattern})` : "transparent"} />
          <rect x={i * wide + 1} y={y(d.got)} width={wide - 3} height={high - y(d.got)} className={i === days.length - 1 ? "trace-bar trace-running" : "trace-bar"} />
          {d.expected >= 0 && <rect x={i * wide} y={y(d.expected) - 0.75} width={wide - 1} height="1.5" className="trace-usual" />}
        </g>
      ))}
    </svg>
  );
}
