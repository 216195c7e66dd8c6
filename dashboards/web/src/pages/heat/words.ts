import { ownWords } from "../../i18n/own";

/** The words of the page of hours. */
export const useHeatWords = ownWords({
  title: "时段热力", measure: "看什么", measures: { volume: "声量", negative: "负面占比" },
  weekday: ["", "周一", "周二", "周三", "周四", "周五", "周六", "周日"], day: "星期", hourName: (h: number) => `${h} 点`, hours: "时段",
  saysUnheard: "这段时间没有采集到任何时段，什么也说不了。", saysQuiet: "听着，但没有人说话。",
  saysBusy: (day: string, from: number, to: number, rate: string, times: string) => `${day} ${from}–${to} 点声量最高，平均每小时 ${rate} 条，是平时的 ${times} 倍。`,
  saysEven: (rate: string) => `各时段声量差不多，平均每小时 ${rate} 条。`,
  saysAngry: (day: string, hour: number, p: string, n: string, all: string) => `${day} ${hour} 点负面最集中：${n} 条里 ${p} 为负面，全部时段为 ${all}。`,
  saysAlike: (all: string) => `没有哪个时段的负面占比明显高于整体（${all}）。`,
  saysGaps: (n: number) => `有 ${n} 个时段没有采集到，画斜线，不是零。`, saysUntimed: (n: string) => `另有 ${n} 条网站只给出日期，没有计入。`,
  cell: (day: string, h: number, n: string, rate: string) => `${day} ${h} 点：${n} 条，每小时 ${rate} 条`, share: (p: string, n: string) => `负面 ${p}（${n} 条）`,
  unheard: "没有采集到", quiet: "没有人说话", outside: "不在时间范围内", few: "不足 10 条，不算占比", partly: (heard: string, hours: string) => `采集到 ${heard}/${hours} 小时`,
  less: "少", more: "多", low: "低", high: "高", zone: (z: string) => `时区 ${z}`,
  note: "每格是条数 ÷ 采集到的小时数，所以少采一天不会显得冷清。负面占比在不足 10 条的格里不着色。", none: "没有提及", table: "列成表", n: "条数", rate: "每小时", negative: "负面占比", total: "合计", quietHelp: "换一段时间，或去掉一些筛选条件。",
}, {
  title: "Hours of the week", measure: "Show", measures: { volume: "Volume", negative: "Negative share" },
  weekday: ["", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], day: "Day", hourName: (h) => `${h}:00`, hours: "Hour",
  saysUnheard: "Nothing of this time was collected, so nothing can be said.", saysQuiet: "We listened, nobody spoke.",
  saysBusy: (day, from, to, rate, times) => `Busiest is ${day} ${from}:00–${to}:00, ${rate} mentions an hour, ${times} times the usual.`,
  saysEven: (rate) => `All hours are much alike, ${rate} mentions an hour.`,
  saysAngry: (day, hour, p, n, all) => `Angriest is ${day} ${hour}:00: ${p} of ${n} mentions are negative, ${all} over all hours.`,
  saysAlike: (all) => `No hour is clearly more negative than all together (${all}).`,
  saysGaps: (n) => ` ${n} ${n === 1 ? "hour was" : "hours were"} not heard: hatched, not zero.`, saysUntimed: (n) => ` ${n} more of which the site told only the day are left out.`,
  cell: (day, h, n, rate) => `${day} ${h}:00: ${n} mentions, ${rate} an hour`, share: (p, n) => `${p} negative of ${n}`,
  unheard: "not heard", quiet: "nobody spoke", outside: "not in this time", few: "fewer than 10, no share", partly: (heard, hours) => `${heard} of ${hours} hours heard`,
  less: "fewer", more: "more", low: "low", high: "high", zone: (z) => `Zone ${z}`,
  note: "A cell is mentions ÷ hours heard, so a day that was missed does not look quiet. Shares of fewer than 10 mentions stay plain.", none: "No mentions", table: "As a table", n: "Mentions", rate: "An hour", negative: "Negative", total: "Total", quietHelp: "Choose another time or lift some filters.",
});

export type HeatWords = ReturnType<typeof useHeatWords>;
