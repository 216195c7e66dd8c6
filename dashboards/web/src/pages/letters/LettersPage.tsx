import { useState } from "react";
import { ask, Problem } from "../../api/client";
import type { Audiences, LetterRecord, Letters } from "../../api/nouns";
import { count } from "../../format/number";
import { harmless } from "../../format/spans";
import { Link } from "../../parts/Link";
import { Panel } from "../../parts/Panel";
import { Nothing, Show } from "../../parts/states";
import { useResource } from "../../state/live";
import { go, useRoute, withQuery } from "../../state/route";
import { useMeta, useNames, useWords } from "../../state/world";
import { reader } from "./reader";
import { Fate, SentLetter } from "./SentLetter";
import { useLettersWords } from "./words";
import "../digest/digest.css";
import "./letters.css";

/** Every letter that went out, or was left out and why. */
export default function LettersPage({ id }: { id: string }) {
  return id ? <SentLetter id={id} /> : <Archive />;
}

const asks = ["q", "brand", "audience", "period"] as const;

function Archive() {
  const own = useLettersWords();
  const { brands } = useMeta();
  const { query } = useRoute();
  const asked = new URLSearchParams();
  for (const a of asks) {
    const v = query.get(a);
    if (v) asked.set(a, v);
  }
  const key = asked.toString();
  const letters = useResource<Letters>(`letters/${key}`, () => `/letters?${key}`);
  const narrow = (name: string, value: string) => go(`/letters?${withQuery(query, { [name]: value || null })}`, { replace: true, keepScroll: true });
  return (
    <div className="letters">
      <Panel title={own.archive} says={letters.data && own.says(letters.data.total)}>
        <form className="letters-asked" role="search" onSubmit={(e) => e.preventDefault()}>
          <input type="search" key={query.get("q") ?? ""} name="q" defaultValue={query.get("q") ?? ""} placeholder={own.search} aria-label={own.search} onBlur={(e) => narrow("q", e.target.value.trim())} onKeyDown={(e) => e.key === "Enter" && narrow("q", e.currentTarget.value.trim())} />
          <select aria-label={own.period} value={query.get("period") ?? ""} onChange={(e) => narrow("period", e.target.value)}>
            <option value="">{own.allPeriods}</option>
            {(["day", "week", "month"] as const).map((p) => <option key={p} value={p}>{own.periods[p]}</option>)}
          </select>
          {brands.filter((b) => b.own).length > 1 && (
            <select aria-label={own.brand} value={query.get("brand") ?? ""} onChange={(e) => narrow("brand", e.target.value)}>
              <option value="">{own.allBrands}</option>
              {brands.filter((b) => b.own).map((b) => <option key={b.id} value={b.id}>{b.name}</option>)}
            </select>
          )}
        </form>
        <Show of={letters} lines={8}>
          {(d) => (d.items.length === 0 ? <Nothing title={key ? own.noneFits : own.none} help={key ? own.noneFitsHelp : own.noneHelp} /> : <List key={key} first={d} asked={key} />)}
        </Show>
      </Panel>
    </div>
  );
}

/** The newest, and a button for earlier ones. */
function List({ first, asked }: { first: Letters; asked: string }) {
  const own = useLettersWords();
  const w = useWords();
  const [more, setMore] = useState<LetterRecord[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const audiences = useResource<Audiences>("audiences", () => "/audiences", { live: false });
  const after = next ?? first.next;
  const earlier = async () => {
    setBusy(true);
    try {
      const { data } = await ask<Letters>(`/letters?${asked ? asked + "&" : ""}after=${encodeURIComponent(after)}`);
      setMore((l) => [...l, ...data.items]);
      setNext(data.next);
      setTrouble("");
    } catch (e) {
      setTrouble(e instanceof Problem && e.status !== 0 ? e.message : w.state.offline);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <ul className="letter-list">{[...first.items, ...more].map((r) => <Entry key={r.id} record={r} reader={reader(r, audiences.data)} />)}</ul>
      {trouble && <p className="trouble" role="alert">{trouble}</p>}
      {after && <button type="button" className="btn" disabled={busy} onClick={() => void earlier()}>{own.earlier(count(first.total))}</button>}
    </>
  );
}

function Entry({ record: r, reader }: { record: LetterRecord; reader: string }) {
  const own = useLettersWords();
  const names = useNames();
  const title = harmless(r.title || `${names.brand(r.brand)} ${r.date}`);
  return (
    <li className={r.skipped ? "letter-entry letter-entry-skipped" : "letter-entry"}>
      <p className="letter-entry-head">
        {r.period && r.period !== "day" && <span className="letter-kind">{own.periods[r.period as "week" | "month"] ?? r.period}</span>}
        {r.skipped ? <span>{title}</span> : <Link to={`/letters/${r.date}/${encodeURIComponent(r.brand)}${r.audience ? "/" + encodeURIComponent(r.audience) : ""}?from=archive`}>{title}</Link>}
        {reader && <span className="faint">{own.forWhom(reader)}</span>}
      </p>
      {r.lead && <p className="letter-entry-lead">{harmless(r.lead)}</p>}
      <p className="letter-entry-fate"><Fate record={r} /></p>
    </li>
  );
}
