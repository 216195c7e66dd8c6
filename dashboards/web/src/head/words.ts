import { ownWords } from "../i18n/own";

export const useHeadWords = ownWords({
  narrow: "筛选", narrowed: (n: number) => `筛选：已设 ${n} 项`, clear: "全部清除", close: "完成",
  compare: "与什么比", prev: "环比", year: "同比", prevHelp: "和前面同样长的一段比", yearHelp: "和去年同一段日期比", against: (c: string) => `比${c}`,
  platform: "平台", region: "省份", anywhere: "不限", coverage: "采集覆盖", atLeast: (p: string) => `至少 ${p}`,
  coverageHelp: "采集没有达到这个比例的小时不计入，本期和对比期都不计；超过一百天时按天算。",
  coverageChip: (p: string) => `覆盖 ≥ ${p}`, find: "输入几个字查找", noMatch: "没有符合的", several: (a: string, n: number) => `${a} 等 ${n} 个`,
  groupOf: (g: string) => `${g}（整组）`, ignored: "这一页不看这个条件",
}, {
  narrow: "Filters", narrowed: (n) => `Filters: ${n} set`, clear: "Clear all", close: "Done",
  compare: "Compare with", prev: "period before", year: "year before", prevHelp: "The equally long period right before", yearHelp: "The same dates a year earlier", against: (c) => `vs ${c}`,
  platform: "Platform", region: "Province", anywhere: "Any", coverage: "Coverage", atLeast: (p) => `at least ${p}`,
  coverageHelp: "Hours of which less was collected are left out, here and in the period compared with; beyond a hundred days, whole days.",
  coverageChip: (p) => `Coverage ≥ ${p}`, find: "Type to find", noMatch: "No match", several: (a, n) => `${a} and ${n - 1} more`,
  groupOf: (g) => `${g} (all)`, ignored: "This page does not use this filter",
});
