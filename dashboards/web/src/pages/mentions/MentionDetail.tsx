import { useState, type ReactNode } from "react";
import type { Fact, Mention, Readings } from "../../api/nouns";
import { engagement, nothing, percent } from "../../format/number";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { useLanguage } from "../../i18n/language";
import { Chip, SentimentMark, SeverityMark } from "../../parts/marks";
import { Link } from "../../parts/Link";
import { Segments } from "../../parts/Segments";
import { Show } from "../../parts/states";
import { everything, type Filter } from "../../state/filter";
import { useResource, type Resource } from "../../state/live";
import { mentionsAddress, useClock, useNames, useView, useWords } from "../../state/world";
import { caseAddress } from "../orders/opening";
import { Conversation } from "./Conversation";
import { Growth } from "./Growth";
import { Judgements } from "./Judgements";
import { Marked } from "./Marked";
import { Odds } from "./Odds";
import { outside } from "./outside";
import { Copies, SecondReadings } from "./Readings";
import { placeOf } from "./second";
import { useDetailWords } from "./words";

interface Props {
  id: string; // "post/brand"
  initial?: Mention; // as the list has it: shown at once
  onClose: () => void;
  hits: readonly string[]; // words that were searched for
  open: (id: string) => string; // address of another mention opened
  around: { previous: (() => void) | null; next: (() => void) | null };
}

export function MentionDetail({ id, initial, onClose, around, hits, open }: Props) {
  const w = useWords();
  const [post, brand] = id.split("/");
  const path = `/mentions/${encodeURIComponent(post ?? "")}/${encodeURIComponent(brand || "-")}`;
  const asked = useResource<Mention>(`mention/${id}`, () => path, { live: false, hold: false });
  const second = useResource<Readings>(`readings/${id}`, () => `${path}/readings`, { live: false, hold: false });
  const mention: Resource<Mention> = asked.data ? asked : { ...asked, data: initial ?? null };
  return (
    <article className="mention-detail" aria-label={w.mentions.detail}>
      <div className="detail-tools">
        <button type="button" className="btn btn-small" disabled={!around.previous} onClick={() => around.previous?.()} title="k">← {w.mentions.previous}</button>
        <button type="button" className="btn btn-small" disabled={!around.next} onClick={() => around.next?.()} title="j">{w.mentions.next} →</button>
        <button type="button" className="btn btn-small btn-bare detail-close" onClick={onClose} aria-label={w.mentions.close}>×</button>
      </div>
      <Show of={mention} lines={10}>{(m) => <Whole mention={m} second={second} hits={hits} open={open} />}</Show>
    </article>
  );
}

function Whole({ mention, second, hits, open }: { mention: Mention; second: Resource<Readings>; hits: readonly string[]; open: (id: string) => string }) {
  const w = useWords();
  const own = useDetailWords();
  const names = useNames();
  const { post, analysis } = mention;
  return (
    <>
      <div className="detail-marks">
        <SentimentMark sentiment={analysis.sentiment} word />
        <span className="faint">{w.mentions.probability(percent(analysis.probability, 0))}</span>
        <SeverityMark severity={analysis.severity} />
        {analysis.complaint && <Chip tone="negative">{w.mentions.complaint}</Chip>}
        {analysis.implicit && <Chip>{analysis.sentiment === "negative" ? w.mentions.implicit : own.implied}</Chip>}
        {analysis.irony && <Chip>{w.mentions.irony}</Chip>}
        {analysis.role && <Chip tone={analysis.role === "preferred" ? "positive" : analysis.role === "outdone" ? "negative" : "plain"} title={own.roleHelp}>{own.role[analysis.role] ?? analysis.role}</Chip>}
        {analysis.offensive && <Chip title={own.offensiveHelp}>{own.offensive}</Chip>}
        {analysis.noise.map((n) => <Chip key={n} tone="noise">{w.mentions.noise} · {w.noise[n] ?? n}</Chip>)}
      </div>
      <Text mention={mention} copies={<Copies of={second} />} hits={hits} />
      <Conversation mention={mention} open={open} />
      {analysis.severity > 0 && (
        <section>
          <h3>{w.mentions.reasons}</h3>
          <ul className="reasons">{analysis.severity_reasons.length ? analysis.severity_reasons.map((r) => <li key={r} className="words">{w.severityReason[r] ?? harmless(r)}</li>) : <li className="faint">{w.mentions.noReasons}</li>}</ul>
        </section>
      )}
      {analysis.topics.length > 0 && (
        <section>
          <h3>{w.mentions.topics}</h3>
          <p className="detail-marks">{analysis.topics.map((t) => <Narrow key={t} to={{ topic: t }}>{names.title(t)}</Narrow>)}</p>
        </section>
      )}
      <SecondReadings key={`${post.id}/${mention.brand}`} of={second} mention={mention} />
      <Facts mention={mention} />
      <Growth key={`growth/${post.id}`} post={post.id} brand={mention.brand} />
      <Odds analysis={analysis} />
      {mention.brand && <p><Link className="btn btn-small" to={caseAddress(mention)}>{own.openOrder}</Link></p>}
      {post.url && outside(post.url) && (
        <p><a href={outside(post.url)!} target="_blank" rel="noreferrer noopener">{w.mentions.openSource} ↗</a></p>
      )}
    </>
  );
}

