import { ownWords } from "../../i18n/own";

/** The words of the archive of letters and of replies to their lines. */
export const useLettersWords = ownWords({
  archive: "信件存档", says: (n: number) => (n ? `共 ${n} 封，新的在前。` : "还没有发出过信。"), forWhom: (t: string) => `收信人：${t}`, search: "在标题和每一行里搜索", period: "期间", periods: { day: "日报", week: "周报", month: "月报" }, allPeriods: "日报、周报、月报", brand: "品牌", allBrands: "全部品牌",
  none: "还没有发出过信", noneHelp: "到了发信的时间，信会出现在这里；现在就想看，请到“日报”。", noneFits: "没有符合条件的信", noneFitsHelp: "换个词，或去掉一个条件。", earlier: (n: string) => `更早的（共 ${n} 封）`,
  sentAt: (t: string) => `${t} 发出`, late: (h: number, m: number) => `迟到 ${[h ? `${h} 小时` : "", m || !h ? `${m} 分钟` : ""].filter(Boolean).join(" ")}`, to_: (c: string) => `发往 ${c}`, shelf: "只留在看板上", opens: (n: number, p: number) => (n ? `点开 ${n} 次${p ? `（${p} 人）` : ""}` : "没有人点开"), replies: (n: number) => `追问或开单 ${n} 次`,
  skipped: { empty: "没有可说的事，按设置没有发出", holiday: "公众假期，按设置没有发出，节后第一封一并说", missed: "到点时系统没有运行或没能写成，这一封没有发出" } as Record<string, string>, skippedElse: (why: string) => `没有发出：${why}`,
  print: "打印", html: "打开网页版", xlsx: "附表 XLSX", reply: "追问或开单", kind: "变成什么", question: "追问", order: "开工单", ask: "想问什么", askHint: "比如：这批吸管是哪家供应商的？", askNeeded: "写一句想问的话", note: "要交代什么（可不写）", noteHint: "比如：先停用这批吸管，再查来源", to: "交给谁", toWhom: "由系统按这件事的归属决定", nameHelp: "会写在问题或工单上", sendQuestion: "问", sendOrder: "开单", cancel: "算了", close: "好",
  becameOrder: "已开工单", asked: "已记下，答复会写进下一封信。", askedOf: (p: string) => `已问 ${p}，答复会写进下一封信。`, questions: "看全部追问", waits: (p: string) => `等 ${p} 答复`, waitsNobody: "还没有人接",
}, {
  archive: "Letters sent", says: (n) => (n ? `${n === 1 ? "One letter" : `${n} letters, the newest first`}.` : "No letter was sent yet."), forWhom: (t) => `for ${t}`, search: "Search titles and lines", period: "Period", periods: { day: "Day", week: "Week", month: "Month" }, allPeriods: "Every period", brand: "Brand", allBrands: "All brands",
  none: "No letter was sent yet", noneHelp: "Letters stand here once they have gone out; to see one now, open the digest.", noneFits: "No letter fits", noneFitsHelp: "Try another word, or leave a condition away.", earlier: (n) => `Earlier (${n} in all)`,
  sentAt: (t) => `sent ${t}`, late: (h, m) => `${h ? `${h} h ` : ""}${m || !h ? `${m} min ` : ""}late`, to_: (c) => `to ${c}`, shelf: "on the dashboard only", opens: (n, p) => (n ? `opened ${n === 1 ? "once" : `${n} times`}${p ? ` by ${p}` : ""}` : "not opened"), replies: (n) => (n === 1 ? "1 reply" : `${n} replies`),
  skipped: { empty: "nothing to tell: not sent, as configured", holiday: "public holiday: not sent; the next letter tells of it", missed: "not sent: nothing was running when it was due, or it could not be written" }, skippedElse: (why) => `not sent: ${why}`,
  print: "Print", html: "Open as a page", xlsx: "Appendix XLSX", reply: "Ask or act", kind: "What it becomes", question: "Question", order: "Work order", ask: "What do you want to know?", askHint: "For example: which supplier made these straws?", askNeeded: "Write what you want to know", note: "What should be known (optional)", noteHint: "For example: stop using this lot first", to: "To whom", toWhom: "Whose matter it is", nameHelp: "Stands on the question or order", sendQuestion: "Ask", sendOrder: "Open it", cancel: "Never mind", close: "OK",
  becameOrder: "Work order", asked: "Noted; the next letter brings the answer.", askedOf: (p) => `${p} was asked; the next letter brings the answer.`, questions: "All questions", waits: (p) => `${p} has not answered yet`, waitsNobody: "nobody has taken it yet",
});
