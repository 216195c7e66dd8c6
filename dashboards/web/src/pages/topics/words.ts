import { ownWords } from "../../i18n/own";

/** The words of the page of topics. */
export const useTopicWords = ownWords({
  title: "话题树", of: "按什么看", ofTopic: "话题", ofAspect: "评价方面", sort: "排序",
  sorts: { hottest: "声量最高", rising: "上升最快", worst: "负面最重" },
  name: "名称", mix: "情感构成", n: "声量", change: { "": "较上期", year: "同比" }, before: { "": "上期", year: "去年同期" },
  share: "负面占比", interval: (low: string, high: string) => `95% 区间 ${low}–${high}`, few: "条数少，占比仅供参考",
  shareUp: "占比上升", shareDown: "占比下降",
  expand: (t: string) => `展开${t}`, collapse: (t: string) => `收起${t}`, expandAll: "全部展开", collapseAll: "全部收起",
  all: "全部提及", note: "一条提及谈到几个话题，就在几个话题里各算一次。只有超出偶然的变化才标 ▲▼（按两期的采集覆盖率折算，精确检验，1%）。",
  saysNone: "这段时间没有提及。", saysNoTopic: (n: string) => `${n} 条提及都没有谈到已定义的话题。`,
  saysUp: (t: string, n: string, before: string, times: string, negative: string) =>
    `“${t}”涨得最多：${n} 条，上期 ${before} 条${times ? `，至少是原来的 ${times} 倍` : ""}，其中 ${negative} 为负面。`,
  saysMore: (n: number) => `另有 ${n} 个话题明显上升。`,
  saysFlat: (t: string, n: string, negative: string) => `没有话题的变化超出偶然；谈得最多的是“${t}”，${n} 条，${negative} 为负面。`,
  saysThin: (now: string, before: string) => `采集不全：本期覆盖 ${now}，上期 ${before}，变化已按此折算。`,
  none: "没有话题", noneHelp: "换一段时间，或去掉一些筛选条件。",
  pairs: "同时谈到的话题", pairsSay: (a: string, b: string, n: string, lift: string, negative: string) => `“${a}”和“${b}”最常连在一起：${n} 条同时谈到，是各谈各的 ${lift} 倍，${negative} 为负面。`,
  pairsChance: (n: number) => `有 ${n} 对话题被同时谈到，都没有超出偶然。`, pairsNone: "没有一条提及同时谈到两个话题。",
  pairsNote: "格子里是同时谈到两个话题的条数；颜色深浅是提升度：实际条数 ÷ 互不相干时应有的条数。没有超出偶然的格子不着色（对数似然比检验，0.1%，至少 3 条）。",
  pairsTable: "列成表", pairA: "话题", pairB: "同时谈到", lift: "提升度", liftOf: (l: string) => `提升度 ${l}`, expected: "应有", chance: "偶然也会有", cell: (a: string, b: string, n: string) => `${a}和${b}，${n} 条`,
  emerging: "冒头的词", emergingSay: (word: string, n: string, before: string) => `“${word}”冒得最快：${n} 条，上期 ${before} 条。`, emergingNone: "没有词的上升超出偶然。",
  risingWords: "上升的词", found: "待定的新词新事", toFinds: "全部发现", toCloud: "词云", isFound: "新词", sinceFound: (n: string) => `${n} 条`,
}, {
  title: "Topic tree", of: "Show", ofTopic: "Topics", ofAspect: "Aspects", sort: "Sort",
  sorts: { hottest: "Most said", rising: "Fastest rising", worst: "Most negative" },
  name: "Name", mix: "Sentiment", n: "Volume", change: { "": "vs before", year: "vs last year" }, before: { "": "Before", year: "Last year" },
  share: "Negative", interval: (low, high) => `95% interval ${low}–${high}`, few: "Few mentions: take the share with care",
  shareUp: "share is up", shareDown: "share is down",
  expand: (t) => `Expand ${t}`, collapse: (t) => `Collapse ${t}`, expandAll: "Expand all", collapseAll: "Collapse all",
  all: "All mentions", note: "A mention of several topics counts once in each. ▲▼ marks only changes beyond chance (exact test at 1%, each window set against how well it was heard).",
  saysNone: "No mentions in this time.", saysNoTopic: (n) => `${n} mentions, none about a defined topic.`,
  saysUp: (t, n, before, times, negative) => `“${t}” grew most: ${n} mentions against ${before} before${times ? `, at least ${times} times as many` : ""}; ${negative} negative.`,
  saysMore: (n) => ` ${n} more ${n === 1 ? "topic" : "topics"} rose clearly.`,
  saysFlat: (t, n, negative) => `No topic changed beyond chance; “${t}” is said most, ${n} mentions, ${negative} negative.`,
  saysThin: (now, before) => ` Not everything was heard: ${now} of this window, ${before} of the one before; changes allow for it.`,
  none: "No topics", noneHelp: "Choose another time or lift some filters.",
  pairs: "Topics that go together", pairsSay: (a, b, n, lift, negative) => `“${a}” and “${b}” go together most: ${n} mentions of both, ${lift} times as many as if they had nothing to do with each other; ${negative} negative.`,
  pairsChance: (n) => `${n} ${n === 1 ? "pair" : "pairs"} of topics, none together more than by chance.`, pairsNone: "No mention speaks of two topics.",
  pairsNote: "Cells count mentions of both topics; the shade is the lift: what is there ÷ what there would be if the topics had nothing to do with each other. Cells within chance stay plain (log-likelihood ratio, 0.1%, three mentions at least).",
  pairsTable: "As a table", pairA: "Topic", pairB: "Together with", lift: "Lift", liftOf: (l) => `lift ${l}`, expected: "Expected", chance: "within chance", cell: (a, b, n) => `${a} and ${b}, ${n}`,
  emerging: "Emerging words", emergingSay: (word, n, before) => `“${word}” rises fastest: ${n} mentions against ${before} before.`, emergingNone: "No word rose beyond chance.",
  risingWords: "Rising words", found: "Finds to decide", toFinds: "All finds", toCloud: "Word cloud", isFound: "new", sinceFound: (n) => `${n} mentions`,
});

export type TopicWords = ReturnType<typeof useTopicWords>;
