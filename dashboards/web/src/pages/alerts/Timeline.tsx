import type { Alert, Order } from "../../api/nouns";
import { harmless } from "../../format/spans";
import { Link } from "../../parts/Link";
import { useClock, useWords } from "../../state/world";
import { timeline, type Step } from "./incident";
import { useAlertWords } from "./words";

/** What happened, oldest first: the incident's own moments and what people did about it. */
export function Timeline({ alert, order }: { alert: Alert; order: Order | null }) {
  const clock = useClock();
  return (
    <ol className="alert-steps">
      {timeline(alert, order).map((s, i) => (
        <li key={i}>
          <time className="faint" dateTime={s.at.toISOString()} title={clock.exact(s.at)}>{clock.moment(s.at)}</time>
          <StepText step={s} alert={alert} />
        </li>
      ))}
    </ol>
  );
}

function StepText({ step: s, alert }: { step: Step; alert: Alert }) {
  const w = useWords();
  const own = useAlertWords();
  const who = s.who === "tingfeng" ? w.orders.system : s.who;
  switch (s.what) {
    case "note": {
      const [type, ...text] = s.text.split("\n");
      const said = text.join("\n");
      return <span className="words"><b>{who}</b> {w.orders.event[type ?? ""] ?? type}{said && <span className="soft">{own.colon}{harmless(said)}</span>}</span>;
    }
    case "ordered": return <span>{own.step.ordered} <Link className="inline" to={`/orders/${encodeURIComponent(s.text)}`}>{s.text}</Link></span>;
    case "absorbed": return <span>{own.step.absorbed} {s.text}</span>;
    case "verdict": return <span className="words"><b>{who}</b> {own.verdicts[alert.verdict]}{s.text && <span className="soft">{own.colon}{harmless(s.text)}</span>}</span>;
    case "resolved": return <span>{alert.state === "merged" ? own.step.merged : own.step.resolved}{s.text && <span className="faint"> · {w.alerts.because[s.text] ?? s.text}</span>}</span>;
  }
  return <span>{own.step[s.what]}</span>;
}
