import type { Evidence } from "../api/nouns";
import { harmless } from "../format/spans";
import { instant } from "../format/zone";
import { everything } from "../state/filter";
import { mentionsAddress, useClock, useNames, useWords } from "../state/world";
import { Chip } from "./marks";
import { Link } from "./Link";

/** Voices quoted as evidence, verbatim; each opens the mention it was taken from. */
export function Quotes({ evidence }: { evidence: Evidence[] }) {
  const w = useWords();
  const clock = useClock();
  const names = useNames();
  return (
    <ul className="quotes">
      {evidence.map((e) => {
        const at = instant(e.at);
        return (
          <li key={e.post_id + e.why}>
            <blockquote className="words"><Link to={quoteAddress(e)}>{harmless(e.text)}</Link></blockquote>
            <p className="split-meta">
              {w.alerts.whyQuote[e.why] && <Chip>{w.alerts.whyQuote[e.why]}</Chip>}
              {at && <time dateTime={e.at} title={clock.exact(at)}>{clock.moment(at)}</time>}
              <span>{names.source(e.source)}</span>
              {e.store && <span>{e.store}</span>}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

/** The day around a quoted mention with the mention opened. */
export function quoteAddress(e: Evidence): string {
  const at = instant(e.at);
  const range = at
    ? { from: new Date(at.getTime() - 12 * 3_600_000).toISOString(), to: new Date(at.getTime() + 12 * 3_600_000).toISOString() }
    : everything.range;
  const list = mentionsAddress({ ...everything, brand: e.brand ? [e.brand] : [], source: e.source ? [e.source] : [], range });
  return `${list}&open=${encodeURIComponent(`${e.post_id}/${e.brand || "-"}`)}`;
}
