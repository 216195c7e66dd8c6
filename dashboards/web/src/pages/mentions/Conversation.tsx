import type { components } from "../../api/schema";
import type { Mention } from "../../api/nouns";
import { clip, harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { Link } from "../../parts/Link";
import { SentimentMark } from "../../parts/marks";
import { useResource } from "../../state/live";
import { useClock, useWords } from "../../state/world";
import { useListWords } from "./listWords";

type Thread = components["schemas"]["Thread"];

/** The thread a mention stands in, from what began it; nothing where it stands alone. */
export function Conversation({ mention, open }: { mention: Mention; open: (id: string) => string }) {
  const own = useListWords();
  const w = useWords();
  const clock = useClock();
  const brand = mention.brand || "-";
  const asked = useResource<Thread>(`thread/${mention.post.id}/${brand}`, () => `/mentions/${mention.post.id}/${encodeURIComponent(brand)}/thread`, { live: false, hold: false });
  const items = asked.data?.items ?? [];
  if (items.length < 2) return null;
  return (
    <section className="thread" aria-label={own.thread}>
      <h3>{own.thread} · {items.length}</h3>
      <ol>
        {items.map(({ mention: m, depth }) => {
          const at = instant(m.post.published_at);
          const here = m.post.id === mention.post.id;
          return (
            <li key={m.post.id} style={{ marginLeft: Math.min(depth, 5) * 18 }} aria-current={here ? "true" : undefined}>
              <p className="split-meta"><SentimentMark sentiment={m.analysis.sentiment} /><b>{harmless(m.post.author.name) || w.mentions.anonymous}</b>{at && <time dateTime={m.post.published_at} title={clock.exact(at)}>{clock.moment(at)}</time>}{here && <span className="chip">{own.here}</span>}</p>
              <p className="words">{here ? harmless(clip(m.post.text, 200)) : <Link to={open(`${m.post.id}/${m.brand || "-"}`)} keepScroll>{harmless(clip(m.post.text, 200))}</Link>}</p>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** The mentions folded into one row, the first that was said first. */
export function Copied({ mention, ask, open }: { mention: Mention; ask: (path: string) => string; open: (id: string) => string }) {
  const own = useListWords();
  const w = useWords();
  const clock = useClock();
  const path = `/mentions/${mention.post.id}/${encodeURIComponent(mention.brand || "-")}/copies`;
  const asked = useResource<{ items: Mention[] }>(`copies/${mention.post.id}/${ask("")}`, () => ask(path), { live: false, hold: false });
  return (
    <ul className="copied" aria-label={own.copies}>
      {(asked.data?.items ?? []).map((m) => {
        const at = instant(m.post.published_at);
        return <li key={m.post.id}><Link to={open(`${m.post.id}/${m.brand || "-"}`)} keepScroll>{at && clock.moment(at)} · {harmless(m.post.author.name) || w.mentions.anonymous} · {harmless(clip(m.post.text, 60))}</Link></li>;
      })}
    </ul>
  );
}
