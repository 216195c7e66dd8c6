import type { Cloud, Discoveries } from "../../api/nouns";
import { count } from "../../format/number";
import { Link } from "../../parts/Link";
import { Chip } from "../../parts/marks";
import { Moved } from "../../parts/Moved";
import { Panel } from "../../parts/Panel";
import { Show } from "../../parts/states";
import { writeFilter } from "../../state/filter";
import { useResource } from "../../state/live";
import { address } from "../../state/route";
import { mentionsAddress, useView } from "../../state/world";
import { behind } from "../discoveries/find";
import { rising } from "../words/cloud";
import { useTopicWords } from "./words";

const shown = 10;

/** Words on the rise, and the finds nobody has decided on yet: the same thing seen twice carries a mark. */
export function Emerging() {
  const own = useTopicWords();
  const view = useView();
  const cloud = useResource<Cloud>(`words/before/200/${view.key}`, () => view.ask("/words", { limit: "200" }));
  const brands = writeFilter({ brand: view.filter.brand });
  const finds = useResource<Discoveries>(`discoveries/proposed/${brands}`, () => address("/discoveries", new URLSearchParams([...brands, ["state", "proposed"]])));
  const words = rising(cloud.data?.items ?? []).slice(0, shown);
  const open = (finds.data?.items ?? []).slice(0, shown / 2);
  const says = cloud.data && (words[0] ? own.emergingSay(words[0].word, count(words[0].n), count(words[0].before)) : own.emergingNone);
  return (
    <Panel title={own.emerging} says={says} className="emerging-panel" aside={<Link to={address("/words", writeFilter(view.filter))}>{own.toCloud} →</Link>}>
      <Show of={cloud} lines={6}>
        {() => words.length > 0 && (
          <>
            <h3>{own.risingWords}</h3>
            <ul className="emerging">
              {words.map((x) => (
                <li key={x.word}>
                  <Link to={mentionsAddress(view.filter, { keyword: x.word })}>{x.word}</Link>
                  {x.discovery && <Link to={`/discoveries/${encodeURIComponent(x.discovery)}`}><Chip>{own.isFound}</Chip></Link>}
                  <span className="emerging-n">{own.sinceFound(count(x.n))} <Moved n={x.n} before={x.before} moved={x.moved} /></span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Show>
      {open.length > 0 && (
        <>
          <h3>{own.found} <Link to={address("/discoveries", brands)}>{own.toFinds} →</Link></h3>
          <ul className="emerging">
            {open.map((d) => (
              <li key={d.id}>
                <Link to={`/discoveries/${encodeURIComponent(d.id)}`} className="words">{d.label}</Link>
                <Link className="emerging-n" to={mentionsAddress(behind(d))}>{own.sinceFound(count(d.n))}</Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
