import { useId, useState, type MouseEvent } from "react";
import { apiAddress, Problem, tell } from "../../api/client";
import type { components } from "../../api/schema";
import { count } from "../../format/number";
import { harmless } from "../../format/spans";
import { useOperator } from "../../i18n/language";
import { Link } from "../../parts/Link";
import { apiQuery } from "../../state/filter";
import { useResource } from "../../state/live";
import { useActor, useMay } from "../../state/me";
import type { View } from "../../state/world";
import { useListWords } from "./listWords";

type Saved = components["schemas"]["SavedSearch"];

interface Props {
  view: View;
  total: number;
  fold: boolean;
  setFold: (on: boolean) => void;
  here: string; // query of the address bar, without the opened mention
}

/** What can be done with the whole list: fold copies, keep the search, take it out. */
export function Tools({ view, total, fold, setFold, here }: Props) {
  const own = useListWords();
  const out = useMay("export");
  const query = () => apiQuery(view.filter, view.span());
  return (
    <div className="mention-tools">
      <label className="check" title={own.foldHelp}><input type="checkbox" checked={fold} onChange={(e) => setFold(e.target.checked)} />{own.fold}</label>
      <Searches here={here} />
      {out && (
        <details className="menu">
          <summary className="btn btn-small">{own.more}</summary>
          <div className="menu-body">
            <p className="faint">{own.exportHelp(count(total))}</p>
            <a className="btn btn-small" href={apiAddress("/export/mentions.csv", query())} download onClick={shut}>{own.csv}</a>
            <a className="btn btn-small" href={apiAddress("/export/mentions.xlsx", query())} download onClick={shut}>{own.xlsx}</a>
          </div>
        </details>
      )}
    </div>
  );
}

/** The menu has done its part: what it covers tells how far the export is. */
const shut = (e: MouseEvent<HTMLElement>) => { e.currentTarget.closest("details")!.open = false; };

function Searches({ here }: { here: string }) {
  const own = useListWords();
  const may = useMay("act");
  const signed = useActor();
  const operator = useOperator();
  const owner = signed || operator;
  const kept = useResource<{ items: Saved[] }>(`searches/${owner}`, () => `/searches?owner=${encodeURIComponent(owner)}`, { live: false });
  const [name, setName] = useState("");
  const [told, setTold] = useState("");
  const id = useId();
  const act = (what: Promise<unknown>, done: string) => what.then(() => { setTold(done); setName(""); kept.reload(); }, (err: unknown) => setTold(err instanceof Problem ? err.message : String(err)));
  const items = kept.data?.items ?? [];
  return (
    <details className="menu">
      <summary className="btn btn-small">{own.saved}{items.length > 0 && ` ${items.length}`}</summary>
      <div className="menu-body">
        {items.length === 0 && <p className="faint">{own.noSaved}</p>}
        <ul className="saved">
          {items.map((s) => (
            <li key={s.id}>
              <Link to={`/mentions?${s.query}`}>{harmless(s.name)}</Link>
              <button type="button" className="textlink" onClick={() => { void navigator.clipboard?.writeText(`${window.location.origin}/mentions?${s.query}`); setTold(own.copied); }}>{own.copy}</button>
              {may && <button type="button" className="textlink" aria-label={own.drop(s.name)} onClick={() => void act(tell(`/searches/${s.id}`, { owner }, { method: "DELETE" }), "")}>×</button>}
            </li>
          ))}
        </ul>
        {may && (
          <form className="saved-form" onSubmit={(e) => { e.preventDefault(); if (name.trim()) void act(tell("/searches", { name: name.trim(), query: here, owner }), own.kept); }}>
            <label htmlFor={id}>{own.save}</label>
            <span><input id={id} className="field" value={name} maxLength={60} placeholder={own.saveName} onChange={(e) => setName(e.target.value)} /><button type="submit" className="btn btn-small" disabled={!name.trim()}>{own.go}</button></span>
          </form>
        )}
        <p role="status" className="faint">{told}</p>
      </div>
    </details>
  );
}