/** A chip that narrows the list to what it names. */
function Narrow({ to, children }: { to: Partial<Filter>; children: ReactNode }) {
  const { filter } = useView();
  return <Link className="chip chip-link" to={mentionsAddress({ ...everything, brand: filter.brand, range: filter.range }, to)}>{children}</Link>;
}

/** The text with its evidence, and the judgements beside it: pointing at one shows where it stands. */
function Text({ mention, copies, hits }: { mention: Mention; copies: ReactNode; hits: readonly string[] }) {
  const w = useWords();
  const [face, setFace] = useState<"marked" | "original">("marked");
  const [pointed, setPointed] = useState<number | null>(null);
  const { post, analysis } = mention;
  const original = [post.title && !post.text.startsWith(post.title) ? post.title : "", post.text].filter(Boolean).join("\n");
  const differs = original !== analysis.norm;
  return (
    <>
      {differs && (
        <Segments<"marked" | "original"> label={w.mentions.original} value={face} onChange={setFace} options={[{ value: "marked", label: w.mentions.marked }, { value: "original", label: w.mentions.original }]} />
      )}
      <blockquote className="detail-text words">
        {face === "original" ? harmless(original) : <Marked text={analysis.norm || original} aspects={analysis.norm ? analysis.aspects : []} chosen={pointed} hits={hits} />}
      </blockquote>
      {differs && face === "original" && <p className="faint detail-note">{w.mentions.originalNote}</p>}
      {copies}
      <Judgements analysis={analysis} pointed={pointed} point={setPointed} pick={(i) => { setFace("marked"); setPointed(i); }} />
    </>
  );
}

function Facts({ mention }: { mention: Mention }) {
  const w = useWords();
  const names = useNames();
  const clock = useClock();
  const zh = useLanguage() === "zh";
  const { post, analysis, brand } = mention;
  const time = (text: string) => {
    const at = instant(text);
    return at ? <time dateTime={text} title={clock.exact(at)}>{clock.moment(at)}</time> : null;
  };
  const own = useDetailWords();
  const numbers = (kind: Fact["kind"], word: (n: number) => string) => {
    const all = analysis.facts.filter((f) => f.kind === kind);
    return all.length > 0 && all.map((f, i) => <span key={i} className="told">{word(f.value)} <q className="faint">{harmless(f.text)}</q></span>);
  };
  const store = post.store || analysis.store;
  const e = post.engagement;
  const sums: [string, number][] = [[w.mentions.likes, e.likes], [w.mentions.replies, e.replies], [w.mentions.shares, e.shares], [w.mentions.views, e.views]];
  const told = sums.filter(([, n]) => n >= 0);
  const facts: [string, ReactNode][] = [
    [w.mentions.brand, names.brand(brand)],
    [w.mentions.source, <Narrow to={{ source: [post.source] }}>{names.source(post.source)}</Narrow>],
    [w.mentions.store, store ? <Narrow to={{ store }}>{post.store_name || names.store(store)}</Narrow> : post.store_name],
    [own.place, placeOf([post.region || analysis.region, analysis.city, analysis.district])],
    [own.price, numbers("price", (n) => own.yuan(String(n)))],
    [own.wait, numbers("wait", (n) => clock.length(n * 60_000))],
    [w.mentions.product, [post.product, post.version].filter(Boolean).join(" ")],
    [w.mentions.author, <>{post.author.name || w.mentions.anonymous}{post.author.verified && ` · ${w.mentions.verified}`}{post.author.followers >= 0 && ` · ${w.mentions.followers} ${engagement(post.author.followers, zh)}+`}</>],
    [w.mentions.published, <>{time(post.published_at)}{post.precision === "day" && <span className="faint"> {w.mentions.imprecise}</span>}{post.precision === "none" && <span className="faint"> {w.mentions.noTime}</span>}</>],
    [w.mentions.edited, time(post.edited_at)],
    [w.mentions.fetched, time(post.fetched_at)],
    [w.mentions.kind, <>{w.kind[post.kind] ?? post.kind}{post.parent_id && ` · ${w.mentions.replyTo}`}</>],
    [w.mentions.rating, post.rating > 0 ? w.mentions.stars(String(post.rating)) : null],
    [w.mentions.engagement, told.length ? <>{e.approx && w.mentions.approx}{told.map(([name, n]) => `${name} ${engagement(n, zh)}`).join(" · ")}</> : <span className="faint">{w.mentions.unknown}</span>],
    [w.mentions.intent, w.intent[analysis.intent] ?? analysis.intent],
    [w.mentions.emotion, w.emotion[analysis.emotion] ?? analysis.emotion],
    [w.mentions.keywords, analysis.keywords.map(harmless).join("、")],
    [w.mentions.version, analysis.version || nothing],
  ];
  return (
    <dl className="facts">
      {facts.filter(([, value]) => value).map(([name, value]) => <div key={name}><dt>{name}</dt><dd className="words">{value}</dd></div>)}
    </dl>
  );
}
