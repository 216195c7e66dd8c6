import { describe, expect, it } from "vitest";
import type { Analysis, Aspect, Reading } from "../../api/nouns";
import { aspectsBeside, correctionOf, opinionSpan, placeOf, saysSomething, statesOdds, untouched, verdicts, wholeCorrection, nothingBesides } from "./second";

const ours = { sentiment: "neutral", emotion: "neutral", intent: "question", severity: 0, complaint: false, irony: false, implicit: true, aspects: [] as Aspect[] } as unknown as Analysis;
const silent: Reading = {
  aspects: [], at: "2026-01-31T06:00:00Z", brand: "b", complaint: null, confidence: 0, emotion: "", evidence: [], hash: "", implicit: null, intent: "", irony: null,
  local: "", name: "m", note: "", aspects_judged: false, brand_wrong: null, noise: [], noise_judged: false, sample: "", post_id: "p", prompt: "1", reader: "llm", sentiment: "", severity: -1,
};
const aspect = (part: Partial<Aspect>): Aspect => ({ name: "service.speed", sentiment: "negative", start: 0, end: 0, text: "", opinion: "", probability: 0, ...part });

describe("a second reading beside ours", () => {
  it("tells what was judged and what of it differs", () => {
    expect(verdicts({ ...silent, sentiment: "negative", intent: "question", severity: 0, complaint: true, irony: false }, ours)).toEqual([
      { field: "sentiment", theirs: "negative", ours: "neutral", same: false },
      { field: "intent", theirs: "question", ours: "question", same: true },
      { field: "severity", theirs: 0, ours: 0, same: true },
      { field: "complaint", theirs: true, ours: false, same: false },
      { field: "irony", theirs: false, ours: false, same: true },
    ]);
  });
  it("is not shown when a model's answer could not be read", () => expect(saysSomething({ ...silent, note: "unreadable" })).toBe(false));
  it.each([
    [{ sentiment: "negative" }, "a verdict"],
    [{ irony: false }, "that it is not so is a verdict too"],
    [{ severity: 0 }, "no severity is a verdict, minus one is none"],
    [{ reader: "human", note: "看图才懂" }, "a person's note"],
  ] as [Partial<Reading>, string][])("is shown with %o: %s", (part, _why) => expect(saysSomething({ ...silent, ...part })).toBe(true));

  it("marks aspects we have not, or see otherwise", () => {
    const has = { ...ours, aspects: [aspect({}), aspect({ name: "dish.taste", sentiment: "positive" })] };
    const r = { ...silent, aspects: [aspect({}), aspect({ name: "dish.taste" }), aspect({ name: "price.level" })] };
    expect(aspectsBeside(r, has).map((x) => x.same)).toEqual([true, false, false]);
  });
});

describe("the words that judge", () => {
  it.each([
    [aspect({ start: 2, end: 8, text: "出餐实在太慢", opinion: "太慢" }), { start: 6, end: 8 }, "inside the clause"],
    [aspect({ start: 3, end: 8, text: "😤出餐太慢", opinion: "太慢" }), { start: 6, end: 8 }, "an emoji before them counts one"],
    [aspect({ start: 2, end: 8, text: "出餐实在太慢" }), null, "the whole clause judges"],
    [aspect({ start: 2, end: 8, text: "出餐实在太慢", opinion: "离谱" }), null, "words that are not there mark nothing"],
  ])("%o stand at %o: %s", (a, want, _why) => expect(opinionSpan(a)).toEqual(want));
});

describe("a correction", () => {
  it("is none when nothing was touched, whatever was noted", () => expect(correctionOf(untouched, "小林", "说不清")).toBeNull());
  it("holds only what was touched, a no as well as a yes", () => {
    expect(correctionOf({ ...untouched, sentiment: "negative", severity: "0", complaint: "true", irony: "false" }, " 小林 ", " ")).toEqual({
      actor: "小林", sentiment: "negative", severity: 0, complaint: true, irony: false,
    });
  });
});

it.each([
  [["上海", "上海", "静安区"], "上海 静安区"],
  [["浙江", "杭州", "西湖区"], "浙江 杭州 西湖区"],
  [["", undefined, "西湖区"], "西湖区"],
])("names a place once: %o → %s", (parts, want) => expect(placeOf(parts)).toBe(want));

it("does not take an older version's silence for no doubt", () => {
  const odds = { emotion: 0, intent: 0, severity: 0, implicit: 0, irony: 0, offensive: 0 };
  expect(statesOdds({ ...ours, odds })).toBe(false);
  expect(statesOdds({ ...ours, odds: { ...odds, intent: 0.8 } })).toBe(true);
});

describe("what is corrected beside the fields", () => {
  it("goes along with them or alone", () => {
    expect(wholeCorrection(untouched, nothingBesides, "小周", "")).toBeNull();
    expect(wholeCorrection(untouched, { ...nothingBesides, noise: "-" }, " 小周 ", "")).toEqual({ actor: "小周", noise: [] });
    expect(wholeCorrection({ ...untouched, sentiment: "negative" }, { noise: "advert", brandWrong: true, aspects: [] }, "小周", "x")).toEqual({ actor: "小周", note: "x", sentiment: "negative", noise: ["advert"], brand_wrong: true, aspects: [] });
  });
});
