import type { Evidence } from "../../api/nouns";
import { engagement } from "../../format/number";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { Link } from "../../parts/Link";
import { quoteAddress } from "../../parts/Quotes";
import { useClock, useNames } from "../../state/world";
import { quotesOf } from "./incident";
import { useAlertWords } from "./words";

/** The first voice, the most spread one, the widest five with their copies folded in; each opens its mention. */
export function Voices({ evidence }: { evidence: Evidence[] }) {
  const own = useAlertWords();
  return (
    <div className="voices">
      {quotesOf(evidence).map((g) => (
        <section key={g.why}>
          <h3>{own[g.why]}</h3>
          <ul className="quotes">{g.quotes.map((e) => <Voice key={e.post_id} voice={e} />)}</ul>
        </section>
      ))}
    </div>
  );
}

function Voice({ voice: e }: { voice: Evidence }) {
  const own = useAlertWords();
  const clock = useClock();
  const names = useNames();
  const at = instant(e.at);
  return (
    <li>
      <blockquote className="words"><Link to={quoteAddress(e)}>{harmless(e.text)}</Link></blockquote>
      <p className="split-meta">
        {at && <time dateTime={e.at} title={clock.exact(at)}>{clock.moment(at)}</time>}
        <span>{names.source(e.source)}</span>
        {e.store && <span>{names.store(e.store)}</span>}
        {e.reach > 0 && <span>{own.reach(engagement(e.reach, clock.language === "zh"))}</span>}
        {e.copies > 0 && <b>{own.copies(String(e.copies))}</b>}
      </p>
    </li>
  );
}
