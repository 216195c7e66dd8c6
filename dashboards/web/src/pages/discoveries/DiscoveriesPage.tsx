import { Drawer } from "antd";
import { useId, useState } from "react";
import { Problem, tell } from "../../api/client";
import type { Discoveries, Discovery, Searched } from "../../api/nouns";
import { count } from "../../format/number";
import { More } from "../../parts/More";
import { Segments } from "../../parts/Segments";
import { Nothing, Show } from "../../parts/states";
import { writeFilter } from "../../state/filter";
import { pulseNow } from "../../state/live";
import { useMedia } from "../../state/media";
import { usePaged } from "../../state/paged";
import { address, go, useRoute, withQuery } from "../../state/route";
import { useView, useWords } from "../../state/world";
import { AntLook } from "../../style/AntLook";
import { DiscoveryDetail } from "./DiscoveryDetail";
import { Decided, Waiting } from "./Finds";
import { Retag } from "./Retag";
import { useFindWords } from "./words";
import "./discoveries.css";

type Kind = Discovery["kind"] | "all";

/** What rose without anybody having defined it: first what waits for a decision, then what was decided. */
export default function DiscoveriesPage({ id }: { id: string }) {
  const w = useFindWords();
  const { query } = useRoute();
  const { filter } = useView();
  const phone = useMedia("(max-width: 700px)");
  const brands = writeFilter({ brand: filter.brand });
  // A link may name a find far down the list: what it opens is looked for page by page.
  const finds = usePaged<Discoveries>(`discoveries/${brands}`, () => address("/discoveries", brands), { look: id, idOf: (d) => d.id });
  const asked = query.get("kind");
  const kind: Kind = asked === "word" || asked === "story" ? asked : "all";
  const to = (find: string) => address(find ? `/discoveries/${encodeURIComponent(find)}` : "/discoveries", query);
  const chosen = finds.data?.items.find((d) => d.id === id);
  return (
    <AntLook>
      <div className="finds-tools">
        <Segments<Kind> label={w.kinds} value={kind} onChange={(k) => go(address("/discoveries", withQuery(query, { kind: k === "all" ? null : k })), { replace: true })}
          options={[{ value: "all", label: w.all }, { value: "word", label: w.kind.word }, { value: "story", label: w.kind.story }]} />
        <SearchNow />
        <Retag />
      </div>
      <Show of={finds} lines={12}>{(data) => <><Lists finds={data} kind={kind} to={to} current={id} /><More of={finds} /></>}</Show>
      <Drawer open={!!id} onClose={() => go(to(""), { keepScroll: true })} size={phone ? "92%" : 640} placement={phone ? "bottom" : "right"} title={chosen ? w.kind[chosen.kind] : w.title} destroyOnHidden mask={phone}>
        {id && <Show of={finds} lines={10}>{() => (chosen ? <DiscoveryDetail key={id} find={chosen} /> : <Nothing title={w.gone} help={w.goneHelp} />)}</Show>}
      </Drawer>
    </AntLook>
  );
}

interface ListsProps {
  finds: Discoveries;
  kind: Kind;
  to: (id: string) => string;
  current: string;
}

function Lists({ finds, kind, to, current }: ListsProps) {
  const w = useFindWords();
  const ids = { open: useId(), decided: useId() };
  if (finds.items.length === 0) return <Nothing title={w.none} help={w.noneHelp} />;
  const shown = kind === "all" ? finds.items : finds.items.filter((d) => d.kind === kind);
  const open = shown.filter((d) => d.state === "proposed"), decided = shown.filter((d) => d.state !== "proposed");
  // What waits comes first: while one that was decided is on the screen, all that wait are too.
  const cut = finds.next !== "" && finds.items.every((d) => d.state === "proposed");
  const waiting = kind === "all" ? finds.open : open.length, more = kind !== "all" && cut ? "+" : "";
  return (
    <div className="finds">
      <section aria-labelledby={ids.open}>
        <h2 id={ids.open}>{w.open} <span className="faint">{count(waiting)}{more}</span></h2>
        <p className="says">{open.length > 0 ? w.says(count(waiting) + more) : finds.open > 0 ? w.noneOfKind : w.saysNone}</p>
        {open.length > 0 && <ul className="find-cards">{open.map((d) => <li key={d.id}><Waiting find={d} to={to(d.id)} current={d.id === current} /></li>)}</ul>}
      </section>
      {decided.length > 0 && (
        <section aria-labelledby={ids.decided}>
          <h2 id={ids.decided}>{w.decided} <span className="faint">{count(decided.length)}{finds.next && "+"}</span></h2>
          <ul className="split-rows">{decided.map((d) => <li key={d.id}><Decided find={d} to={to(d.id)} current={d.id === current} /></li>)}</ul>
        </section>
      )}
    </div>
  );
}

/** Looks now instead of at night. */
function SearchNow() {
  const w = useFindWords();
  const all = useWords();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ text: string; failed: boolean } | null>(null);
  const search = async () => {
    setBusy(true);
    setSaid(null);
    try {
      const { found } = await tell<Searched>("/discoveries/search", {});
      setSaid({ text: found > 0 ? w.found(count(found)) : w.foundNone, failed: false });
    } catch (err) {
      const why = err instanceof Problem && err.status !== 0 ? err.message : all.state.offline;
      setSaid({ text: `${w.searchFailed}${all.sources.conclusion.comma}${why}`, failed: true });
    } finally {
      setBusy(false);
      pulseNow();
    }
  };
  return (
    <>
      <button type="button" className="btn" onClick={() => void search()} disabled={busy} aria-busy={busy}>{busy ? w.searching : w.search}</button>
      <span role="status" className={said?.failed ? "field-error" : "faint"}>{said?.text}</span>
    </>
  );
}
