import { describe, expect, it, vi } from "vitest";
import type { Bough, Branch, TopicPair, TopicPairs, TopicTree } from "../../api/nouns";
import { everything } from "../../state/filter";
import { behindTopic, chosen, leaves, ordered, sayPairs, sayTree, surePairs } from "./tree";
import { useTopicWords, type TopicWords } from "./words";

let language = "zh";
vi.mock("../../i18n/language", () => ({ useLanguage: () => language }));
const words = (l: "zh" | "en"): TopicWords => { language = l; return useTopicWords(); };

const branch = (key: string, part: Partial<Branch> = {}): Branch => ({
  key, title: key, n: 0, negative: 0, positive: 0, nsr: null, negative_share: null, negative_low: null, negative_high: null,
  before: 0, before_negative: 0, moved: "same", share_moved: "same", rise: 0, ...part,
});
const bough = (key: string, children: Branch[], part: Partial<Branch> = {}): Bough => ({ ...branch(key, part), children });
const tree = (groups: Bough[], part: Partial<TopicTree> = {}): TopicTree => ({
  from: "", to: "", before_from: "", before_to: "", coverage: 1, coverage_before: 1, all: branch("", { n: 100 }), groups, ...part,
});

describe("the sentence above the tree", () => {
  const foreign = branch("卫生-异物", { title: "吃出异物", n: 60, before: 20, moved: "up", rise: 1.8, negative_share: 0.9 });
  const steady = branch("服务-慢", { title: "等太久", n: 90, before: 88, negative_share: 0.5 });

  it("names what grew most beyond chance", () => {
    const t = tree([bough("卫生-", [foreign]), bough("服务-", [steady])]);
    expect(sayTree(t, words("zh"))).toBe("“吃出异物”涨得最多：60 条，上期 20 条，至少是原来的 1.8 倍，其中 90% 为负面。");
    expect(sayTree(t, words("en"))).toBe("“吃出异物” grew most: 60 mentions against 20 before, at least 1.8 times as many; 90% negative.");
  });
  it("counts the others that rose, and tells of no factor against nothing", () => {
    const fresh = branch("新", { n: 70, before: 0, moved: "up", rise: 9, negative_share: 0.2 });
    expect(sayTree(tree([bough("卫生-", [foreign]), bough("新", [], fresh)]), words("zh"))).toBe("“新”涨得最多：70 条，上期 0 条，其中 20% 为负面。另有 1 个话题明显上升。");
  });
  it("says that nothing changed beyond chance when nothing did, however large the numbers look", () => {
    const few = branch("少", { n: 4, before: 0, rise: 0.5 });
    expect(sayTree(tree([bough("服务-", [steady, few])]), words("zh"))).toBe("没有话题的变化超出偶然；谈得最多的是“等太久”，90 条，50% 为负面。");
  });
  it("says when the windows were not heard alike", () => {
    expect(sayTree(tree([bough("服务-", [steady])], { coverage: 0.5 }), words("zh"))).toContain("采集不全：本期覆盖 50%，上期 100%");
  });
  it("tells nothing apart from no topic", () => {
    expect(sayTree(tree([], { all: branch("") }), words("zh"))).toBe("这段时间没有提及。");
    expect(sayTree(tree([]), words("zh"))).toBe("100 条提及都没有谈到已定义的话题。");
  });
});

describe("the order of the tree", () => {
  const groups = [
    bough("a", [branch("a-1", { n: 5, rise: 2 }), branch("a-2", { n: 9, rise: 0.4 })], { n: 10, rise: 0.5, negative_low: 0.9 }),
    bough("b", [], { n: 20, rise: 0.9, negative_low: 0.1 }), bough("gone", [], { n: 0, before: 0 }), bough("before", [], { before: 3 }),
  ];
  const keys = (list: Bough[]) => list.map((g) => g.key + g.children.map((c) => c.key.slice(-1)).join(""));
  it("is by volume, by the sure end of the rise, by the sure end of the share, children too", () => {
    expect(keys(ordered(groups, "hottest"))).toEqual(["b", "a21", "before"]);
    expect(keys(ordered(groups, "rising"))).toEqual(["b", "a12", "before"]);
    expect(keys(ordered(groups, "worst"))).toEqual(["a21", "b", "before"]);
  });
  it("leaves the list it was given as it was", () => {
    ordered(groups, "rising");
    expect(groups[0]!.children[0]!.key).toBe("a-1");
  });
  it("a topic without a group is a leaf itself", () => {
    expect(leaves({ groups }).map((b) => b.key)).toEqual(["a-1", "a-2", "b", "gone", "before"]);
  });
});

describe("what a click on a topic adds", () => {
  it("is the topic, or a second one beside what is filtered by already", () => {
    expect(behindTopic(everything, "卫生-异物")).toEqual({ topic: "卫生-异物" });
    expect(behindTopic({ ...everything, topic: "卫生-" }, "卫生-异物")).toEqual({ topic: "卫生-异物" });
    expect(behindTopic({ ...everything, topic: "价格-涨价" }, "卫生-异物")).toEqual({ also: "卫生-异物" });
  });
});

describe("topics together", () => {
  const pair = (a: string, b: string, n: number, lift: number, sure = true): TopicPair => ({ a, b, n, negative: n / 2, expected: n / lift, lift, sure });
  const pairs = (list: TopicPair[]): TopicPairs => ({ all: 1000, pairs: list, topics: [...new Set(list.flatMap((p) => [p.a, p.b]))].map((key) => ({ key, title: `话题${key}`, n: 50 })) });
  it("tells of the pair that makes the largest difference, not of a handful with a huge factor", () => {
    const p = pairs([pair("a", "b", 60, 4), pair("c", "d", 4, 137), pair("e", "f", 300, 1.1, false)]);
    expect(surePairs(p).map((x) => x.a)).toEqual(["a", "c"]);
    expect(sayPairs(p, words("zh"))).toBe("“话题a”和“话题b”最常连在一起：60 条同时谈到，是各谈各的 4.0 倍，50% 为负面。");
  });
  it("says so when it is all chance, or when there is none", () => {
    expect(sayPairs(pairs([pair("e", "f", 300, 1.1, false)]), words("zh"))).toBe("有 1 对话题被同时谈到，都没有超出偶然。");
    expect(sayPairs(pairs([]), words("en"))).toBe("No mention speaks of two topics.");
  });
  it("keeps the topics of sure pairs where not all fit, and finds a pair either way round", () => {
    const { topics, at } = chosen(pairs([pair("a", "b", 5, 4), pair("c", "d", 500, 1, false)]), 2);
    expect(topics.map((t) => t.key)).toEqual(["a", "b"]);
    expect(at("b", "a")?.n).toBe(5);
    expect(at("a", "c")).toBeUndefined();
  });
});
