import { Drawer, Input, type InputRef } from "antd";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Mention } from "../../api/nouns";
import { count } from "../../format/number";
import { Failed, Loading, Nothing } from "../../parts/states";
import { apiQuery, readFilter, restrictions, writeFilter, type Filter } from "../../state/filter";
import { useMedia } from "../../state/media";
import { address, go, useRoute } from "../../state/route";
import { Link } from "../../parts/Link";
import { useMeta, useView, useWords, viewOf, type View } from "../../state/world";
import { VirtualList } from "../../parts/VirtualList";
import { ActiveFilters } from "./ActiveFilters";
import { BulkBar } from "./BulkBar";
import { Copied } from "./Conversation";
import { Facets } from "./Facets";
import { useMentionList, type MentionList } from "./list";
import { useListWords } from "./listWords";
import { isChosen, nothingChosen, toggled, type Chosen } from "./selection";
import { Tools } from "./Tools";
import { MentionDetail } from "./MentionDetail";
import { MentionRow } from "./MentionRow";
import { AntLook } from "../../style/AntLook";
import "./mentions.css";

export default function MentionsPage() {
  return <AntLook><Mentions /></AntLook>;
}

function Mentions() {
  const w = useWords();
  const { query } = useRoute();
  const { timezone } = useMeta();
  const open = query.get("open") ?? "";
  const fold = query.get("fold") === "true";
  // The opened mention is part of the address but not of the question: choosing one must not read the list again.
  const filterText = writeFilter(useView().filter).toString();
  const view = useMemo(() => viewOf(readText(filterText), timezone), [filterText, timezone]);
  const list = useMentionList(view, fold);
  const wide = useMedia("(min-width: 1280px)");
  const facetsFit = useMedia("(min-width: 900px)");
  const [filtering, setFiltering] = useState(false);

  const [chosen, choose] = useState<Chosen>(nothingChosen);
  const asked = `${view.key}/${fold}`;
  useEffect(() => { choose(nothingChosen); }, [asked]);
  const ids = list.items.map(idOf);
  const toggle = (id: string) => choose((c) => toggled(c, id, ids));

  const at = (f: Filter, id: string, folding = fold) => opened(f, id, folding);
  const set = (part: Partial<Filter>) => go(at({ ...view.filter, ...part }, ""));
  const show = (id: string) => go(at(view.filter, id), { replace: !!open, keepScroll: true });
  useKeys(list, open, show, toggle);

  const detail = open && <MentionDetail key={open} id={open} hits={list.hits} open={(id) => at(view.filter, id)} initial={list.items.find((m) => idOf(m) === open)} onClose={() => show("")} around={around(list, open, show)} />;
  return (
    <div className={`mentions ${facetsFit ? "with-facets" : ""} ${wide ? "with-detail" : ""}`}>
      {facetsFit && <aside className="facets" aria-label={w.filter.open}><Facets view={view} set={set} /></aside>}
      <section className="mentions-list" aria-label={w.mentions.list}>
        <div className="mentions-top">
          <Search value={view.filter.q} set={(q) => set({ q })} />
          {!facetsFit && <button type="button" className="btn" onClick={() => setFiltering(true)}>{w.filter.open}{restrictions(view.filter) > 0 && ` (${restrictions(view.filter)})`}</button>}
        </div>
        <ActiveFilters view={view} set={set} total={list.known ? list.total : null} />
        <ReadAs list={list} />
        <Tools view={view} total={list.total} fold={fold} setFold={(on) => go(at(view.filter, open, on))} here={at(view.filter, "").split("?")[1] ?? ""} />
        <BulkBar chosen={chosen} total={list.total} query={list.span ? apiQuery(view.filter, list.span).toString() : ""} selectAll={() => choose({ ids: new Set(), all: true })}
          selectLoaded={() => choose({ ids: new Set(ids.slice(0, 500)), all: false })} clear={() => choose(nothingChosen)} />
        <Rows list={list} view={view} open={open} chosen={chosen} toggle={toggle} at={(id) => at(view.filter, id)} />
      </section>
      {wide && <div className="mention-pane">{detail || <Nothing title={w.mentions.pick} />}</div>}
      {!wide && (
        <Drawer open={!!open} onClose={() => show("")} size={560} title={w.mentions.detail} className="mention-drawer" destroyOnHidden>
          {detail}
        </Drawer>
      )}
      {!facetsFit && (
        <Drawer open={filtering} onClose={() => setFiltering(false)} placement="bottom" size="82%" title={w.filter.open}
          footer={<button type="button" className="btn btn-primary btn-block" onClick={() => setFiltering(false)}>{w.filter.done} · {w.mentions.total(count(list.total))}</button>}>
          <Facets view={view} set={set} />
        </Drawer>
      )}
    </div>
  );
}

const readText = (text: string) => readFilter(new URLSearchParams(text));

/** What names a mention in the address: its post and the brand it is seen from, a dash for none. */
export const idOf = (m: Mention) => `${m.post.id}/${m.brand || "-"}`;

const opened = (f: Filter, id: string, fold: boolean) => {
  const q = writeFilter(f);
  if (fold) q.set("fold", "true");
  if (id) q.set("open", id);
  return address("/mentions", q);
};

function around(list: MentionList, open: string, show: (id: string) => void) {
  const i = list.items.findIndex((m) => idOf(m) === open);
  const step = (n: number) => {
    const m = i < 0 ? undefined : list.items[i + n];
    return m ? () => show(idOf(m)) : null;
  };
  return { previous: step(-1), next: step(1) };
}

