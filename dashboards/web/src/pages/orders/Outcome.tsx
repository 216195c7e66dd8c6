import type { Callback, Order } from "../../api/nouns";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { Chip } from "../../parts/marks";
import { Link } from "../../parts/Link";
import { useClock } from "../../state/world";
import { outsideLink } from "./outside";
import { useOrderWords } from "./words";

/** What was done and answered, what it came from, and what the customers said afterwards. */
export function Outcome({ order: o }: { order: Order }) {
  const own = useOrderWords();
  const clock = useClock();
  const answered = instant(o.answered_at);
  const link = outsideLink(o.answered_url);
  const cause = o.cause_path.cause || o.cause;
  if (!o.action && !cause && !answered && o.callbacks.length === 0 && o.attachments.length === 0) return null;
  return (
    <dl className="outcome">
      {answered && <div><dt>{own.answered}</dt><dd><span className="kept">✓ {own.answeredAt(clock.moment(answered))}</span>{link && <> <a href={link} target="_blank" rel="noreferrer noopener">{own.openAnswer} ↗</a></>}</dd></div>}
      {o.action && <div><dt>{own.action}</dt><dd className="words">{harmless(o.action)}</dd></div>}
      {cause && (
        <div>
          <dt>{own.cause}</dt>
          <dd className="words">{harmless(cause)}{(o.cause_path.process || o.cause_path.department) && <span className="faint"> · {[o.cause_path.department, o.cause_path.process].filter(Boolean).map(harmless).join(" › ")}</span>} <Link to={`/causes?open=${encodeURIComponent(o.id)}`}>→</Link></dd>
        </div>
      )}
      {o.callbacks.length > 0 && <div><dt>{own.callbacks}</dt>{o.callbacks.map((c, i) => <dd key={i} className="words"><Called call={c} /></dd>)}</div>}
      {o.attachments.length > 0 && (
        <div>
          <dt>{own.attachments}</dt>
          {o.attachments.map((a, i) => <dd key={i} className="words">{outsideLink(a.url) ? <a href={outsideLink(a.url)!} target="_blank" rel="noreferrer noopener">{harmless(a.title || a.url)} ↗</a> : harmless(a.title)} <span className="faint">{a.actor}</span></dd>)}
        </div>
      )}
    </dl>
  );
}

function Called({ call: c }: { call: Callback }) {
  const own = useOrderWords();
  const clock = useClock();
  const at = instant(c.at);
  return (
    <>
      <Chip tone={c.result === "recovered" ? "positive" : c.result === "lost" ? "negative" : "plain"}>{own.result[c.result]}</Chip>{" "}
      {c.score > 0 && own.score(c.score)} {c.text && harmless(c.text)} <span className="faint">{c.actor}{at && ` · ${clock.moment(at)}`}</span>
    </>
  );
}
