import { useEffect, useRef, useState } from "react";
import type { Discovery, Mention } from "../../api/nouns";
import { count } from "../../format/number";
import { clip, harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { Chip, SentimentMark } from "../../parts/marks";
import { Link } from "../../parts/Link";
import { useResource } from "../../state/live";
import { mentionsAddress, useClock, useNames } from "../../state/world";
import { behind, sought } from "./find";
import { acceptedAs, Numbers, Since } from "./Finds";
import { Decide, Reopen, type Done } from "./Decide";
import { useFindWords } from "./words";

const examples = 3;

/** A find with what it was found in, and what can be made of it. */
export function DiscoveryDetail({ find }: { find: Discovery }) {
  const w = useFindWords();
  const names = useNames();
  const clock = useClock();
  const last = instant(find.last_at);
  const [done, setDone] = useState<Discovery["state"] | null>(null); // what was decided here just now
  const told = done !== null && done === find.state;
  const status = useRef<HTMLParagraphElement>(null);
  // The form that had the focus is gone; whoever works by keyboard goes on from here.
  useEffect(() => { if (told) status.current?.focus(); }, [told]);
  return (
    <article className="find-detail">
      <header>
        <p className="detail-marks">
          <b className={find.state === "accepted" ? "kept" : "soft"}>{w.stateOf[find.state]}</b>
          <span className="faint">{names.brand(find.brand)}</span>
        </p>
        <h2 className="words">{harmless(find.label)}</h2>
        <div className="find-facts"><b>{w.n(count(find.n))}</b><Numbers find={find} /></div>
        <p className="split-meta"><Since find={find} />{last && <time dateTime={find.last_at} title={clock.exact(last)}>{w.last(clock.moment(last))}</time>}</p>
        {find.words.length > 1 && <p className="detail-marks"><span className="faint">{w.words}</span>{find.words.map((x) => <Chip key={x}>{harmless(x)}</Chip>)}</p>}
        <p className="alert-actions"><Link to={mentionsAddress(behind(find))} title={w.lookedUp(sought(find.words).map(harmless))}>{w.mentions} →</Link></p>
      </header>
      <p role="status" className="kept" ref={status} tabIndex={-1}>{told && `✓ ${w.done[done]}`}</p>
      {find.posts.length > 0 && (
        <section>
          <h3>{w.examples}</h3>
          <ul className="quotes">{find.posts.slice(0, examples).map((p) => <Example key={p} post={p} find={find} />)}</ul>
        </section>
      )}
      {find.state === "proposed" ? <Decide find={find} done={setDone} /> : <Outcome find={find} done={setDone} />}
    </article>
  );
}

function Outcome({ find, done }: { find: Discovery; done: Done }) {
  const w = useFindWords();
  const names = useNames();
  const clock = useClock();
  const at = instant(find.at);
  return (
    <>
      <dl className="facts">
        {find.state === "accepted" && <div><dt>{w.as}</dt><dd className="words">{acceptedAs(find, w, names.title)}</dd></div>}
        <div><dt>{w.by}</dt><dd className="words">{harmless(find.by)}</dd></div>
        {at && <div><dt>{w.at}</dt><dd><time dateTime={find.at} title={clock.exact(at)}>{clock.moment(at)}</time></dd></div>}
      </dl>
      <Reopen find={find} done={done} />
    </>
  );
}

/** A post the find was made in, as far as it is still there; it opens where the mentions are read. */
function Example({ post, find }: { post: string; find: Discovery }) {
  const clock = useClock();
  const names = useNames();
  const id = `${post}/${find.brand || "-"}`;
  const mention = useResource<Mention>(`mention/${id}`, () => `/mentions/${encodeURIComponent(post)}/${encodeURIComponent(find.brand || "-")}`, { live: false, hold: false });
  if (mention.error) return null;
  if (!mention.data) return <li><span className="bone" /></li>;
  const { post: p, analysis } = mention.data;
  const at = instant(p.published_at);
  return (
    <li>
      <blockquote className="words"><Link to={`${mentionsAddress(behind(find))}&open=${encodeURIComponent(id)}`}>{harmless(clip(p.text || p.title, 220))}</Link></blockquote>
      <p className="split-meta">
        <SentimentMark sentiment={analysis.sentiment} />
        {at && <time dateTime={p.published_at} title={clock.exact(at)}>{clock.moment(at)}</time>}
        <span>{names.source(p.source)}</span>
      </p>
    </li>
  );
}
