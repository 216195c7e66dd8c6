import type { Authors, AuthorTier, Speaker } from "../../api/nouns";
import { count, engagement, percent } from "../../format/number";
import { instant } from "../../format/zone";
import { useLanguage } from "../../i18n/language";
import { Link } from "../../parts/Link";
import { Chip } from "../../parts/marks";
import { Panel } from "../../parts/Panel";
import { Between, Range } from "../../parts/Range";
import { Segments } from "../../parts/Segments";
import { Nothing, Show } from "../../parts/states";
import { useResource } from "../../state/live";
import { address, go, useRoute, withQuery } from "../../state/route";
import { mentionsAddress, useClock, useNames, useView } from "../../state/world";
import { useAuthorWords } from "./words";
import "./authors.css";

const orders = ["mentions", "complaints", "spread", "followers"] as const;
type Order = (typeof orders)[number];

/** Who speaks: how far they are heard, how often they come back, and what looks like one voice with many mouths. */
export default function AuthorsPage() {
  const own = useAuthorWords();
  const zh = useLanguage() === "zh";
  const view = useView();
  const { path, query } = useRoute();
  const asked = query.get("by") as Order;
  const by: Order = orders.includes(asked) ? asked : "mentions";
  const authors = useResource<Authors>(`authors/${by}/${view.key}`, () => view.ask("/authors", { by, limit: "30" }));
  const d = authors.data;
  if (d && d.total === 0 && d.suspects === 0) return <Panel title={own.tiers}><Nothing title={own.none} help={own.noneHelp} /></Panel>;
  return (
    <div className="authors-page">
      <Panel title={own.tiers} says={d && (zh ? d.says.zh : d.says.en)} note={own.tiersNote} className="tiers-panel"><Show of={authors} lines={6}>{(a) => <Tiers data={a} />}</Show></Panel>
      <Panel title={own.habits} className="habits-panel"><Show of={authors} lines={6}>{(a) => <Habits data={a} />}</Show></Panel>
      <Panel title={own.top} note={own.topNote} className="speakers-panel" aside={
        <Segments<Order> label={own.sort} value={by} options={orders.map((value) => ({ value, label: own.sorts[value] }))} onChange={(v) => go(address(path, withQuery(query, { by: v === "mentions" ? null : v })), { replace: true, keepScroll: true })} />
      }><Show of={authors} lines={10}>{(a) => <Speakers items={a.items} />}</Show></Panel>
      <Panel title={own.choruses} says={d && (d.suspects === 0 ? own.chorusNone : own.chorusSays(count(d.suspects), d.choruses.length))} note={own.chorusNote} className="chorus-panel"><Show of={authors} lines={4}>{(a) => <Choruses data={a} />}</Show></Panel>
    </div>
  );
}

function Tiers({ data }: { data: Authors }) {
  const own = useAuthorWords();
  const most = Math.max(0.1, ...data.tiers.map((t) => t.share.high ?? 0));
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={own.tiers}>
      <table className="plain tiers">
        <caption className="unseen">{own.tiers}</caption>
        <thead><tr><th scope="col">{own.level}</th><th scope="col" className="num">{own.people}</th><th scope="col" className="num">{own.n}</th><th scope="col" className="num">{own.share}</th><th scope="col"><span className="unseen">90%</span></th><th scope="col" className="num">{own.spread}</th><th scope="col" className="num">{own.perPost}</th></tr></thead>
        <tbody>{data.tiers.map((t) => <Tier key={t.tier} t={t} most={most} />)}</tbody>
      </table>
    </div>
  );
}

function Tier({ t, most }: { t: AuthorTier; most: number }) {
  const own = useAuthorWords();
  const zh = useLanguage() === "zh";
  const { filter } = useView();
  return (
    <tr data-tier={t.tier}>
      <th scope="row"><Link to={mentionsAddress(filter, { tier: t.tier })}>{own.tier[t.tier]}</Link></th>
      <td className="num">{count(t.authors)}</td>
      <td className="num"><Link to={mentionsAddress(filter, { tier: t.tier })}>{count(t.n)}</Link></td>
      <td className="num"><Link to={mentionsAddress(filter, { tier: t.tier, sentiment: "negative" })}>{percent(t.share.value, 0)}</Link></td>
      <td className="tiers-range"><Range {...t.share} most={most} faint={t.n < 20} /><Between low={t.share.low} high={t.share.high} /></td>
      <td className="num">{engagement(t.spread, zh)}</td>
      <td className="num">{t.n > 0 ? (t.spread / t.n).toFixed(1) : "—"}</td>
    </tr>
  );
}

