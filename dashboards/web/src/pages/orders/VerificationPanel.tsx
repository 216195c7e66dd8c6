import type { ReactNode } from "react";
import type { Order, Verification } from "../../api/nouns";
import { percent } from "../../format/number";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { Chip } from "../../parts/marks";
import { useClock } from "../../state/world";
import { ms } from "./due";
import { tongue } from "../../say/server";
import { useOrderWords } from "./words";

const tone = { watching: "plain", passed: "positive", failed: "negative", unclear: "noise" } as const;
const sign = { watching: "◷", passed: "✓", failed: "✕", unclear: "?" };

/** Whether people really complain less since, and whether that is more than time alone would have done. */
export function VerificationPanel({ order }: { order: Order }) {
  const own = useOrderWords();
  const clock = useClock();
  const v = order.verification;
  if (!v.state) return null;
  const until = instant(v.until);
  return (
    <section className="verification" aria-label={own.verification}>
      <h3>{own.verification} <Chip tone={tone[v.state]}>{sign[v.state]} {own.verdictOf[v.state]}</Chip>{v.state === "watching" && until && <span className="faint"> {own.until(clock.moment(until))}</span>}</h3>
      {v.verdict && <p className="says" lang={tongue(v.verdict)}>{harmless(v.verdict)}</p>}
      <Rates of={v} />
      <Facts of={v} />
      <p className="faint">{own.verifyHelp}</p>
    </section>
  );
}

const rate = (n: number) => (n >= 10 ? n.toFixed(0) : n.toFixed(1));

/** Before, at the peak and after, as bars on one scale with the limit drawn through. */
function Rates({ of: v }: { of: Verification }) {
  const own = useOrderWords();
  const rows: [string, number, string][] = [[own.before, v.before, "before"], [own.peak, v.peak, "peak"], [own.after, v.after, v.after > v.limit ? "after-over" : "after"]];
  const most = Math.max(v.before, v.peak, v.after, v.limit, 0.1);
  return (
    <div className="rates">
      {rows.map(([name, n, look]) => (
        <div key={look} className="rate">
          <span>{name}</span>
          <span className="rate-track" aria-hidden="true"><i className={`rate-${look}`} style={{ width: `${(n / most) * 100}%` }} />{v.limit > 0 && <b style={{ left: `${(v.limit / most) * 100}%` }} title={own.limit} />}</span>
          <span className="num">{(look.startsWith("after") ? v.heard : v.heard_before) === 0 ? own.notKnown : own.perHour(rate(n))}</span>
        </div>
      ))}
      {v.limit > 0 && <p className="faint">┆ {own.limit} {own.perHour(rate(v.limit))}</p>}
    </div>
  );
}

function Facts({ of: v }: { of: Verification }) {
  const own = useOrderWords();
  const clock = useClock();
  const length = (n: number) => (n > 0 ? clock.length(ms(n)) : own.notKnown);
  const facts: [string, ReactNode][] = [
    [own.share, own.shareFrom(v.heard_before > 0 ? percent(v.past_part, 0) : own.notKnown, v.heard > 0 ? percent(v.part, 0) : own.notKnown)],
    [own.half, v.half_life > 0 || v.usual_half_life > 0 ? own.halfUsual(length(v.half_life), length(v.usual_half_life)) : own.notKnown],
    [own.control, v.control > 0 ? own.controlTimes(v.control.toFixed(2)) : own.notKnown],
    [own.effect, v.effect > 0 && own.effectTimes(v.effect.toFixed(1), v.effect_low.toFixed(1), v.effect_high.toFixed(1))],
    [own.heard, own.heardFrom(percent(v.heard_before, 0), percent(v.heard, 0))],
  ];
  return <dl className="facts">{facts.filter(([, x]) => x).map(([name, x]) => <div key={name}><dt>{name}</dt><dd>{x}</dd></div>)}</dl>;
}
