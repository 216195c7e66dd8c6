import { ownWords } from "../../i18n/own";

/** The words of the page of digests. */
export const useDigestWords = ownWords({
  title: "日报", date: "日期", previous: "前一天", next: "后一天", today: "今天", html: "打开 HTML 版", md: "下载 Markdown", asOf: (t: string) => `数据截至 ${t}`, evidence: (n: number) => `证据 ${n} 条`, mentions: "当日提及", proof: (n: number) => `第 ${n} 条证据`,
  none: "这一天没有可报告的内容", noneHelp: "没有新增、没有变差、没有未了结的事，也没有表扬。", query: (q: string) => `数字来自查询 ${q}`, brand: "品牌",
}, {
  title: "Digest", date: "Date", previous: "Day before", next: "Day after", today: "Today", html: "Open as HTML", md: "Download Markdown", asOf: (t) => `as of ${t}`, evidence: (n) => `evidence (${n})`, mentions: "Mentions of the day", proof: (n) => `Evidence ${n}`,
  none: "Nothing to report for this day", noneHelp: "Nothing new, nothing worse, nothing open, no praise.", query: (q) => `Number from query ${q}`, brand: "Brand",
});
