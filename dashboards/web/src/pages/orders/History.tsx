import type { Order, OrderAudit, OrderNote } from "../../api/nouns";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { useResource } from "../../state/live";
import { useClock, useWords } from "../../state/world";
import { NoteIcon } from "./NoteIcon";
import { tongue } from "../../say/server";
import { useOrderWords } from "./words";

/** All that happened, the latest on top, and whether the record is as it was written. */
export function History({ order }: { order: Order }) {
  const own = useOrderWords();
  return (
    <section>
      <h3>{own.history}</h3>
      <Chain order={order} />
      <ol className="history">{[...order.notes].reverse().map((n, i) => <Note key={order.notes.length - i} note={n} />)}</ol>
    </section>
  );
}

function Note({ note }: { note: OrderNote }) {
  const w = useWords();
  const own = useOrderWords();
  const clock = useClock();
  const at = instant(note.at);
  return (
    <li className={`note note-${note.type}`}>
      <NoteIcon type={note.type} />
      <div>
        <p>
          <b>{note.actor === "tingfeng" ? w.orders.system : harmless(note.actor)}</b> {w.orders.event[note.type] ?? note.type}
          <span className="faint">{at && <> · <time dateTime={note.at} title={clock.exact(at)}>{clock.moment(at)}</time></>}{note.channel && own.channel[note.channel] && ` · ${own.channel[note.channel]}`}</span>
        </p>
        {note.text && <p className="words soft note-text" lang={tongue(note.text)}>{harmless(note.text)}</p>}
      </div>
    </li>
  );
}

/** The chain of hashes over the order's events, checked by the server each time the order changes. */
function Chain({ order }: { order: Order }) {
  const own = useOrderWords();
  const audit = useResource<OrderAudit>(`audit/${order.id}/${order.version}`, () => `/orders/${encodeURIComponent(order.id)}/audit`, { live: false, hold: false });
  if (!audit.data) return audit.error ? <p className="faint">{audit.error.message}</p> : <p className="faint" role="status">{own.auditing}</p>;
  const { items, sound, broken } = audit.data;
  if (!sound) return <p className="due-over" role="alert">⚠ {own.broken(broken)}</p>;
  if (!items.some((e) => e.hash)) return <p className="faint">{own.unchained}</p>;
  return <p className="kept">✓ {own.sound(items.length)}</p>;
}
