import { Select } from "antd";
import { useId, type ReactNode } from "react";
import type { Channels, People, Rule } from "../../api/nouns";
import { useResource } from "../../state/live";
import { useMeta, useNames, useWords } from "../../state/world";
import { topicNames } from "../discoveries/find";
import { Suggested } from "../orders/FieldOf";
import { levels, lengthOf, lengthText, sensitivityKey, spans, type Field, type Unit } from "./rule";
import { useRuleWords } from "./words";

interface Props {
  field: Field;
  rule: Rule;
  set: (part: Partial<Rule>) => void;
  refused: boolean; // by the server
}

/** One field with its label, its control and what it means. */
export function FieldOf({ field, rule, set, refused }: Props) {
  const w = useRuleWords();
  const id = useId();
  const help = w.help[field];
  return (
    <div className={refused ? "rule-field rule-refused" : "rule-field"} role={field === "brands" ? "group" : undefined} aria-labelledby={field === "brands" ? `${id}-label` : undefined}>
      <label id={`${id}-label`} htmlFor={field === "brands" ? undefined : id}>{w.field[field]}</label>
      <Control id={id} field={field} rule={rule} set={set} describe={help ? `${id}-help` : undefined} />
      {help && <p id={`${id}-help`} className="faint">{help}</p>}
    </div>
  );
}

type ControlProps = Omit<Props, "refused"> & { id: string; describe?: string };

function Control(p: ControlProps): ReactNode {
  if (spans.includes(p.field)) return <LengthControl {...p} />;
  switch (p.field) {
    case "brands": return <BrandsControl {...p} />;
    case "channels": return <ChannelsControl {...p} />;
    case "owner": return <OwnerControl {...p} />;
    case "sensitivity": return <SensitivityControl {...p} />;
    case "platforms": case "regions": case "words": return <ListControl {...p} field={p.field} />;
    case "sentiment": case "open_order_from": case "min_severity": return <WordControl {...p} field={p.field} />;
    case "topic": return <TopicControl {...p} />;
  }
  return <NumberControl {...p} />;
}

function BrandsControl({ rule, set }: ControlProps) {
  const { brands } = useMeta();
  const w = useRuleWords();
  const all = useWords();
  return (
    <div className="rule-brands">
      {brands.map((b) => (
        <label key={b.id} className="check">
          <input type="checkbox" checked={rule.brands.includes(b.id)} onChange={(e) => set({ brands: e.target.checked ? [...rule.brands, b.id] : rule.brands.filter((x) => x !== b.id) })} />
          {b.name}{!b.own && <span className="faint">{all.filter.competitor}</span>}
        </label>
      ))}
      {rule.brands.length === 0 && <span className="faint">{w.allBrands}</span>}
    </div>
  );
}

function SensitivityControl({ id, rule, set, describe }: ControlProps) {
  const w = useRuleWords();
  const own = sensitivityKey(rule.sensitivity) === "own";
  return (
    <select id={id} className="field" value={rule.sensitivity} aria-describedby={describe} onChange={(e) => set({ sensitivity: Number(e.target.value) })}>
      {levels.map((l) => <option key={l} value={l}>{w.level[sensitivityKey(l)]}</option>)}
      {own && <option value={rule.sensitivity}>{w.levelOwn(rule.sensitivity)}</option>}
    </select>
  );
}

function LengthControl({ id, field, rule, set, describe }: ControlProps) {
  const w = useRuleWords();
  const { n, unit } = lengthOf(String(rule[field]));
  return (
    <div className="rule-length">
      <input id={id} className="field" type="number" min={0} max={100000} step={1} value={n} aria-describedby={describe} onChange={(e) => set({ [field]: lengthText({ n: Math.max(0, Math.round(Number(e.target.value))), unit }) })} />
      <select className="field" aria-label={w.unitOf(w.field[field]!)} value={unit} onChange={(e) => set({ [field]: lengthText({ n, unit: e.target.value as Unit }) })}>
        {(["m", "h", "d"] as const).map((u) => <option key={u} value={u}>{w.unit[u]}</option>)}
      </select>
    </div>
  );
}

type NumberField = "at_least" | "min_coverage" | "times" | "at_most" | "min_reach" | "min_posts" | "min_authors";

