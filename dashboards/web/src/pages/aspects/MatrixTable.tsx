import type { CSSProperties } from "react";
import type { AspectMatrix, MatrixRow } from "../../api/nouns";
import { count, nsr } from "../../format/number";
import { Link } from "../../parts/Link";
import type { Filter } from "../../state/filter";
import { address, go, useRoute, withQuery } from "../../state/route";
import { mentionsAddress, useView } from "../../state/world";
import { fewJudgements, shade, type Block } from "./matrix";
import { useAspectWords } from "./words";

interface Props {
  matrix: AspectMatrix;
  list: Block[];
  shown: string; // the aspect whose words are laid out below
  onWords: (key: string) => void;
}

const openAtFirst = 3;

export function MatrixTable({ matrix, list, shown, onWords }: Props) {
  const own = useAspectWords();
  const { path, query } = useRoute();
  const folds = list.filter((b) => b.rows.length > 0).map((b) => b.head.key);
  const asked = query.get("open");
  const open = new Set(asked === null ? folds.slice(0, openAtFirst) : asked.split(",").filter(Boolean));
  const setOpen = (next: string[]) => go(address(path, withQuery(query, { open: next.join(",") || "," })), { replace: true, keepScroll: true });
  const toggle = (key: string) => setOpen(open.has(key) ? [...open].filter((k) => k !== key) : [...open, key]);
  const everyOpen = folds.every((k) => open.has(k));
  const wide = matrix.by !== "polarity";
  const heads = wide ? matrix.columns.map((c) => c.title || own.noBrand) : [own.negative, own.neutral, own.positive];
  return (
    <>
      <div className="matrix-tools"><button type="button" className="textlink" onClick={() => setOpen(everyOpen ? [] : folds)}>{everyOpen ? own.collapseAll : own.expandAll}</button></div>
      <div className="matrix-scroll" tabIndex={0} role="region" aria-label={own.title}>
        <table className={`matrix ${wide ? "matrix-wide" : ""}`}>
          <caption className="unseen">{own.title}</caption>
          <thead>
            <tr>
              <th scope="col">{own.aspect}</th>
              <th scope="col" className="num">{own.n}</th>
              <th scope="col" className="num">{own.score}</th>
              {heads.map((h, i) => <th key={i} scope="col" className="num">{h}</th>)}
              {!wide && <th scope="col" className="matrix-words">{own.words}</th>}
            </tr>
          </thead>
          {list.map(({ head, rows }) => (
            <tbody key={head.key}>
              <Row r={head} matrix={matrix} fold={rows.length > 0 ? { open: open.has(head.key), toggle: () => toggle(head.key) } : undefined} onWords={onWords} shown={shown} />
              {open.has(head.key) && rows.map((r) => <Row key={r.key} r={r} matrix={matrix} onWords={onWords} shown={shown} />)}
            </tbody>
          ))}
        </table>
      </div>
    </>
  );
}

interface RowProps {
  r: MatrixRow;
  matrix: AspectMatrix;
  fold?: { open: boolean; toggle: () => void };
  shown: string;
  onWords: (key: string) => void;
}

function Row({ r, matrix, fold, shown, onWords }: RowProps) {
  const own = useAspectWords();
  const { filter } = useView();
  const to = mentionsAddress(filter, { aspect: r.key });
  const few = r.negative + r.positive < fewJudgements;
  return (
    <tr className={r.group ? "matrix-group" : ""} data-key={r.key}>
      <th scope="row">
        {fold
          ? <button type="button" className="twist" aria-expanded={fold.open} onClick={fold.toggle} aria-label={fold.open ? own.collapse(r.title) : own.expand(r.title)}>{fold.open ? "▾" : "▸"}</button>
          : <span className="twist" aria-hidden="true" />}
        <Link to={to}>{r.title}</Link>
      </th>
      <td className="num"><Link to={to} tabIndex={-1}>{count(r.n)}</Link></td>
      <Score score={r.nsr} few={few} to={to} told={own.scored(nsr(r.nsr), count(r.n))} />
      {matrix.by === "polarity" ? <Polarities r={r} /> : r.cells.map((c, i) => {
        const column = matrix.columns[i]!;
        const add: Partial<Filter> = matrix.by === "brand" ? { aspect: r.key, brand: [column.key] } : { aspect: r.key, source: [column.key] };
        const title = column.title || own.noBrand;
        return c.n === 0 ? <td key={column.key} className="num faint">·</td>
          : <Score key={column.key} score={c.nsr} few={c.few} n={c.n} to={mentionsAddress(filter, add)} told={`${own.cell(r.title, title, count(c.n))} · ${nsr(c.nsr)}${c.few ? ` · ${own.few}` : ""}`} />;
      })}
      {matrix.by === "polarity" && (
        <td className="matrix-words">
          {r.words.slice(0, 3).map((x) => (
            <Link key={x.word} to={mentionsAddress(filter, { aspect: r.key, opinion: x.word })} className={`evidence-word ${tone(x)}`} title={own.word(x.word, count(x.n))} data-word={x.word}>{x.word} <span>{count(x.n)}</span></Link>
          ))}
          {r.words.length > 0 && <button type="button" className="textlink" aria-expanded={shown === r.key} onClick={() => onWords(r.key)} aria-label={`${own.more}: ${r.title}`}>{own.more}</button>}
        </td>
      )}
    </tr>
  );
}

/** Which way a word mostly judges. */
export const tone = (x: { n: number; negative: number; positive: number }) => (x.negative * 2 > x.n ? "evidence-negative" : x.positive * 2 > x.n ? "evidence-positive" : "");

function Polarities({ r }: { r: MatrixRow }) {
  const own = useAspectWords();
  const { filter } = useView();
  const cells = [["negative", r.negative], ["neutral", r.neutral], ["positive", r.positive]] as const;
  return cells.map(([judged, n]) => (
    <td key={judged} className={`num judged judged-${judged}`} style={{ "--deep": `${r.n ? Math.round((n / r.n) * 60) : 0}%` } as CSSProperties}>
      {n === 0 ? <span className="faint">0</span> : <Link to={mentionsAddress(filter, { aspect: r.key, judged })} aria-label={own.cell(r.title, own[judged], count(n))}>{count(n)}</Link>}
    </td>
  ));
}

/** A score, coloured by how far it is from balance; plain when few judge. */
function Score({ score, few, n, to, told }: { score: number | null; few: boolean; n?: number; to: string; told: string }) {
  const { tone, deep } = shade(score, few);
  return (
    <td className={`num score score-${tone}`} style={{ "--deep": `${deep}%` } as CSSProperties}>
      <Link to={to} title={told} aria-label={told} tabIndex={n === undefined ? -1 : undefined} className={few ? "faint" : undefined}>{nsr(score)}{n !== undefined && <small>{count(n)}</small>}</Link>
    </td>
  );
}
