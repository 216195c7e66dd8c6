import { describe, expect, it } from "vitest";
import type { KindOfRule, Replay, ReplayAlert, ReplayOutlook, Rule, RuleState } from "../../api/nouns";
import { compare, monthsOn, outlookOf, place, warningOf } from "./replay";
import { changes, conditionOf, freeName, goodName, inOrder, lengthOf, lengthText, minutesOf, sections, sectionsOf, sensitivityKey } from "./rule";

const rule = (part: Partial<Rule> = {}): Rule => ({
  name: "negative-burst", title: "负面激增", disabled: false, brands: [], sentiment: "negative", topic: "", kind: "burst", platforms: [], regions: [], words: [],
  sensitivity: 1, step: "5m", quiet: "24h", resolve_after: "6h", min_posts: 5, min_authors: 3, min_history: "24h", min_coverage: 0.5,
  window: "0s", base: "0s", at_least: 0, times: 0, at_most: 0, min_severity: 0, min_reach: 0, max_age: "0s", after: "0s", owner: "", channels: [], open_order_from: "yellow", ...part,
});

describe("lengths of time", () => {
  it.each([
    ["5m", 5, { n: 5, unit: "m" }], ["24h", 1440, { n: 1, unit: "d" }], ["36h", 2160, { n: 36, unit: "h" }], ["1h30m", 90, { n: 90, unit: "m" }],
    ["7d", 10080, { n: 7, unit: "d" }], ["1.5h", 90, { n: 90, unit: "m" }], ["0s", 0, { n: 0, unit: "h" }], ["", 0, { n: 0, unit: "h" }], ["soon", 0, { n: 0, unit: "h" }], ["5m!", 0, { n: 0, unit: "h" }],
  ] as const)("%s is %d minutes", (text, want, length) => {
    expect(minutesOf(text)).toBe(want);
    expect(lengthOf(text)).toEqual(length);
    expect(minutesOf(lengthText(lengthOf(text)))).toBe(want);
  });
});

describe("the editor of a kind", () => {
  const kind = (uses: string[]) => ({ kind: "share", uses, defaults: rule() }) as KindOfRule;
  it("shows the fields the kind looks at and no others", () => {
    expect(sectionsOf(kind(["name", "title", "at_least", "window", "quiet", "channels"]))).toEqual([
      { name: "condition", fields: ["at_least", "window"] }, { name: "timing", fields: ["quiet"] }, { name: "effects", fields: ["channels"] }]);
    expect(sectionsOf(undefined)).toEqual([]);
  });
  it("has a place for every field of a rule, once", () => {
    const placed = Object.values(sections).flat() as string[];
    expect(new Set(placed).size).toBe(placed.length);
    const elsewhere = ["name", "title", "kind", "disabled", "step"]; // the head of the editor; step is the file's
    expect([...placed, ...elsewhere].sort()).toEqual(Object.keys(rule()).sort());
  });
});

describe("what changes", () => {
  it.each([
    [{}, []], [{ sensitivity: 2 }, ["sensitivity"]], [{ quiet: "1d" }, []], [{ quiet: "12h", title: "x" }, ["title", "quiet"]],
    [{ words: ["a"] }, ["words"]], [{ words: [] }, []], [{ disabled: true }, ["disabled"]], [{ step: "10m" }, ["step"]],
  ] as [Partial<Rule>, string[]][])("%o: %o", (part, want) => expect(changes(rule(), rule(part))).toEqual(want));

  it("asks for a new backtest only when something decides otherwise", () => {
    expect(conditionOf(rule({ title: "x", owner: "a", channels: ["c"], open_order_from: "", disabled: true }))).toBe(conditionOf(rule()));
    expect(conditionOf(rule({ min_posts: 6 }))).not.toBe(conditionOf(rule()));
  });
});

it("finds a name nobody has", () => {
  expect(freeName("a", [])).toBe("a");
  expect(freeName("a", ["a", "a-2"])).toBe("a-3");
});

it.each([["negative-burst", true], ["a", true], ["", false], ["负面", false], ["A", false], ["-a", false], ["a/b", false], ["a".repeat(64), false]] as const)("%s as a name: %s", (name, want) => expect(goodName(name)).toBe(want));

it("knows the four sensitivities by name and no other", () => {
  expect([0.8, 1, 1.3, 2, 1.5].map(sensitivityKey)).toEqual(["0.8", "1", "1.3", "2", "own"]);
});

it("lists what watches before what is switched off", () => {
  const state = (title: string, disabled: boolean) => ({ rule: rule({ title, disabled }) }) as RuleState;
  expect(inOrder([state("c", true), state("b", false), state("a", false)]).map((s) => s.rule.title)).toEqual(["a", "b", "c"]);
});

const never = "0001-01-01T00:00:00Z";
const fired = (from: string, to: string) => ({ started_at: `2026-01-${from}T00:00:00Z`, opened_at: `2026-01-${from}T01:00:00Z`, resolved_at: to ? `2026-01-${to}T00:00:00Z` : never }) as ReplayAlert;
const outlook = (part: Partial<ReplayOutlook>) => ({ sensitivity: 1, title: "", days: 90, per_week: 1, warning: "", confirmed: 0, dismissed: 0, fired: [], ...part }) as ReplayOutlook;

describe("a backtest", () => {
  it("is the same matter when the times overlap", () => {
    const present = [fired("02", "04"), fired("10", "11"), fired("20", "")];
    const edited = [fired("03", "05"), fired("15", "16"), fired("25", "26")];
    const got = compare(present, edited);
    expect([got.both, got.more, got.less].map((l) => l.map((a) => a.started_at.slice(8, 10)).join(" "))).toEqual(["03 25", "15", "10"]);
  });
  it("has one outlook for kinds without sensitivities, whatever number the rule holds", () => {
    const replay = { outlooks: [outlook({ sensitivity: 0 })] } as Replay;
    expect(outlookOf(replay, 1)).toBe(replay.outlooks[0]);
    const four = { outlooks: [outlook({ sensitivity: 0.8 }), outlook({})] } as Replay;
    expect(outlookOf(four, 1)).toBe(four.outlooks[1]);
    expect(outlookOf(four, 1.7)).toBe(undefined);
  });
  it.each([
    [{ warning: "x", days: 3 }, "few"], [{ warning: "x", per_week: 4 }, "many"], [{ warning: "x", per_week: 0 }, "none"], [{ warning: "x", fired: [fired("02", "")] }, "other"], [{}, ""],
  ] as [Partial<ReplayOutlook>, string][])("%o warns of %s", (part, want) => expect(warningOf(outlook(part))).toBe(want));
  it("places moments on its strip", () => {
    const replay = { from: "2026-01-01T00:00:00Z", to: "2026-01-11T00:00:00Z" };
    expect(["2026-01-01T00:00:00Z", "2026-01-06T00:00:00Z", "2026-02-01T00:00:00Z", "2025-01-01T00:00:00Z"].map((at) => place(replay, at))).toEqual([0, 0.5, 1, 0]);
    expect(place({ from: replay.to, to: replay.from }, replay.to)).toBe(0);
    expect(monthsOn({ from: "2025-11-20T00:00:00Z", to: "2026-02-18T00:00:00Z" }).map((d) => d.toISOString().slice(0, 10))).toEqual(["2025-12-01", "2026-01-01", "2026-02-01"]);
  });
});