function Habits({ data }: { data: Authors }) {
  const own = useAuthorWords();
  const most = Math.max(1, ...data.habits.map((h) => h.mentions));
  const again = data.habits.reduce((n, h) => n + h.again, 0);
  return (
    <>
      <ul className="habits">
        {data.habits.map((h) => (
          <li key={h.times}>
            <span>{own.times[h.times]}</span>
            <span className="habit-bar" aria-hidden="true"><i style={{ width: `${(h.mentions / most) * 100}%` }}><b style={{ width: `${(h.negative / Math.max(1, h.mentions)) * 100}%` }} /></i></span>
            <span className="faint">{own.habit(count(h.authors), percent(h.mentions / Math.max(1, data.total), 0))}</span>
          </li>
        ))}
      </ul>
      {again > 0 && <p>{own.again(count(again))}</p>}
    </>
  );
}

function Speakers({ items }: { items: Speaker[] }) {
  const own = useAuthorWords();
  const zh = useLanguage() === "zh";
  const { filter } = useView();
  const clock = useClock();
  const names = useNames();
  if (items.length === 0) return <Nothing title={own.none} />;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={own.top}>
      <table className="plain speakers">
        <caption className="unseen">{own.top}</caption>
        <thead><tr><th scope="col">{own.author}</th><th scope="col" className="num">{own.followers}</th><th scope="col" className="num">{own.n}</th><th scope="col" className="num">{own.complaints}</th><th scope="col" className="num">{own.spread}</th><th scope="col">{own.brands}</th><th scope="col">{own.last}</th></tr></thead>
        <tbody>{items.map((a) => {
          const last = instant(a.last);
          const behind = { author: a.author, tier: a.tier };
          return (
            <tr key={`${a.author}${a.tier}`} data-author={a.author}>
              <th scope="row"><Link to={mentionsAddress(filter, behind)}>{own.author} {a.author.slice(0, 6)}</Link> {a.verified && <Chip>{own.verified}</Chip>} {a.suspects > 0 && <Chip tone="noise">{own.suspects(a.suspects)}</Chip>}</th>
              <td className="num">{a.followers === null ? "—" : engagement(a.followers, zh)}</td>
              <td className="num"><Link to={mentionsAddress(filter, behind)}>{count(a.n)}</Link></td>
              <td className="num">{a.complaints > 0 ? <Link to={mentionsAddress(filter, { ...behind, complaint: true })}>{count(a.complaints)}</Link> : 0}</td>
              <td className="num">{engagement(a.spread, zh)}</td>
              <td className="speakers-brands">{a.brands.map((b) => names.brand(b)).join(zh ? "、" : ", ")}</td>
              <td>{last && <time dateTime={a.last} title={clock.exact(last)}>{clock.relative(last)}</time>}</td>
            </tr>
          );
        })}</tbody>
      </table>
    </div>
  );
}

function Choruses({ data }: { data: Authors }) {
  const own = useAuthorWords();
  const { filter } = useView();
  const clock = useClock();
  const names = useNames();
  if (data.choruses.length === 0) return null;
  return (
    <>
      <p><Link className="chorus-all" to={mentionsAddress(filter, { noise: "bot", raw: true })}>{own.chorusAll(count(data.suspects))} →</Link></p>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={own.choruses}>
        <table className="plain">
          <caption className="unseen">{own.choruses}</caption>
          <thead><tr><th scope="col" className="num">{own.posts}</th><th scope="col" className="num">{own.accounts}</th><th scope="col">{own.brands}</th><th scope="col">{own.from}</th><th scope="col">{own.length}</th><th scope="col"><span className="unseen">{own.look}</span></th></tr></thead>
          <tbody>{data.choruses.map((c) => {
            const first = instant(c.first), last = instant(c.last);
            return (
              <tr key={c.example}>
                <td className="num">{count(c.n)}</td><td className="num">{count(c.authors)}</td><td>{names.brand(c.brand)}</td>
                <td>{first && <time dateTime={c.first} title={clock.exact(first)}>{clock.moment(first)}</time>}</td>
                <td>{first && last && clock.length(last.getTime() - first.getTime())}</td>
                <td><Link to={mentionsAddress(filter, { noise: "bot", raw: true, brand: [c.brand || "-"], range: { from: c.first, to: new Date(Date.parse(c.last) + 1).toISOString() } })}>{own.look}</Link></td>
              </tr>
            );
          })}</tbody>
        </table>
      </div>
    </>
  );
}
