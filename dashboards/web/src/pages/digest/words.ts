import { ownWords } from "../../i18n/own";

/** The words of letters and of the page that shows the one of now. */
export const useDigestWords = ownWords({
  title: "日报", date: "日期", previous: "往前", next: "往后", today: "今天", html: "打开网页版", md: "下载 Markdown", print: "打印", asOf: (t: string) => `数据截至 ${t}`, evidence: (n: number) => `证据 ${n} 条`, mentions: "当时的提及", proof: (n: number) => `第 ${n} 条证据`,
  none: "没有可报告的内容", noneHelp: "没有新增、没有变差、没有未了结的事，也没有表扬。", query: (q: string) => `数字来自查询 ${q}`, brand: "品牌", audience: "收信人", house: "全公司的信",
  period: "期间", periods: { day: "日报", week: "周报", month: "月报" }, gathering: "正在汇总并逐句核对，通常一两秒，数据多时要几秒……",
  figures: "关键数字", before: (t: string) => `上一期 ${t}`, weekBefore: (t: string) => `上周 ${t}`, prose: "概述", proseBy: (m: string) => `由大模型 ${m} 撰写，每句话都与下面的条目核对过，对不上的已删去。`, charts: "图表",
}, {
  title: "Digest", date: "Date", previous: "Back", next: "On", today: "Today", html: "Open as a page", md: "Download Markdown", print: "Print", asOf: (t) => `as of ${t}`, evidence: (n) => `evidence (${n})`, mentions: "Mentions of then", proof: (n) => `Evidence ${n}`,
  none: "Nothing to report", noneHelp: "Nothing new, nothing worse, nothing open, no praise.", query: (q) => `Number from query ${q}`, brand: "Brand", audience: "Audience", house: "The house's letter",
  period: "Period", periods: { day: "Day", week: "Week", month: "Month" }, gathering: "Gathering, and checking every sentence: a second or two, a few more where there is much…",
  figures: "Figures", before: (t) => `before ${t}`, weekBefore: (t) => `a week before ${t}`, prose: "In short", proseBy: (m) => `Written by the model ${m}; each sentence was checked against the lines below, and what did not hold was left out.`, charts: "Charts",
});
