import type { JudgeWords } from "../../api/nouns";
import { count } from "../../format/number";
import { Link } from "../../parts/Link";
import { Show } from "../../parts/states";
import { useResource } from "../../state/live";
import { mentionsAddress, useView } from "../../state/world";
import { tone } from "./MatrixTable";
import { useAspectWords } from "./words";

/** All the words an aspect is judged by, each with how many say so. */
export function Evidence({ aspect, title, onClose }: { aspect: string; title: string; onClose: () => void }) {
  const own = useAspectWords();
  const view = useView();
  const words = useResource<JudgeWords>(`aspect-words/${aspect}/${view.key}`, () => view.ask("/aspects/words", { aspect, limit: "60" }));
  return (
    <section className="evidence-box" aria-label={own.wordsOf(title)}>
      <header><h3>{own.wordsOf(title)}</h3><button type="button" className="textlink" onClick={onClose}>{own.close}</button></header>
      <Show of={words} lines={3}>
        {({ items }) => (items.length === 0 ? <p className="faint">{own.noWords}</p> : (
          <ul>
            {items.map((x) => (
              <li key={x.word}><Link to={mentionsAddress(view.filter, { aspect, opinion: x.word })} className={`evidence-word ${tone(x)}`} title={own.word(x.word, count(x.n))}>{x.word} <span>{count(x.n)}</span></Link></li>
            ))}
          </ul>
        ))}
      </Show>
    </section>
  );
}
