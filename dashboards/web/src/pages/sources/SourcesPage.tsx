import { useMemo } from "react";
import type { Collection, StatusReport } from "../../api/nouns";
import { bytes, count, percent } from "../../format/number";
import { instant } from "../../format/zone";
import { Panel } from "../../parts/Panel";
import { Nothing, Show } from "../../parts/states";
import { useResource } from "../../state/live";
import { useClock, useWords } from "../../state/world";
import { overall, wanting } from "./collection";
import { Outbox } from "./Outbox";
import { SourceDetailPage } from "./SourceDetail";
import { SourceTable } from "./SourceTable";
import { useSourceWords, type SourceWords } from "./words";
import "./sources.css";

/** Is every source alive, is anything missing, does anything wait to be stored or sent; or one source, told whole. */
export default function SourcesPage({ id }: { id: string }) {
  return id ? <SourceDetailPage key={id} id={id} /> : <All />;
}

function All() {
  const w = useWords();
  const own = useSourceWords();
  const collection = useResource<Collection>("collection", () => "/collection");
  const status = useResource<StatusReport>("status", () => "/status");
  const says = useMemo(() => collection.data && conclusion(collection.data, own), [collection.data, own]);
  return (
    <div className="sources">
      <Panel title={own.title} says={says} note={collection.data?.items.length ? own.key : undefined} className="sources-health">
        <Show of={collection} lines={10}>{(c) => (c.items.length ? <SourceTable items={c.items} /> : <Nothing title={own.none} help={own.noneHelp} />)}</Show>
      </Panel>
      <div className="sources-machine">
        <Panel title={w.sources.spool}>
          <Show of={status} lines={2}>{(s) => <Spool status={s} />}</Show>
        </Panel>
        <Panel title={w.sources.outbox}>
          <Show of={status} lines={4}>{(s) => <Outbox messages={s.messages} />}</Show>
        </Panel>
      </div>
    </div>
  );
}

const namedMost = 4;

function conclusion({ items }: Collection, own: SourceWords): string {
  if (items.length === 0) return "";
  const bad = wanting(items);
  const whole = percent(overall(items), 0);
  if (bad.length === 0) return own.fine(items.length, whole);
  const names = bad.slice(0, namedMost).map((s) => own.named(s.title || s.id, own.state[s.state])).join(own.comma);
  return own.bad(items.length, bad.length, bad.length > namedMost ? names + own.comma + own.etc(bad.length) : names, whole);
}

function Spool({ status }: { status: StatusReport }) {
  const w = useWords();
  const { spool, store, errors } = status;
  return (
    <div className="spool">
      <p className={spool.full ? "due-over" : ""}>{spool.full ? `⚠ ${w.sources.spoolFull}` : spool.entries ? w.sources.spoolWaiting(count(spool.entries), bytes(spool.bytes)) : `✓ ${w.sources.spoolEmpty}`}</p>
      <p className={store.ok ? "" : "due-over"}>{store.ok ? `✓ ${w.sources.store} ${w.sources.storeOk}` : `✕ ${w.sources.store}: ${store.error}`}</p>
      <Kept retention={status.retention} />
      {errors.length > 0 && (
        <>
          <h3>{w.sources.failing}</h3>
          <ul className="reasons">{errors.map((e) => <li key={e} className="words">{e}</li>)}</ul>
        </>
      )}
    </div>
  );
}

/** How long voices are kept and what went last. */
function Kept({ retention: r }: { retention: StatusReport["retention"] }) {
  const own = useSourceWords();
  const clock = useClock();
  const at = instant(r.at);
  const said = [r.days > 0 ? own.kept(r.days) : own.keptForEver, at && own.purged(clock.moment(at), count(r.rows)), r.listed > 0 && own.listed(count(r.listed))];
  return <p className="faint">{said.filter(Boolean).join(own.semicolon)}</p>;
}
