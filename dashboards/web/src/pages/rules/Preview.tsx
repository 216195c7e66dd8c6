import { useEffect, useId, useState } from "react";
import type { Replay, ReplayOutlook, Rule } from "../../api/nouns";
import { Panel } from "../../parts/Panel";
import { Loading } from "../../parts/states";
import { useClock, useMeta, useWords } from "../../state/world";
import { previewDays, useBacktest, type Backtest } from "./backtest";
import { FiredList } from "./FiredList";
import { compare, outlookOf, warningOf } from "./replay";
import { conditionOf } from "./rule";
import { sensitivityWord } from "./RuleTable";
import { Strip } from "./Strip";
import { useRuleWords } from "./words";

interface Props {
  rule: Rule;
  present: Rule | null; // as it stands; null: it is new
  choose: (sensitivity: number) => void;
  refuse: (field: string) => void;
}

/** What the rule as it is written now would have told, beside what the present one would have. */
export function Preview({ rule, present, choose, refuse }: Props) {
  const w = useRuleWords();
  const { brands } = useMeta();
  const id = useId();
  const watched = rule.brands.length > 0 ? brands.filter((b) => rule.brands.includes(b.id)) : brands.filter((b) => b.own);
  const [asked, setAsked] = useState("");
  const brand = watched.find((b) => b.id === asked)?.id ?? watched[0]?.id ?? "";
  const edited = useBacktest(brand ? rule : null, brand);
  const changed = present !== null && conditionOf(present) !== conditionOf(rule);
  const before = useBacktest(changed && brand ? present : null, brand);
  const field = edited.problem?.field ?? "";
  useEffect(() => { if (field) refuse(field); }, [field]);
  return (
    <Panel title={w.preview} className="rule-preview" aside={watched.length > 1
      ? <label htmlFor={id} className="rule-brand">{w.brandOf} <select id={id} className="field" value={brand} onChange={(e) => setAsked(e.target.value)}>{watched.map((b) => <option key={b.id} value={b.id}>{b.name}</option>)}</select></label>
      : <span className="faint">{watched[0]?.name}</span>}>
      <p className="faint preview-help">{w.previewHelp} · {w.days(previewDays)}</p>
      <div aria-live="polite" aria-busy={edited.busy} className={edited.busy && edited.replay ? "stale" : ""}>
        {edited.problem ? <Trouble of={edited} /> : edited.replay
          ? <Outcome replay={edited.replay} before={changed ? before.replay : null} rule={rule} presentSensitivity={present?.sensitivity ?? 0} choose={choose} />
          : <><p className="faint">{w.computing}</p><Loading lines={5} /></>}
      </div>
    </Panel>
  );
}

function Trouble({ of }: { of: Backtest }) {
  const w = useRuleWords();
  const all = useWords();
  const p = of.problem!;
  return (
    <div className="failed" role="alert">
      <p className="nothing-title">{p.field ? w.fieldBad(w.field[p.field] ?? p.field) : w.failedPreview}</p>
      <p>{p.status === 0 ? all.state.offline : p.message}</p>
    </div>
  );
}

interface OutcomeProps {
  replay: Replay;
  before: Replay | null; // of the present rule; null: nothing to compare with
  rule: Rule;
  presentSensitivity: number;
  choose: (sensitivity: number) => void;
}

function Outcome({ replay, before, rule, presentSensitivity, choose }: OutcomeProps) {
  const w = useRuleWords();
  const outlook = outlookOf(replay, rule.sensitivity);
  if (!outlook || outlook.days === 0) return <p className="nothing-title">{w.noHistory}</p>;
  const present = before && outlookOf(before, presentSensitivity);
  const compared = present ? compare(present.fired, outlook.fired) : null;
  const n = outlook.n, days = Math.round(outlook.days);
  return (
    <div className="preview-outcome">
      <p className="says">{n === 0 ? w.never90(days) : w.times90(n, days, outlook.per_week.toFixed(1))}</p>
      <Warn of={outlook} />
      {compared && present && (
        <p className="preview-compare">{compared.more.length === 0 && compared.less.length === 0 ? w.same : <><b>{w.diffSays(present.n, n)}</b> {[compared.more.length > 0 && w.more(compared.more.length), compared.less.length > 0 && w.less(compared.less.length), compared.both.length > 0 && w.both(compared.both.length)].filter(Boolean).join(" · ")}</>}</p>
      )}
      <Strip replay={replay} fired={outlook.fired} compared={compared} />
      {replay.outlooks.length > 1 && <Choices replay={replay} chosen={rule.sensitivity} choose={choose} />}
      <FiredList fired={outlook.fired} compared={compared} />
      {n > 0 && <p className="faint">{outlook.confirmed + outlook.dismissed > 0 ? w.tally(outlook.confirmed, outlook.dismissed) : w.noTally}</p>}
    </div>
  );
}

function Warn({ of }: { of: ReplayOutlook }) {
  const w = useRuleWords();
  const clock = useClock();
  const why = warningOf(of);
  if (!why) return null;
  return <p className="warning" role="note">⚠ {clock.language === "zh" ? of.warning : w.warn[why]}</p>;
}

/** The sensitivities side by side: how often each would have spoken. Choosing one writes it into the rule. */
function Choices({ replay, chosen, choose }: { replay: Replay; chosen: number; choose: (sensitivity: number) => void }) {
  const w = useRuleWords();
  const name = useId();
  const most = Math.max(1, ...replay.outlooks.map((o) => o.n));
  return (
    <fieldset className="preview-choices">
      <legend>{w.choices}</legend>
      {replay.outlooks.map((o) => {
        const is = Math.abs(o.sensitivity - chosen) < 1e-9;
        return (
          <label key={o.sensitivity} className={is ? "preview-choice chosen" : "preview-choice"}>
            <input type="radio" name={name} checked={is} onChange={() => choose(o.sensitivity)} />
            <span className="preview-level">{sensitivityWord(o.sensitivity, w)}</span>
            <span className="bar-track" aria-hidden="true"><i className="bar-share" style={{ width: `${(o.n / most) * 100}%` }} /></span>
            <b>{w.fired(o.n)}</b>
            <span className="faint">{w.perWeek(o.per_week.toFixed(1))}{warningOf(o) && " ⚠"}</span>
          </label>
        );
      })}
    </fieldset>
  );
}
