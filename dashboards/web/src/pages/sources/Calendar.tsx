import { useMemo } from "react";
import type { Heard } from "../../api/nouns";
import { count, percent } from "../../format/number";
import { dayOf, two, wall } from "../../format/zone";
import { Panel } from "../../parts/Panel";
import { useClock } from "../../state/world";
import { calendarDays, covered, shades, sumOf, usual } from "./collection";
import { useSourceWords } from "./words";

/** Four weeks, a row a day, a cell an hour: how much was heard, and hatched what was not. */
export function Calendar({ hours }: { hours: Heard[] }) {
  const own = useSourceWords();
  const clock = useClock();
  const days = useMemo(() => calendarDays(hours, (at) => ({ day: dayOf(at, clock.zone), hour: wall(at, clock.zone).hour })), [hours, clock.zone]);
  const shade = useMemo(() => shades(hours), [hours]);
  const { holes } = sumOf(hours);
  const says = holes === 0 ? own.calendarSays.whole : holes === hours.length ? own.calendarSays.unknown : own.calendarSays.holes(count(holes), percent(holes / hours.length, holes < hours.length / 100 ? 1 : 0));
  return (
    <Panel title={own.calendar} says={says}>
      <p className="calendar-key">
        <span><i className="hour shade-0" /><i className="hour shade-2" /><i className="hour shade-4" /> {own.legend.full}</span>
        <span><i className="hour lost" aria-hidden="true" /> {own.legend.lost}</span>
      </p>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={own.calendarCaption}>
        <table className="calendar">
          <caption className="unseen">{own.calendarCaption}</caption>
          <thead>
            <tr>
              <th scope="col"><span className="unseen">{own.dayHead}</span></th>
              {Array.from({ length: 24 }, (_, h) => <th key={h} scope="col" aria-label={`${two(h)}:00`}>{h % 6 === 0 ? h : ""}</th>)}
            </tr>
          </thead>
          <tbody>
            {days.map((d) => (
              <tr key={d.day}>
                <th scope="row">{dayName(d.day, clock.language === "zh")}</th>
                {d.cells.map((h, i) => <Cell key={i} heard={h} at={`${d.day} ${two(i)}:00`} shade={h ? shade(h) : 0} />)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Cell({ heard: h, at, shade }: { heard: Heard | null; at: string; shade: number }) {
  const own = useSourceWords();
  if (!h) return <td className="hour ahead" />;
  const lost = h.coverage < covered;
  const says = lost ? own.cellLost(at, count(h.got)) : own.cellHeard(at, count(h.got), usual(h));
  return <td className={lost ? "hour lost" : `hour shade-${shade}`} title={says}><span className="unseen">{says}</span></td>;
}

const weekdays = { zh: ["日", "一", "二", "三", "四", "五", "六"], en: ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"] };

function dayName(day: string, zh: boolean): string {
  const at = new Date(day + "T00:00:00Z");
  return `${at.getUTCMonth() + 1}/${at.getUTCDate()} ${weekdays[zh ? "zh" : "en"][at.getUTCDay()]}`;
}
