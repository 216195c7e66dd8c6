import { type ReactNode } from "react";
import type { Ledger, LedgerLine } from "../../api/nouns";
import { count, percent } from "../../format/number";
import { instant } from "../../format/zone";
import { Panel } from "../../parts/Panel";
import { Segments } from "../../parts/Segments";
import { Nothing, Show } from "../../parts/states";
import { useResource } from "../../state/live";
import { go, useRoute, withQuery } from "../../state/route";
import { useClock } from "../../state/world";
import { dayOf, addDays } from "../../format/zone";
import { useLedgerWords } from "./words";
import "./ledger.css";

const ranges = ["7", "30", "90"];

/** What asking language models costs and brings, by day and purpose, and what is left of today's budget. */
export default function LedgerPage() {
  const own = useLedgerWords();
  const clock = useClock();
  const { query } = useRoute();
  const range = ranges.find((r) => r === query.get("days")) ?? "30";
  const today = dayOf(clock.now, clock.zone);
  const from = addDays(today, 1 - Number(range));
  const ledger = useResource<Ledger>(`ledger/${range}`, () => `/ledger?from=${from}`);
  const l = ledger.data;
  const picker = <Segments label={own.range} value={range} options={ranges.map((r) => ({ value: r, label: own.ranges[r]! }))} onChange={(r) => go("/ledger?" + withQuery(query, { days: r === "30" ? null : r }).toString(), { replace: true, keepScroll: true })} />;
  const empty = l && l.total.calls === 0 && l.cached === 0;
  return (
    <div className="ledger">
      <Panel title={own.title} says={l && !empty ? conclude(l, own) : null} aside={picker}>
        <Show of={ledger} lines={4}>
          {(d) => (empty ? <Nothing title={d.asked.enabled ? own.none : own.off} help={d.asked.enabled ? own.noneHelp : own.offHelp} /> : <Figures ledger={d} />)}
        </Show>
        {l?.cut && <p className="trouble">{own.cut}</p>}
      </Panel>
      {l && !empty && (
        <>
          <Panel title={own.days}><DayBars days={l.days} /></Panel>
          <div className="ledger-parts">
            <Panel title={own.purposes}><Lines caption={own.purposes} lines={l.purposes} name={(k) => own.purpose[k] ?? k} /></Panel>
            <Panel title={own.outcomes}><Lines caption={own.outcomes} lines={l.outcomes} name={(k) => own.outcome[k] ?? k} /></Panel>
            <Panel title={own.models}><Lines caption={own.models} lines={l.models} name={(k) => k} /></Panel>
          </div>
          <Panel title={own.calls}><Calls ledger={l} /></Panel>
        </>
      )}
    </div>
  );
}

/** Prices are the reader's own currency, so no sign stands before them. */
const money = (n: number) => (n === 0 ? "0" : n < 0.1 ? n.toFixed(4) : n.toFixed(2));

function conclude(l: Ledger, own: ReturnType<typeof useLedgerWords>): string {
  const all = own.says(money(l.total.cost), count(l.total.calls), l.total.answered > 0 ? money(l.total.cost / l.total.answered) : "");
  const { daily_cost: limit, daily_tokens: tokens } = l.asked;
  const used = Math.max(limit > 0 ? l.today / limit : 0, tokens > 0 ? l.today_tokens / tokens : 0);
  if (limit <= 0 && tokens <= 0) return all + own.saysNoLimit;
  if (used >= 1) return all + own.saysOver;
  const left = limit > 0 ? money(limit - l.today) : count(tokens - l.today_tokens);
  return all + own.saysBudget(left, percent(used, 0));
}

function Figure({ name, value, below, title }: { name: string; value: ReactNode; below?: ReactNode; title?: string }) {
  return <div title={title}><dt>{name}</dt><dd>{value}{below && <span className="faint">{below}</span>}</dd></div>;
}

