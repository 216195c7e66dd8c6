import { useState } from "react";
import { Problem, tell } from "../../api/client";
import type { Audiences, AudienceState, Letters } from "../../api/nouns";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { Link } from "../../parts/Link";
import { Panel } from "../../parts/Panel";
import { Nothing, Show } from "../../parts/states";
import { useResource } from "../../state/live";
import { useMay } from "../../state/me";
import { useClock, useNames, useWords } from "../../state/world";
import { useAudienceWords } from "./words";
import "./audiences.css";

/** Who gets which letter, when the next one goes, and what became of the last. */
export default function AudiencesPage() {
  const own = useAudienceWords();
  const audiences = useResource<Audiences>("audiences", () => "/audiences");
  return (
    <div className="audiences">
      <Panel title={own.title} says={audiences.data && own.says(audiences.data.items.length)} note={own.note}>
        <Show of={audiences} lines={6}>
          {(d) => (d.items.length === 0 ? <Nothing title={own.none} help={own.noneHelp} /> : <ul className="audience-list">{d.items.map((a) => <One key={a.audience.id} state={a} reload={audiences.reload} />)}</ul>)}
        </Show>
      </Panel>
    </div>
  );
}

function One({ state, reload }: { state: AudienceState; reload: () => void }) {
  const own = useAudienceWords();
  const clock = useClock();
  const names = useNames();
  const { audience: a, last } = state;
  const next = instant(state.next), sent = instant(last?.sent_at);
  const whom = [...a.channels, ...a.to].map(harmless);
  const about = [...a.brands.map(names.brand), ...(a.unit ? [a.unit] : [])].map(harmless);
  return (
    <li className="audience" data-audience={a.id || "-"}>
      <p className="audience-head"><b>{harmless(a.title || own.house)}</b><span className="audience-kind">{own.kinds[a.kind] ?? a.kind}</span><span className="audience-kind">{own.periods[a.period] ?? a.period}</span>{a.language === "en" && <span className="audience-kind">English</span>}</p>
      <dl className="audience-facts">
        <div><dt>{own.next}</dt><dd>{next ? <time dateTime={state.next} title={clock.exact(next)}>{clock.moment(next)}</time> : own.never}</dd></div>
        <div><dt>{own.to}</dt><dd>{whom.length ? whom.join("、") : own.shelf}</dd></div>
        <div><dt>{own.about}</dt><dd>{about.length ? about.join("、") : own.everything}</dd></div>
        <div><dt>{own.when}</dt><dd>{[a.empty ? own.empty : own.notEmpty, a.holidays ? own.holidays : own.noHolidays].join("；")}</dd></div>
        <div><dt>{own.last}</dt><dd>{last ? (last.skipped ? own.skipped : <Link to={`/letters/${last.date}/${encodeURIComponent(last.brand)}${last.audience ? "/" + encodeURIComponent(last.audience) : ""}?from=archive`}>{sent ? clock.moment(sent) : last.date}</Link>) : own.noLast}</dd></div>
      </dl>
      <p className="audience-do">
        <Link to={`/digest?${new URLSearchParams({ ...(a.id ? { audience: a.id } : {}), ...(a.period !== "day" ? { period: a.period } : {}), ...(a.brands[0] ? { brand: a.brands[0] } : {}) })}`}>{own.preview}</Link>
        <SendNow id={a.id} reload={reload} />
      </p>
    </li>
  );
}

/** Sends at once what would go at the next time; asked twice, because it cannot be taken back. */
function SendNow({ id, reload }: { id: string; reload: () => void }) {
  const own = useAudienceWords();
  const w = useWords();
  const may = useMay("operate");
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState("");
  if (!may) return null;
  const send = async () => {
    setBusy(true);
    try {
      const sent = await tell<Letters>(`/audiences/${encodeURIComponent(id || "-")}/send`, {});
      setTold(own.sent(sent.items.length));
      reload();
    } catch (err) {
      setTold(err instanceof Problem && err.status !== 0 ? err.message : w.state.offline);
    } finally {
      setBusy(false);
      setSure(false);
    }
  };
  return (
    <>
      {sure ? <><button type="button" className="btn btn-small btn-main" disabled={busy} onClick={() => void send()}>{own.sure}</button><button type="button" className="textlink" onClick={() => setSure(false)}>{own.cancel}</button></>
        : <button type="button" className="textlink" onClick={() => { setSure(true); setTold(""); }}>{own.send}</button>}
      {told && <span role="status" className="faint">{told}</span>}
    </>
  );
}
