import { describe, expect, it } from "vitest";
import type { Effect } from "../../api/nouns";
import { behind, complete, moved, rise, searchFor, topicNames } from "./find";

describe("how much a find rose", () => {
  it.each([
    [41, 0.09, null, "a factor of next to nothing says nothing"],
    [41, 0, null, "never heard before"],
    [25, 4.77, { usual: "4.8", times: "5.2" }, "five times as much"],
    [20, 10, { usual: "10", times: "2" }, "no false decimals"],
    [300, 12.4, { usual: "12", times: "24" }, "no decimals beyond ten"],
  ])("%d against %d: %o (%s)", (n, before, want, _why) => expect(rise(n, before)).toEqual(want));
});

describe("the mentions behind a find", () => {
  it.each([
    [["严查后厨"], '"严查后厨"', "a word as it stands"],
    [["必要", "医院", "人话"], '"必要" "医院"', "of a story the two surest words, as the effect takes them"],
    [['又"来"', " "], '"又来"', "a quotation mark would end the phrase"],
    [[], "", "no words, no search"],
  ])("%o are searched as %s: %s", (words, want, _why) => expect(searchFor(words)).toBe(want));

  it("lie between the hour of the first and the minute after the last", () => {
    const f = behind({ brand: "qingheng", words: ["掉色"], first_at: "2026-01-30T07:25:43Z", last_at: "2026-01-31T11:12:42Z" });
    expect(f).toMatchObject({ brand: ["qingheng"], q: '"掉色"', range: { from: "2026-01-30T07:00:00.000Z", to: "2026-01-31T11:13:00.000Z" } });
  });

  it("are looked for in the usual window when no time is known", () => {
    const never = "0001-01-01T00:00:00Z";
    expect(behind({ brand: "", words: ["掉色"], first_at: never, last_at: never })).toMatchObject({ brand: [], range: { preset: "7d" } });
  });
});

describe("what accepting would change", () => {
  const same = { before: 3, after: 3 };
  const effect = (part: Partial<Effect>): Effect => ({ posts: 9, cut: false, changed: 2, topic: same, negative: same, positive: same, complaints: same, grave: same, examples: [], ...part });

  it("tells only of counts that move", () => {
    expect(moved(effect({ negative: { before: 3, after: 5 }, grave: { before: 1, after: 0 } }), "").map((m) => m.what)).toEqual(["negative", "grave"]);
  });
  it("always tells of the topic it is accepted as, and of none when there is none", () => {
    expect(moved(effect({}), "品质-掉色").map((m) => m.what)).toEqual(["topic"]);
    expect(moved(effect({ topic: { before: 0, after: 9 } }), "")).toEqual([]);
  });
  it("can be asked for a word alone, for a story only with a name", () => {
    expect(complete("word", "")).toBe(true);
    expect(complete("story", " ")).toBe(false);
    expect(complete("story", "卫生-应对")).toBe(true);
  });
});

it("offers topics, not aspects or reasons, as names", () => {
  expect(topicNames({ "service.waiting": "等位排队", injury: "人身伤害", "卫生-异物": "吃出异物" })).toEqual([{ value: "卫生-异物", title: "吃出异物" }]);
});
