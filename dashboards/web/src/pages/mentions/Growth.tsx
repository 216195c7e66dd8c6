import type { Observations } from "../../api/nouns";
import { engagement } from "../../format/number";
import { useLanguage } from "../../i18n/language";
import { useResource } from "../../state/live";
import { useClock, useWords } from "../../state/world";
import { counted, growthOf, line } from "./growth";
import { useDetailWords } from "./words";

const wide = 150, high = 30;

/** How likes and replies grew while we looked; nothing as long as they did not. */
export function Growth({ post, brand }: { post: string; brand: string }) {
  const w = useWords();
  const own = useDetailWords();
  const clock = useClock();
  const zh = useLanguage() === "zh";
  const seen = useResource<Observations>(`observations/${post}`, () => `/mentions/${encodeURIComponent(post)}/${encodeURIComponent(brand || "-")}/observations`, { live: false, hold: false });
  const looks = seen.data?.items ?? [];
  const grown = growthOf(looks);
  if (grown.length === 0) return null;
  const name = { likes: w.mentions.likes, replies: w.mentions.replies, shares: w.mentions.shares, views: w.mentions.views };
  const shown = counted.filter((c) => looks.some((o) => o.engagement[c] >= 0));
  return (
    <section className="growth">
      <h3>{own.growth}</h3>
      <ul>
        {grown.map((g) => {
          const first = g.points[0]!, last = g.points.at(-1)!;
          const says = own.growthSays(name[g.of], engagement(first.n, zh), engagement(last.n, zh), clock.length(last.at - first.at));
          return (
            <li key={g.of}>
              <svg width={wide} height={high + 4} viewBox={`-2 -2 ${wide + 4} ${high + 4}`} role="img" aria-label={says}><polyline points={line(g.points, wide, high)} /></svg>
              <span>{says}</span>
            </li>
          );
        })}
      </ul>
      <details className="figures-table">
        <summary>{own.growthCaption}</summary>
        <table className="plain">
          <caption className="unseen">{own.growthCaption}</caption>
          <thead><tr><th scope="col">{own.growthAt}</th>{shown.map((c) => <th key={c} scope="col" className="num">{name[c]}</th>)}</tr></thead>
          <tbody>
            {looks.map((o) => <tr key={o.at}><th scope="row"><time dateTime={o.at} title={clock.exact(new Date(o.at))}>{clock.moment(new Date(o.at))}</time></th>{shown.map((c) => <td key={c} className="num">{o.engagement.approx && o.engagement[c] >= 0 && w.mentions.approx}{engagement(o.engagement[c], zh)}</td>)}</tr>)}
          </tbody>
        </table>
        <p className="faint detail-note">{own.growthNote}</p>
      </details>
    </section>
  );
}
