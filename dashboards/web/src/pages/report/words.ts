import { ownWords } from "../../i18n/own";

/** The words of the report of work orders. */
export const useReportWords = ownWords({
  title: "工单处理", says: (n: number, closed: number, breached: number, reopened: number) => `开立 ${n} 张，已关闭 ${closed} 张；${breached} 张超过时限，${reopened} 张重开过。`, alerts: (n: string) => `平均每周 ${n} 起预警。`,
  byOwner: "按负责人", byLevel: "按级别", byRule: "按预警规则", all: "全部", nobody: "无人认领", byHand: "人工开立",
  column: { orders: "工单", open: "未结束", claim: "认领用时", answer: "答复用时", resolve: "解决用时", breached: "超时", reopened: "重开", false_alarm: "误报", verified: "已验证", recovered: "挽回" },
  columnHelp: { orders: "这段时间开立的工单数", open: "其中还没有结束的", claim: "从开立到认领的工作时间，中位数", answer: "到首次公开答复的工作时间，中位数", resolve: "到处理完成的工作时间，中位数", breached: "任一时限超时的工单占比", reopened: "重开过的工单占比", false_alarm: "记为误报的工单占比", verified: "关闭的工单里，投诉确实下降的占比", recovered: "回访到的顾客里，挽回的占比" },
  of: (a: number, n: number) => `${a} / ${n}`, n: (n: number) => `（${n} 张）`, small: "不足 5 张，只看个案", smallNote: "灰色数字的样本不足 5 张，只供看个案，不宜比较；时长是工作时间的中位数。", open: "查看这些工单", none: "这段时间没有工单", noneHelp: "换一个更长的时间范围再看。", name: { owner: "负责人", level: "级别", rule: "规则" },
}, {
  title: "How orders were handled", says: (n, closed, breached, reopened) => `${n} opened, ${closed} closed; ${breached} ran over a clock, ${reopened} came back.`, alerts: (n) => ` ${n} alerts a week on average.`,
  byOwner: "By owner", byLevel: "By level", byRule: "By alert rule", all: "All", nobody: "Unclaimed", byHand: "Opened by hand",
  column: { orders: "Orders", open: "Open", claim: "To claim", answer: "To answer", resolve: "To resolve", breached: "Overrun", reopened: "Reopened", false_alarm: "False alarm", verified: "Verified", recovered: "Recovered" },
  columnHelp: { orders: "Opened in this time", open: "Of them, not finished", claim: "Median working time until claimed", answer: "Median working time until the first public answer", resolve: "Median working time until resolved", breached: "Part with any clock overrun", reopened: "Part that was reopened", false_alarm: "Part that was a false alarm", verified: "Part of the closed whose complaints really fell", recovered: "Part of the customers reached who were won back" },
  of: (a, n) => `${a} of ${n}`, n: (n) => `(n ${n})`, small: "Fewer than 5: single cases", smallNote: "Grey figures rest on fewer than 5 orders: read the cases, do not compare. Times are medians of working time.", open: "See these orders", none: "No orders in this time", noneHelp: "Choose a longer time.", name: { owner: "Owner", level: "Level", rule: "Rule" },
});