function Figures({ ledger: l }: { ledger: Ledger }) {
  const own = useLedgerWords();
  const f = own.figure;
  const { daily_cost: limit, daily_tokens: tokens } = l.asked;
  const share = Math.min(1, Math.max(limit > 0 ? l.today / limit : 0, tokens > 0 ? l.today_tokens / tokens : 0));
  return (
    <dl className="ledger-figures">
      <Figure name={f.cost} value={money(l.total.cost)} />
      <Figure name={f.today} value={money(l.today)} below={<>{limit > 0 ? own.budget(money(limit)) : tokens > 0 ? own.budgetTokens(count(tokens)) : own.noBudget}{(limit > 0 || tokens > 0) && <span className="ledger-budget" aria-hidden="true"><i style={{ width: `${share * 100}%` }} /></span>}</>} />
      <Figure name={f.calls} value={count(l.total.calls)} below={l.total.refused > 0 && `${f.refused} ${count(l.total.refused)}`} />
      <Figure name={f.posts} value={count(l.total.posts)} />
      <Figure name={f.cached} value={count(l.cached)} title={own.cachedHelp} />
      <Figure name={f.tokens} value={count(l.total.tokens_in + l.total.tokens_out)} below={own.tokens(count(l.total.tokens_in), count(l.total.tokens_out))} />
      <Figure name={f.agreement} value={l.agreement.n ? percent(l.agreement.share, 0) : "—"} below={l.agreement.n ? own.agreement(count(l.agreement.n), l.agreement.kappa.toFixed(2)) : own.agreementNone} />
    </dl>
  );
}

/** A bar a day: so plain that it needs no chart library, and every day can be read out. */
function DayBars({ days }: { days: LedgerLine[] }) {
  const own = useLedgerWords();
  const most = Math.max(...days.map((d) => d.cost), 0);
  const tallest = Math.max(...days.map((d) => (most > 0 ? d.cost : d.calls)), 1e-9);
  return (
    <ul className="ledger-days" aria-label={own.chart(days.length, money(most))}>
      {days.map((d) => (
        <li key={d.key} title={`${d.key} · ${money(d.cost)} · ${own.column.calls} ${count(d.calls)}${d.refused ? ` · ${own.column.refused} ${count(d.refused)}` : ""}`}>
          <span className="unseen">{d.key}：{d.calls ? money(d.cost) : own.zero}</span>
          <i aria-hidden="true" style={{ height: `${((most > 0 ? d.cost : d.calls) / tallest) * 100}%` }} />
          <b aria-hidden="true">{d.key.slice(5)}</b>
        </li>
      ))}
    </ul>
  );
}

function Lines({ caption, lines, name }: { caption: string; lines: LedgerLine[]; name: (key: string) => string }) {
  const own = useLedgerWords();
  const c = own.column;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={caption}>
      <table className="ledger-table">
        <caption className="unseen">{caption}</caption>
        <thead><tr><th scope="col">{c.key}</th><th scope="col" className="num">{c.calls}</th><th scope="col" className="num">{c.answered}</th><th scope="col" className="num">{c.tokens}</th><th scope="col" className="num">{c.cost}</th></tr></thead>
        <tbody>{lines.map((l) => <tr key={l.key}><th scope="row">{name(l.key)}</th><td className="num">{count(l.calls)}</td><td className="num">{count(l.answered)}</td><td className="num">{count(l.tokens_in + l.tokens_out)}</td><td className="num">{money(l.cost)}</td></tr>)}</tbody>
      </table>
    </div>
  );
}

function Calls({ ledger: l }: { ledger: Ledger }) {
  const own = useLedgerWords();
  const clock = useClock();
  const c = own.column;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={own.calls}>
      <table className="ledger-table">
        <caption className="unseen">{own.calls}</caption>
        <thead><tr><th scope="col">{c.at}</th><th scope="col">{c.purpose}</th><th scope="col">{c.model}</th><th scope="col" className="num">{c.posts}</th><th scope="col" className="num">{c.answered}</th><th scope="col" className="num">{c.tokens}</th><th scope="col" className="num">{c.cost}</th><th scope="col" className="num">{c.time}</th><th scope="col">{c.outcome}</th></tr></thead>
        <tbody>
          {l.calls.map((x) => {
            const at = instant(x.at);
            return (
              <tr key={x.id}>
                <td>{at && <time dateTime={x.at} title={clock.exact(at)}>{clock.relative(at)}</time>}</td><td>{own.purpose[x.purpose] ?? x.purpose}</td><td>{x.model}</td>
                <td className="num">{count(x.posts)}</td><td className="num">{count(x.answered)}</td><td className="num">{count(x.tokens_in + x.tokens_out)}</td><td className="num">{money(x.cost)}</td><td className="num">{own.msec(count(x.millis))}</td>
                <td className={x.outcome === "ok" ? "kept" : "due-soon"}>{own.outcome[x.outcome] ?? x.outcome}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
