import { ownWords } from "../../i18n/own";

/** The words of the page of aspects. */
export const useAspectWords = ownWords({
  title: "评价方面", by: "按什么分列", byLabel: { polarity: "褒贬", brand: "品牌", source: "信源" }, sort: "排序", sorts: { said: "谈得最多", worst: "评价最差", best: "评价最好" },
  comma: "、", none: "没有人评价具体的方面", noneHelp: "换一段时间，或去掉一些筛选条件。",
  saysNone: "这段时间没有人评价具体的方面。", saysFew: "评价太少，还看不出好坏。",
  saysWorst: (t: string, p: string, n: string, words: string) => `评价最差的是“${t}”：${n} 条表态里 ${p} 为负面${words ? `，最常说${words}` : ""}。`,
  saysNoneBad: (t: string, score: string) => `没有方面是负面居多；得分最低的是“${t}”（${score}）。`,
  saysBest: (t: string, p: string) => `最受认可的是“${t}”，${p} 为正面。`,
  saysGap: (t: string, high: string, hs: string, low: string, ls: string) => `差距最大的是“${t}”：${high} ${hs}，${low} ${ls}。`,
  aspect: "方面", n: "条数", score: "净情感", words: "依据", negative: "负面", neutral: "中性", positive: "正面", noBrand: "未匹配品牌",
  cell: (aspect: string, column: string, n: string) => `${aspect}，${column}，${n} 条`, scored: (score: string, n: string) => `净情感 ${score}，${n} 条`, few: "表态不足 10 条，得分仅供参考",
  expand: (t: string) => `展开${t}`, collapse: (t: string) => `收起${t}`, expandAll: "全部展开", collapseAll: "全部收起", word: (word: string, n: string) => `说“${word}”的 ${n} 条`,
  note: "按方面统计：一条提及可评价多个方面；同一方面有褒有贬时记为负面。净情感 =（正面 − 负面）÷（正面 + 负面）。表态不足 10 条的得分不着色。",
  allWords: "全部依据", wordsOf: (t: string) => `评价“${t}”的说法`, close: "收起", noWords: "没有抽取到评价用词。", more: "更多",
}, {
  title: "Aspects", by: "Columns", byLabel: { polarity: "Judgement", brand: "Brand", source: "Source" }, sort: "Sort", sorts: { said: "Most said", worst: "Worst", best: "Best" },
  comma: ", ", none: "Nobody judges an aspect", noneHelp: "Choose another time or lift some filters.",
  saysNone: "Nobody judges an aspect in this time.", saysFew: "Too few judgements to tell good from bad.",
  saysWorst: (t, p, n, words) => `“${t}” is judged worst: ${p} of ${n} judgements are negative${words ? `, mostly ${words}` : ""}.`,
  saysNoneBad: (t, score) => `No aspect is mostly negative; “${t}” scores lowest (${score}).`,
  saysBest: (t, p) => ` “${t}” is liked best, ${p} positive.`,
  saysGap: (t, high, hs, low, ls) => `The widest gap is “${t}”: ${high} ${hs}, ${low} ${ls}.`,
  aspect: "Aspect", n: "Mentions", score: "Net sentiment", words: "Evidence", negative: "Negative", neutral: "Neutral", positive: "Positive", noBrand: "No brand",
  cell: (aspect, column, n) => `${aspect}, ${column}, ${n} mentions`, scored: (score, n) => `net sentiment ${score}, ${n} mentions`, few: "Fewer than 10 judgements: take the score with care",
  expand: (t) => `Expand ${t}`, collapse: (t) => `Collapse ${t}`, expandAll: "Expand all", collapseAll: "Collapse all", word: (word, n) => `“${word}” in ${n}`,
  note: "Counted by aspect: a mention may judge several; where it judges one both ways, it is negative. Net sentiment = (positive − negative) ÷ (positive + negative). Scores of fewer than 10 judgements stay plain.",
  allWords: "All evidence", wordsOf: (t) => `How “${t}” is judged`, close: "Close", noWords: "No judging words were found.", more: "More",
});

export type AspectWords = ReturnType<typeof useAspectWords>;
