import { useState } from "react";
import { ask } from "../../api/client";
import type { AccessLog, AccessRecord } from "../../api/nouns";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { Panel } from "../../parts/Panel";
import { Nothing, Show } from "../../parts/states";
import { useResource } from "../../state/live";
import { go, useRoute, withQuery } from "../../state/route";
import { useClock } from "../../state/world";
import { useAuditWords } from "./words";
import { readable } from "./detail";
import "./audit.css";

const fields = ["actor", "action", "object", "refused"] as const;

/** Who changed, exported or signed in when: a list that only grows, narrowed by the address. */
export default function AuditPage() {
  const own = useAuditWords();
  const { query } = useRoute();
  const asked = new URLSearchParams();
  for (const f of fields) {
    const v = query.get(f);
    if (v) asked.set(f, v);
  }
  const key = asked.toString();
  const log = useResource<AccessLog>("audit/" + key, () => "/access-log?" + key, { live: false });
  const narrow = (name: string, value: string) => go("/audit?" + withQuery(query, { [name]: value || null }).toString(), { replace: true, keepScroll: true });
  return (
    <div className="audit">
      <Panel title={own.title} says={own.says}>
        <form className="audit-asked" role="search" onSubmit={(e) => e.preventDefault()}>
          <label>{own.person}<input name="actor" defaultValue={query.get("actor") ?? ""} onBlur={(e) => narrow("actor", e.target.value.trim())} onKeyDown={(e) => e.key === "Enter" && narrow("actor", e.currentTarget.value.trim())} /></label>
          <label>{own.object}<input name="object" defaultValue={query.get("object") ?? ""} onBlur={(e) => narrow("object", e.target.value.trim())} onKeyDown={(e) => e.key === "Enter" && narrow("object", e.currentTarget.value.trim())} /></label>
          <label>{own.action}
            <select name="action" value={query.get("action") ?? ""} onChange={(e) => narrow("action", e.target.value)}>
              <option value="">{own.all}</option>
              {[...new Set([...Object.keys(names), query.get("action") ?? ""])].filter(Boolean).map((id) => <option key={id} value={id}>{own.names[id] ?? id}</option>)}
            </select>
          </label>
          <label className="audit-check"><input type="checkbox" name="refused" checked={query.get("refused") === "true"} onChange={(e) => narrow("refused", e.target.checked ? "true" : "")} />{own.refused}</label>
        </form>
        <Show of={log} lines={6}>
          {(d) => (d.items.length === 0 ? <Nothing title={own.none} help={own.noneHelp} /> : <Lines key={key} first={d} asked={key} />)}
        </Show>
      </Panel>
    </div>
  );
}

/** The operations one can narrow by, in the order people look for them. */
const names = {
  "sign-in": 1, "export-mentions": 1, "export-mentions-xlsx": 1, "export-evidence": 1, "command-order": 1, "open-order": 1, "command-alert": 1, correct: 1, "bulk-correct": 1,
  "save-rule": 1, "drop-rule": 1, "make-silence": 1, "add-user": 1, "change-user": 1, "disable-user": 1, "make-token": 1, "revoke-token": 1, retag: 1, erase: 1,
};

/** The lines that came, and a button for earlier ones. */
function Lines({ first, asked }: { first: AccessLog; asked: string }) {
  const own = useAuditWords();
  const [later, setLater] = useState<AccessRecord[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const after = next ?? first.next;
  const more = async () => {
    setBusy(true);
    try {
      const { data } = await ask<AccessLog>("/access-log?" + (asked ? asked + "&" : "") + "after=" + encodeURIComponent(after));
      setLater((l) => [...l, ...data.items]);
      setNext(data.next);
      setTrouble("");
    } catch (e) {
      setTrouble(e instanceof Error ? e.message : String(e));
    } finally {
      setBusy(false);
    }
  };
  const c = own.column;
  return (
    <>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={own.title}>
        <table className="audit-table">
          <caption className="unseen">{own.title}</caption>
          <thead><tr><th scope="col">{c.at}</th><th scope="col">{c.actor}</th><th scope="col">{c.action}</th><th scope="col">{c.object}</th><th scope="col">{c.result}</th><th scope="col">{c.address}</th><th scope="col">{c.detail}</th></tr></thead>
          <tbody>{[...first.items, ...later].map((r, i) => <Line key={i} of={r} />)}</tbody>
        </table>
      </div>
      {trouble && <p className="trouble" role="alert">{trouble}</p>}
      {after && <button type="button" className="button" disabled={busy} onClick={() => void more()}>{own.more}</button>}
    </>
  );
}

/** A moment without the name of the zone, which is the same in every line. */
const bare = (exact: string) => exact.replace(/\s*[(（][^)）]*[)）]$/, "");

function Line({ of: r }: { of: AccessRecord }) {
  const own = useAuditWords();
  const clock = useClock();
  const at = instant(r.at);
  const result = r.status < 400 ? own.done : r.status === 401 || r.status === 403 || r.status === 429 ? own.denied : own.failed;
  return (
    <tr>
      <td className="audit-at">{at && <time dateTime={r.at} title={`${clock.exact(at)} · ${clock.relative(at)}`}>{bare(clock.exact(at))}</time>}</td>
      <td>{r.actor === "" ? own.nobody : harmless(r.actor)}{r.token && <span className="faint"> {own.token(r.token)}</span>}</td>
      <td title={r.action}>{own.names[r.action] ?? r.action}</td>
      <td>{harmless(r.object)}</td>
      <td className={r.status < 400 ? "kept" : "due-soon"}>{result} <span className="faint">{r.status}</span></td>
      <td>{r.address}</td>
      <td className="audit-detail" title={readable(r.detail)}>{harmless(readable(r.detail))}</td>
    </tr>
  );
}
