import type { Message } from "../../api/nouns";
import { instant } from "../../format/zone";
import { LevelMark } from "../../parts/marks";
import { Link } from "../../parts/Link";
import { useClock, useWords } from "../../state/world";

/** What was sent to people and what still waits to be: the first twenty, newest on top. */
export function Outbox({ messages }: { messages: Message[] }) {
  const w = useWords();
  if (messages.length === 0) return <p className="faint">{w.sources.outboxNone}</p>;
  return (
    <ul className="outbox" aria-label={w.sources.outboxCaption}>
      {messages.slice(0, 20).map((m) => <Line key={m.id} message={m} />)}
    </ul>
  );
}

function Line({ message: m }: { message: Message }) {
  const clock = useClock();
  const created = instant(m.created_at);
  return (
    <li>
      {m.level && <LevelMark level={m.level} />}
      <div>
        <p className="words"><Link to={subjectAddress(m)}>{m.title}</Link></p>
        <p className="split-meta"><span>{m.channel}</span>{created && <time dateTime={m.created_at} title={clock.exact(created)}>{clock.moment(created)}</time>}<Delivery message={m} /></p>
        {m.last_error && !instant(m.sent_at) && <p className="words due-soon">{m.last_error}</p>}
      </div>
    </li>
  );
}

function Delivery({ message: m }: { message: Message }) {
  const w = useWords();
  const clock = useClock();
  const sent = instant(m.sent_at), next = instant(m.next_try_at);
  if (sent) return <span className="kept" title={clock.exact(sent)}>✓ {w.sources.sent}{m.tries > 1 && ` · ${w.sources.tries(m.tries)}`}</span>;
  if (m.dead) return <span className="due-over">✕ {w.sources.dead} · {w.sources.tries(m.tries)}</span>;
  return <span className="due-soon">◷ {m.tries > 0 && next ? w.sources.waiting(clock.relative(next)) : w.sources.queued}{m.tries > 0 && ` · ${w.sources.tries(m.tries)}`}</span>;
}

function subjectAddress(m: Message): string {
  if (m.kind === "digest") return "/digest";
  return m.subject.startsWith("WO-") ? `/orders/${encodeURIComponent(m.subject)}` : `/alerts/${encodeURIComponent(m.subject)}`;
}
