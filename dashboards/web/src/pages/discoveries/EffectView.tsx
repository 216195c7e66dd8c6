import type { Change, Discovery, Effect } from "../../api/nouns";
import { count, signed } from "../../format/number";
import { clip, harmless } from "../../format/spans";
import { SentimentMark } from "../../parts/marks";
import { Loading, Show } from "../../parts/states";
import { useResource, type Resource } from "../../state/live";
import { useNames } from "../../state/world";
import { complete, moved, sought } from "./find";
import { useFindWords } from "./words";

/** What accepting as "weight\ntopic" would change; asked once for each such form, for it costs the server seconds. */
export function useEffectOf(find: Discovery, form: string): Resource<Effect> {
  const cut = form.indexOf("\n");
  const weight = form.slice(0, cut), topic = form.slice(cut + 1);
  const key = complete(find.kind, topic) ? `effect/${find.id}/${form}` : null;
  const query = new URLSearchParams({ topic, weight });
  return useResource<Effect>(key, () => `/discoveries/${encodeURIComponent(find.id)}/effect?${query}`, { live: false, hold: true });
}

/** The change in one sentence, in counts, and in the words of those it concerns. */
export function EffectView({ of, find, topic, computing }: { of: Resource<Effect>; find: Discovery; topic: string; computing: boolean }) {
  const w = useFindWords();
  if (!of.data && !of.error) return <><span className="unseen">{w.computing}</span><Loading lines={3} /></>;
  return <div className={computing ? "stale" : undefined}><Show of={of} lines={3}>{(e) => <Told effect={e} find={find} topic={topic} />}</Show></div>;
}

function Told({ effect, find, topic }: { effect: Effect; find: Discovery; topic: string }) {
  const w = useFindWords();
  const names = useNames();
  const counts = moved(effect, topic);
  const holds = find.kind === "word" ? w.holdsIt : w.holds(sought(find.words).map(harmless));
  const says = effect.posts === 0 ? w.effectNobody(holds) : effect.changed === 0 ? w.effectNone(holds, count(effect.posts)) : w.effectSays(holds, count(effect.posts), count(effect.changed), effect.cut);
  return (
    <>
      <p className="says">{says}</p>
      {effect.changed > 0 && counts.length > 0 && (
        <dl className="effect-counts">
          {counts.map(({ what, change }) => <div key={what}><dt title={what === "topic" ? topic : undefined}>{w.counted[what]}</dt><dd><Turn change={change} /></dd></div>)}
        </dl>
      )}
      {effect.examples.length > 0 && (
        <>
          {effect.examples.length < effect.changed && <p className="faint">{w.rows(count(effect.examples.length))}</p>}
          <ul className="effect-rows">
            {effect.examples.map((e) => (
              <li key={e.post}>
                <p className="effect-turn">
                  {e.before === e.after
                    ? <SentimentMark sentiment={e.before} />
                    : <><span className="unseen">{w.before} </span><SentimentMark sentiment={e.before} word /><span aria-hidden="true">→</span><span className="unseen"> {w.after} </span><SentimentMark sentiment={e.after} word /></>}
                  {e.gained.map((t) => <span key={t} className="soft">+ {w.gains(names.title(t))}</span>)}
                  {e.lost.map((t) => <span key={t} className="soft">− {w.loses(names.title(t))}</span>)}
                  {e.before === e.after && e.gained.length + e.lost.length === 0 && <span className="soft">{w.graver}</span>}
                </p>
                <p className="words effect-text">{harmless(clip(e.text, 120))}</p>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** 0 → 13, and the difference */
function Turn({ change }: { change: Change }) {
  const w = useFindWords();
  const difference = change.after - change.before;
  return (
    <>
      {count(change.before)} <span aria-hidden="true">→</span><span className="unseen">{w.after}</span> <b>{count(change.after)}</b>
      <span className="faint"> {difference === 0 ? w.same : signed(difference)}</span>
    </>
  );
}