/** How a search was read, where that is more than its words. */
function ReadAs({ list }: { list: MentionList }) {
  const own = useListWords();
  const s = list.search;
  if (!s || s.groups.length + s.not.length === 0) return null;
  // The second spelling of a word is the same word.
  const groups = s.groups.map((g) => g.join(` ${own.or} `));
  return <p className="faint read-as" title={own.syntax}>{own.read}：{groups.map((g, i) => <span key={i}>{i > 0 && ` ${own.and} `}<b>{g}</b></span>)}{s.not.length > 0 && <> · {own.not} <b>{s.not.join("、")}</b></>}</p>;
}

/** j and k walk through the list, "/" goes to the search box: for those who read a hundred a day. */
function useKeys(list: MentionList, open: string, show: (id: string) => void, toggle: (id: string) => void): void {
  const now = useRef({ list, open, show, toggle });
  now.current = { list, open, show, toggle };
  useEffect(() => {
    const press = (e: KeyboardEvent) => {
      const target = e.target as HTMLElement;
      if (e.metaKey || e.ctrlKey || e.altKey || target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
      if (e.key === "/") {
        e.preventDefault();
        document.querySelector<HTMLInputElement>("#mention-search")?.focus();
      } else if (e.key === "x" && now.current.open) {
        now.current.toggle(now.current.open);
      } else if (e.key === "j" || e.key === "k") {
        const { items } = now.current.list;
        const i = items.findIndex((m) => idOf(m) === now.current.open);
        const m = items[i < 0 ? 0 : i + (e.key === "j" ? 1 : -1)];
        if (m) {
          now.current.show(idOf(m));
          document.querySelector(`[data-mention="${idOf(m)}"]`)?.scrollIntoView({ block: "nearest" });
        }
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}

function Search({ value, set }: { value: string; set: (q: string) => void }) {
  const w = useWords();
  const [text, setText] = useState(value);
  const box = useRef<InputRef>(null);
  useEffect(() => { setText(value); }, [value]);
  return (
    <form role="search" className="mention-search" onSubmit={(e) => { e.preventDefault(); set(text.trim()); }}>
      <Input id="mention-search" ref={box} type="search" value={text} placeholder={w.filter.search} aria-label={w.filter.search} title={w.filter.searchHelp}
        onChange={(e) => {
          setText(e.target.value);
          if (e.target.value === "" && value !== "") set("");
        }}
        suffix={<kbd aria-hidden="true">/</kbd>} />
      <button type="submit" className="btn btn-primary">{w.filter.searchGo}</button>
    </form>
  );
}

interface RowsProps {
  list: MentionList;
  view: View;
  open: string;
  chosen: Chosen;
  toggle: (id: string) => void;
  at: (id: string) => string;
}

function Rows({ list, view, open, chosen, toggle, at }: RowsProps) {
  const own = useListWords();
  const [unfolded, unfold] = useState("");
  const w = useWords();
  if (!list.known) return list.error ? <Failed error={list.error} retry={list.restart} /> : <Loading lines={12} />;
  if (list.items.length === 0 && !list.loading) {
    const fresh = restrictions(view.filter) === 0;
    return fresh
      ? <Nothing title={w.state.emptyTitle} help={w.state.freshHelp}><Link to="/sources">{w.state.toSources}</Link></Nothing>
      : <Nothing title={w.state.emptyTitle} help={w.state.emptyHelp}><Link to={address("/mentions", writeFilter({ brand: view.filter.brand, range: view.filter.range }))}>{w.filter.clear}</Link></Nothing>;
  }
  return (
    <div className={list.stale ? "stale" : undefined} aria-busy={list.loading}>
      {list.fresh > 0 && <button type="button" className="fresh-pill" onClick={list.restart}>{w.mentions.fresh(count(list.fresh))}</button>}
      <VirtualList items={list.items} keyOf={idOf} label={w.mentions.list} total={list.total} rowHeight={92} onEnd={list.more ?? undefined} className="mention-list">
        {(m, i) => {
          const id = idOf(m), n = list.folded[i] ?? 1;
          return (
            <div className="mention-item" data-mention={id}>
              <MentionRow mention={m} to={at(id)} current={id === open} hits={list.hits} select={{ checked: isChosen(chosen, id), toggle: () => toggle(id), label: own.select }}>
                {n > 1 && <button type="button" className="fold-count" aria-expanded={unfolded === id} onClick={() => unfold(unfolded === id ? "" : id)}>{own.folded(count(n))} · {unfolded === id ? own.refold : own.unfold}</button>}
                {unfolded === id && <Copied mention={m} ask={(path) => view.ask(path)} open={at} />}
              </MentionRow>
            </div>
          );
        }}
      </VirtualList>
      {list.error && <Failed error={list.error} retry={list.more ?? list.restart} />}
      {list.more ? <More more={list.more} /> : <p className="list-end">{w.mentions.end}</p>}
    </div>
  );
}

/** Loads on when it comes near the screen; a button for those who walk by keyboard. */
function More({ more }: { more: () => void }) {
  const w = useWords();
  const box = useRef<HTMLDivElement>(null);
  const go = useRef(more);
  go.current = more;
  useEffect(() => {
    const near = new IntersectionObserver((e) => { if (e[0]?.isIntersecting) go.current(); }, { rootMargin: "600px" });
    near.observe(box.current!);
    return () => near.disconnect();
  }, [more]);
  return <div ref={box} className="list-more"><button type="button" className="btn" onClick={more}>{w.mentions.more}</button></div>;
}
