import { ownWords } from "../../i18n/own";

export const useOverviewWords = ownWords({
  claim: "认领用时", claimHelp: "这段时间开立的工单，从开立到有人认领的工作时间，取中位数", claimed: (n: number) => `${n} 张已认领`, noneClaimed: "尚无认领", noneOpened: "没有开立工单",
  corrected: (share: string, range: string) => `校正后 ${share}（${range}）`, correctedOf: (raw: string, share: string) => `抽读品牌 ${raw} → 校正 ${share}`,
  correctedHelp: (raw: string, range: string, n: string, left: number) => `抽读过的品牌，机器判负面 ${raw}；按人工抽读的 ${n} 条校正，真实占比的 90% 区间为 ${range}。${left ? `另有 ${left} 个品牌没有抽读，未计入。` : ""}`,
  small: (n: string) => `仅 ${n} 条，比例不可靠`, smallShort: "样本少",
  yearBefore: "去年同期",
  usual: "往常范围", usualRange: (a: string, b: string) => `${a}–${b}`, usualHelp: "由前八周同一时段推出的 90% 区间，不含预警期间和没有采全的时段", above: "高出往常", below: "低于往常",
  usualNone: "历史不足四周，还给不出往常的范围。",
  sayAbove: (n: number, unit: string) => `有 ${n} ${unit}高出往常范围。`, sayBelow: (n: number, unit: string) => `有 ${n} ${unit}低于往常范围。`, sayWithin: "各时段都在往常范围之内。", hours: "个小时", days: "天",
  ruler: "分析口径变更", rulerOf: (a: string, b: string) => `${a} → ${b}`, rulerModel: "引擎或模型换了", rulerWords: "词典、分类或规则改了", rulerNote: (t: string, what: string) => `${t} 起分析口径有变（${what}），前后不宜直接相比。`,
  rulerEffect: (pt: string) => `负面 ${pt} pt`, rulerNoEffect: "负面占比未受影响",
  to: (low: string, high: string) => `${low} 至 ${high}`,
  rulerMeasured: (n: string, pt: string, range: string, sure: boolean) => `同一批 ${n} 条用新旧口径各判一遍：负面占比 ${pt} 个百分点（90% 区间 ${range}）${sure ? "，这部分变化来自口径，不是顾客。" : "，看不出口径的影响。"}`, rulerUnmeasured: "影响多大无法再量：当时的口径已不在使用，或留下的样本太少。",
  topicGroups: "话题", expand: (t: string) => `展开${t}`, fold: (t: string) => `收起${t}`,
  hot: "热议与上升", hottest: "最热", rising: "上升最快", risingNone: "没有话题的上升超出偶然。",
  sayRising: (t: string, times: string, n: string) => `上升最快的是“${t}”：至少是上期的 ${times} 倍，本期 ${n} 条。`, sayFresh: (t: string, n: string) => `上升最快的是“${t}”：上期没有，本期 ${n} 条。`, sayHot: (t: string, n: string) => `没有明显上升的话题；谈得最多的是“${t}”（${n} 条）。`,
  platforms: "平台", sources: "信源", splitBy: "按什么分", allTopics: "全部话题 →",
}, {
  claim: "Time to claim", claimHelp: "Of the orders opened in this time, the median working time until somebody took them", claimed: (n) => `${n} claimed`, noneClaimed: "none claimed yet", noneOpened: "no orders opened",
  corrected: (share, range) => `corrected ${share} (${range})`, correctedOf: (raw, share) => `audited: ${raw} → ${share}`,
  correctedHelp: (raw, range, n, left) => `Of the brands that were audited the analysis counts ${raw} negative; corrected by ${n} readings the true share lies in ${range} (90 % interval).${left ? ` ${left} ${left === 1 ? "brand was" : "brands were"} never read and left out.` : ""}`,
  small: (n) => `only ${n}: shares are not reliable`, smallShort: "few",
  yearBefore: "A year before",
  usual: "Usual range", usualRange: (a, b) => `${a}–${b}`, usualHelp: "90 % interval from the same times of the eight weeks before, without incidents and without gaps", above: "above usual", below: "below usual",
  usualNone: "Fewer than four weeks are known: too few to say what is usual.",
  sayAbove: (n, unit) => `${n} ${unit} above the usual range.`, sayBelow: (n, unit) => `${n} ${unit} below the usual range.`, sayWithin: "All within the usual range.", hours: "hours", days: "days",
  ruler: "Analysis changed", rulerOf: (a, b) => `${a} → ${b}`, rulerModel: "another engine or model", rulerWords: "other words, topics or rules", rulerNote: (t, what) => `From ${t} on, mentions were analysed differently (${what}): before and after do not compare directly.`,
  rulerEffect: (pt) => `negative ${pt} pt`, rulerNoEffect: "negative share unmoved",
  to: (low, high) => `${low} to ${high}`,
  rulerMeasured: (n, pt, range, sure) => `The same ${n} mentions judged both ways: ${pt} points of negative share (90 % interval ${range})${sure ? "; that much is the analysis, not the customers." : "; no effect can be told."}`, rulerUnmeasured: "The effect cannot be measured any more: that analysis is no longer at work, or too few mentions are left.",
  topicGroups: "Topics", expand: (t) => `Show what is in ${t}`, fold: (t) => `Hide what is in ${t}`,
  hot: "Hot and rising", hottest: "Most said", rising: "Rising fastest", risingNone: "No topic rises by more than chance.",
  sayRising: (t, times, n) => `“${t}” rises fastest: at least ${times} times the period before, ${n} now.`, sayFresh: (t, n) => `“${t}” rises fastest: none before, ${n} now.`, sayHot: (t, n) => `No topic clearly rises; most said is “${t}” (${n}).`,
  platforms: "Platform", sources: "Source", splitBy: "Split by", allTopics: "All topics →",
});

export type OverviewWords = ReturnType<typeof useOverviewWords>;
