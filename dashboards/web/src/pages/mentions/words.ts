import { ownWords } from "../../i18n/own";
import type { Field } from "./second";

const s = (n: string, one: string) => `${n} ${one}${n === "1" ? "" : "s"}`;

/** The words of a mention's detail beyond those the lists use. */
export const useDetailWords = ownWords({
  openOrder: "开工单",
  role: { preferred: "对比胜出", outdone: "对比落败", equal: "不相上下" } as Record<string, string>, roleHelp: "与别的品牌比较时，这个品牌的处境",
  offensive: "辱骂", offensiveHelp: "含有骂人的话；只作标记，照常计数", implied: "隐含评价",
  place: "地区", price: "价格", wait: "等待", yuan: (n: string) => `${n} 元`,
  copies: (n: string, a: string) => `同文 ${n} 条 · ${a} 位作者`, copiesSince: (t: string) => `最早 ${t}`,
  odds: "各项把握", oddsHelp: "模型对每项判断的把握；隐含、反讽、辱骂为“是”的可能", offensiveOdds: "辱骂",
  field: { sentiment: "情感", emotion: "情绪", intent: "意图", severity: "严重度", complaint: "投诉", irony: "反讽", implicit: "隐含" } as Record<Field, string>,
  level: (n: number, word: string) => `${n} 级 ${word}`, yes: "是", no: "否",
  review: "复核", reader: { llm: "大模型", human: "人工" } as Record<string, string>, agrees: (list: string) => `与本系统一致：${list}`, ours: (v: string) => `本系统：${v}`,
  sameIn: (list: string) => `其余一致：${list}`, newAspect: "本系统没有这一条", confidence: (p: string) => `自评把握 ${p}`, quotes: "依据", comma: "、", none: "还没有人复核过这一条。",
  correct: "更正", correctHelp: "只改不对的地方；也可以选和现在一样的，表示判断正确。原来的判断会留着，你的更正记在旁边，并用于训练下一版。",
  unchanged: (now: string) => `不改（${now}）`, note: "说明", noteHelp: "为什么这样改，可不写", operatorHelp: "记在更正旁边；只保存在本机浏览器。",
  growth: "互动增长", growthSays: (name: string, from: string, to: string, t: string) => `${name} ${t}里从 ${from} 到 ${to}`, growthCaption: "每次查看时的互动数", growthAt: "查看时间", growthNote: "只列有变化的和最近一次；— 表示网站当时没有给出。",
  nothing: "至少要改正一处。", send: "提交更正", cancel: "取消", done: "更正已记下", failed: "没有记下",
}, {
  openOrder: "Open order",
  role: { preferred: "comes off better", outdone: "comes off worse", equal: "on a par" }, roleHelp: "What the brand is where brands are compared",
  offensive: "insulting", offensiveHelp: "Insults people; only labelled, it counts as usual", implied: "implied judgement",
  place: "Place", price: "Price", wait: "Waited", yuan: (n) => `¥${n}`,
  copies: (n, a) => `Same text ${n} times · ${s(a, "author")}`, copiesSince: (t) => `first ${t}`,
  odds: "How sure", oddsHelp: "How sure the model is of each label; for implicit, irony and insult, that it is so", offensiveOdds: "Insult",
  field: { sentiment: "Sentiment", emotion: "Emotion", intent: "Intent", severity: "Severity", complaint: "Complaint", irony: "Irony", implicit: "Implicit" },
  level: (n, word) => `${n}, ${word}`, yes: "yes", no: "no",
  review: "Second readings", reader: { llm: "Language model", human: "Person" }, agrees: (list) => `Agrees with ours: ${list}`, ours: (v) => `ours: ${v}`,
  sameIn: (list) => `Same otherwise: ${list}`, newAspect: "not in ours", confidence: (p) => `says ${p} sure`, quotes: "Because of", comma: ", ", none: "Nobody has read this a second time.",
  correct: "Correct", correctHelp: "Change only what is wrong; choosing what it says now confirms it. The judgement stays, your correction stands beside it and trains the next version.",
  unchanged: (now) => `keep: ${now}`, note: "Note", noteHelp: "Why, if you like", operatorHelp: "Stands beside the correction; remembered in this browser only.",
  growth: "How it grew", growthSays: (name, from, to, t) => `${name} from ${from} to ${to} in ${t}`, growthCaption: "Counts whenever somebody looked", growthAt: "Seen", growthNote: "Only looks at which something had changed, and the last; — means the site did not tell.",
  nothing: "Correct at least one thing.", send: "Send correction", cancel: "Cancel", done: "Correction kept", failed: "Not kept",
});

export type DetailWords = ReturnType<typeof useDetailWords>;
