import type { Discovery } from "../../api/nouns";
import { count, percent, signed } from "../../format/number";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { Chip } from "../../parts/marks";
import { Link } from "../../parts/Link";
import { mentionsAddress, useClock, useNames } from "../../state/world";
import { behind, fewMentions, rise, sought } from "./find";
import { useFindWords, type FindWords } from "./words";

interface Props {
  find: Discovery;
  to: string;
  current: boolean;
}

/** One find that waits: what, how much against the usual, how bad, since when, in whose words. */
export function Waiting({ find, to, current }: Props) {
  const w = useFindWords();
  const names = useNames();
  return (
    <article className="find-card" aria-current={current ? "true" : undefined}>
      <p className="card-line">
        <Chip>{w.kind[find.kind]}</Chip>
        <Link to={to} keepScroll className="stretch find-label words">{harmless(find.label)}</Link>
        <b className="find-n">{w.n(count(find.n))}</b>
      </p>
      <Numbers find={find} />
      <blockquote className="find-sentence words">{harmless(find.sentence)}</blockquote>
      <p className="split-meta">
        <span>{names.brand(find.brand)}</span>
        <Since find={find} />
        <Link to={mentionsAddress(behind(find))} title={w.lookedUp(sought(find.words).map(harmless))} className="find-mentions">{w.mentions} →</Link>
      </p>
    </article>
  );
}

/** Against the usual, and the negative part as a bar with its number. */
export function Numbers({ find }: { find: Discovery }) {
  const w = useFindWords();
  const rose = rise(find.n, find.before);
  const few = find.n < fewMentions;
  return (
    <p className="find-numbers">
      <span title={w.usualHelp}>{rose ? w.usual(rose.usual, rose.times) : w.unusual}</span>
      <span className={few ? "find-share faint" : "find-share"} title={few ? w.few : undefined}>
        <span className="find-bar" aria-hidden="true"><i style={{ width: `${Math.min(1, Math.max(0, find.negative)) * 100}%` }} /></span>
        <span>{w.negative(percent(find.negative, 0))}</span>
      </span>
    </p>
  );
}

export function Since({ find }: { find: Discovery }) {
  const w = useFindWords();
  const clock = useClock();
  const first = instant(find.first_at);
  return first && <time dateTime={find.first_at} title={clock.exact(first)}>{w.since(clock.moment(first))}</time>;
}

/** What a find became: a topic, a word with a judgement, or a plain word. */
export function acceptedAs(find: Discovery, w: FindWords, title: (name: string) => string): string {
  if (find.topic) return w.asTopic(title(find.topic));
  return find.weight === 0 ? w.plainWord : w.asWord(weightWord(find.weight, w));
}

/** −2 → 贬 2 */
export function weightWord(weight: number, w: FindWords): string {
  return weight === 0 ? w.plain : w.weighed(weight > 0 ? w.praise : w.blame, signed(weight, Number.isInteger(weight) ? 0 : 1));
}

/** One find that was decided: as what, by whom, when. */
export function Decided({ find, to, current }: Props) {
  const w = useFindWords();
  const names = useNames();
  const clock = useClock();
  const at = instant(find.at);
  const accepted = find.state === "accepted";
  return (
    <article className="split-row find-decided" aria-current={current ? "true" : undefined}>
      <b className={accepted ? "kept" : "soft"}><span aria-hidden="true">{accepted ? "✓" : "×"}</span> {w.stateOf[find.state]}</b>
      <div>
        <Link to={to} keepScroll className="stretch split-title words">{harmless(find.label)}</Link>
        <p className="split-meta">
          <span>{w.kind[find.kind]}</span>
          {accepted && <span className="soft">{acceptedAs(find, w, names.title)}</span>}
          <span>{harmless(find.by)}</span>
          {at && <time dateTime={find.at} title={clock.exact(at)}>{clock.moment(at)}</time>}
          <span>{names.brand(find.brand)}</span>
          <span>{w.n(count(find.n))}</span>
        </p>
      </div>
    </article>
  );
}
