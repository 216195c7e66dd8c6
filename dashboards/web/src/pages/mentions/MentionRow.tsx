import type { ReactNode } from "react";
import type { Mention } from "../../api/nouns";
import { engagement } from "../../format/number";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { useLanguage } from "../../i18n/language";
import { Link } from "../../parts/Link";
import { Chip, SentimentMark, SeverityMark } from "../../parts/marks";
import { useClock, useNames, useWords } from "../../state/world";
import { around, hitSpans } from "./hits";
import { Marked } from "./Marked";
import "./row.css";

interface Props {
  mention: Mention;
  to: string;
  current?: boolean;
  hits?: readonly string[]; // words that were searched for
  select?: { checked: boolean; toggle: () => void; label: string };
  children?: ReactNode; // what stands below: copies
}

/** One mention in a list: what was said, then who, where and what we made of it. */
export function MentionRow({ mention, to, current = false, hits = [], select, children }: Props) {
  const w = useWords();
  const clock = useClock();
  const names = useNames();
  const zh = useLanguage() === "zh";
  const { post, analysis } = mention;
  const at = instant(post.published_at);
  const whole = analysis.norm || harmless(post.text);
  const { text, from } = around(whole, hitSpans(whole, hits), 220);
  const aspects = from === 0 ? analysis.aspects : analysis.aspects.map((a) => ({ ...a, start: a.start - from, end: a.end - from })).filter((a) => a.start >= 0);
  const store = post.store_name || names.store(post.store || analysis.store);
  return (
    <article className="mention-row" aria-current={current ? "true" : undefined}>
      {select && <input type="checkbox" className="mention-select" checked={select.checked} onChange={select.toggle} aria-label={select.label} />}
      <SentimentMark sentiment={analysis.sentiment} />
      <div className="mention-main">
        <Link to={to} keepScroll className="mention-text words stretch">{from > 0 && "…"}<Marked text={text} aspects={aspects} hits={hits} quiet /></Link>
        <p className="mention-meta">
          <SeverityMark severity={analysis.severity} />
          {at && <time dateTime={post.published_at} title={clock.exact(at)}>{clock.moment(at)}</time>}
          <span>{names.source(post.source)}</span>
          {store && <span>{store}</span>}
          <span>{names.brand(mention.brand)}</span>
          {post.rating > 0 && <span>{"★".repeat(Math.round(post.rating))}<span className="unseen">{w.mentions.stars(String(post.rating))}</span></span>}
          {post.engagement.likes > 0 && <span>{w.mentions.likes} {engagement(post.engagement.likes, zh)}</span>}
          {post.engagement.replies > 0 && <span>{w.mentions.replies} {engagement(post.engagement.replies, zh)}</span>}
          {analysis.complaint && <Chip tone="negative">{w.mentions.complaint}</Chip>}
          {analysis.topics.map((t) => <Chip key={t}>{names.title(t)}</Chip>)}
          {analysis.noise.map((n) => <Chip key={n} tone="noise">{w.noise[n] ?? n}</Chip>)}
        </p>
        {children}
      </div>
    </article>
  );
}