function NumberControl({ id, field, rule, set, describe }: ControlProps) {
  const w = useRuleWords();
  const f = field as NumberField;
  const part = f === "at_least" || f === "min_coverage"; // shown in percent
  const suffix = part ? w.percent : f === "times" ? w.times : f === "min_authors" || f === "min_reach" ? w.people : w.posts;
  const write = (text: string) => {
    const n = Number(text);
    if (Number.isFinite(n)) set({ [f]: part ? Math.min(100, Math.max(0, n)) / 100 : Math.max(0, f === "times" ? n : Math.round(n)) });
  };
  return (
    <div className="rule-number">
      <input id={id} className="field" type="number" min={0} max={part ? 100 : undefined} step={f === "times" ? 0.1 : 1} value={part ? Math.round(rule[f] * 1000) / 10 : rule[f]} aria-describedby={describe} onChange={(e) => write(e.target.value)} />
      <span className="faint">{suffix}</span>
    </div>
  );
}

function WordControl({ id, field, rule, set, describe }: ControlProps & { field: "sentiment" | "open_order_from" | "min_severity" }) {
  const w = useRuleWords();
  const all = useWords();
  const options: [string, string][] = field === "sentiment"
    ? [["", w.all], ["negative", all.sentiment.negative], ["neutral", all.sentiment.neutral], ["positive", all.sentiment.positive]]
    : field === "open_order_from"
      ? [["", w.never], ...(["blue", "yellow", "orange", "red"] as const).map((l): [string, string] => [l, l === "red" ? all.level.red : w.andUp(all.level[l])])]
      : [0, 1, 2, 3, 4].map((n): [string, string] => [String(n), n === 0 ? w.noSeverity : all.severityMark(n, all.severity[n] ?? "")]);
  return (
    <select id={id} className="field" value={String(rule[field])} aria-describedby={describe}
      onChange={(e) => set(field === "min_severity" ? { min_severity: Number(e.target.value) } : ({ [field]: e.target.value } as Partial<Rule>))}>
      {options.map(([value, word]) => <option key={value} value={value}>{word}</option>)}
    </select>
  );
}

function TopicControl({ id, rule, set, describe }: ControlProps) {
  const w = useRuleWords();
  const { titles } = useMeta();
  const names = useNames();
  const known = topicNames(titles);
  return (
    <select id={id} className="field" value={rule.topic} aria-describedby={describe} onChange={(e) => set({ topic: e.target.value })}>
      <option value="">{w.all}</option>
      {rule.topic && !known.some((t) => t.value === rule.topic) && <option value={rule.topic}>{names.title(rule.topic)}</option>}
      {known.map((t) => <option key={t.value} value={t.value}>{t.title}</option>)}
    </select>
  );
}

/** The channels there are to choose from; a name nobody configured any more stays to be taken away. */
function ChannelsControl({ id, rule, set, describe }: ControlProps) {
  const w = useRuleWords();
  const channels = useResource<Channels>("channels", () => "/channels", { live: false });
  const known = channels.data?.items.map((c) => ({ value: c.name, label: c.kind && c.kind !== c.name ? `${c.name} (${c.kind})` : c.name })) ?? [];
  return (
    <>
      <Select id={id} mode="multiple" value={rule.channels} onChange={(list: string[]) => set({ channels: list })} options={known} placeholder={w.chooseChannels} notFoundContent={w.noChannels}
        aria-describedby={describe} aria-label={w.field.channels} style={{ width: "100%" }} />
      {channels.data && rule.channels.some((c) => !known.some((k) => k.value === c)) && <p className="field-error">{w.unknownChannel(rule.channels.filter((c) => !known.some((k) => k.value === c)).join(" "))}</p>}
    </>
  );
}

/** Whom orders of the rule go to, with those who work here as suggestions. */
function OwnerControl({ id, rule, set }: ControlProps) {
  const people = useResource<People>("people", () => "/people", { live: false });
  const options = people.data?.items.filter((p) => !p.left).map((p) => ({ value: p.name, label: p.title })) ?? [];
  return <Suggested shared={{ id, autoFocus: false }} value={rule.owner} set={(owner) => set({ owner })} options={options} most={60} />;
}

function ListControl({ id, field, rule, set, describe }: ControlProps & { field: "platforms" | "regions" | "words" }) {
  const w = useRuleWords();
  const { sources } = useMeta();
  const known = field === "platforms" ? [...new Set(sources.map((s) => s.platform).filter(Boolean))] : [];
  return (
    <Select id={id} mode="tags" value={rule[field]} onChange={(list: string[]) => set({ [field]: list.map((x) => x.trim()).filter(Boolean) })} tokenSeparators={[",", "，", "、", "\n"]}
      options={known.map((value) => ({ value, label: value }))} placeholder={w.add1} aria-describedby={describe} aria-label={w.field[field]} style={{ width: "100%" }} open={known.length === 0 ? false : undefined} suffixIcon={null} />
  );
}
