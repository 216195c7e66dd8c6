import { ownWords } from "../../i18n/own";
import type { Preset } from "./silence";

const s = (n: number, one: string) => `${n} ${one}${n === 1 ? "" : "s"}`;

/** The words of the page of silences and plans. */
export const useSilenceWords = ownWords({
  views: "视图", silences: "静默", plans: "计划", comma: "、", colon: "：", cancel: "取消",
  says: (n: number) => (n === 0 ? "现在没有静默，该提醒的都会提醒。" : `${n} 个静默正在起作用。预警照常发现、照常记录，只是不发通知。`),
  state: { running: "生效中", planned: "未开始", ended: "已结束" } as Record<string, string>,
  add: "新建静默", none: "没有静默", noneHelp: "门店装修、已知故障、正在处理的事：新建一个静默，期间不再反复通知。",
  everything: "全部预警", rule: "规则", topic: "话题", store: "门店", brand: "品牌", all: "不限",
  upTo: (l: string) => `${l}色及以下不通知`, allLevels: "所有级别都不通知", upToField: "哪些级别不通知", upToHelp: "更重的照常通知；默认红色总会通知。",
  until: (t: string) => `到 ${t}`, left: (t: string) => `还剩 ${t}`, from: (t: string) => `${t} 开始`, endedBy: (who: string, t: string) => `${who}，${t} 提前结束`, ended: (t: string) => `${t} 结束`,
  by: (who: string, t: string) => `${who}，${t} 新建`, hushed: (n: number) => `压下 ${n} 起`, hushedNone: "还没有压下过预警", more: (n: number) => `等 ${n} 起`,
  end: "提前结束", endSays: "结束后，还在进行的预警升级时会再次通知。", endedDone: "静默已结束", made: "静默已生效", failed: "没有办成",
  reason: "原因", reasonHelp: "例如：静安寺店装修，9 日恢复", reasonNeeded: "写明原因，别人才知道为什么没收到通知。",
  length: "多久", presets: { "2h": "2 小时", tomorrow: "到明早 8 点", "24h": "24 小时", "7d": "7 天" } as Record<Preset, string>, own: "自定", start: "开始", stop: "结束", stopBad: "结束时间要晚于开始，也要晚于现在。",
  operatorHelp: "记在它旁边；只保存在本机浏览器。",
  plansSays: (next: string | null) => (next ? `下一个：${next}。期间声量上涨是意料之中，激增要更高才提醒。` : "没有即将到来的计划或节假日。"),
  planTitle: "计划", planNow: (t: string) => `进行中：${t}`, addPlan: "新建计划", planName: "名称", planNameHelp: "例如：双十一、新品发布", planNameNeeded: "写一个名称，预警里会提到它。", planNone: "没有计划", planNoneHelp: "大促、发布会、节假日：事先写下，期间不会为意料中的热闹打扰人。",
  origin: { page: "页面新建", file: "配置文件", holiday: "内置节假日" } as Record<string, string>, past: "显示已过去的", pastNone: "之后没有计划。",
  raise: (n: number) => (n === 0 ? "期间不提醒激增" : n === 1 ? "照常提醒" : `门槛提到平时的 ${n} 倍`), raiseField: "期间的门槛", raiseHelp: "门槛越高，越大的异常才会提醒；一条即报类规则不受影响。",
  remove: "删除", removed: "计划已删除", savedPlan: "计划已保存", removeSays: "删除后，这段时间按平时的门槛判断。", allBrands: "全部品牌", caption: "预计声量会涨的时段",
  month: (y: string, m: string) => `${y} 年 ${Number(m)} 月`, days: (n: number) => `${n} 天`,
}, {
  views: "View", silences: "Silences", plans: "Plans", comma: ", ", colon: ": ", cancel: "Cancel",
  says: (n) => (n === 0 ? "Nothing is silenced: whatever should be told is told." : `${s(n, "silence")} at work. Incidents are found and written down all the same; nobody is told.`),
  state: { running: "At work", planned: "To come", ended: "Ended" },
  add: "New silence", none: "No silences", noneHelp: "A shop that moves, a known fault, what is being handled: make a silence and nobody is told of it again and again.",
  everything: "every incident", rule: "Rule", topic: "Topic", store: "Shop", brand: "Brand", all: "Any",
  upTo: (l) => `${l} and milder are not told`, allLevels: "no level is told", upToField: "Which levels are not told", upToHelp: "Graver ones are told; by default red always is.",
  until: (t) => `until ${t}`, left: (t) => `${t} left`, from: (t) => `from ${t}`, endedBy: (who, t) => `ended early by ${who}, ${t}`, ended: (t) => `ended ${t}`,
  by: (who, t) => `made by ${who}, ${t}`, hushed: (n) => `kept ${s(n, "incident")} quiet`, hushedNone: "has kept nothing quiet yet", more: (n) => `${n} in all`,
  end: "End it now", endSays: "Incidents that still run are told again when they grow.", endedDone: "The silence has ended", made: "The silence is at work", failed: "Not done",
  reason: "Reason", reasonHelp: "Such as: the shop at Jing'an is being rebuilt, back on the 9th", reasonNeeded: "Say why, so that others know why nobody was told.",
  length: "How long", presets: { "2h": "2 hours", tomorrow: "until 8 tomorrow", "24h": "24 hours", "7d": "7 days" }, own: "Other", start: "From", stop: "To", stopBad: "The end must lie after the beginning, and after now.",
  operatorHelp: "Stands beside it; remembered in this browser only.",
  plansSays: (next) => (next ? `Next: ${next}. A surge is expected then; a burst must be higher to be told.` : "No plan or holiday is ahead."),
  planTitle: "Plans", planNow: (t) => `now: ${t}`, addPlan: "New plan", planName: "Title", planNameHelp: "Such as: Double 11, a launch", planNameNeeded: "Give it a title; alerts mention it.", planNone: "No plans", planNoneHelp: "Campaigns, launches, holidays: written down before, nobody is disturbed by a noise that was expected.",
  origin: { page: "made on a page", file: "configuration file", holiday: "built-in holiday" }, past: "Show past ones", pastNone: "Nothing is planned from here on.",
  raise: (n) => (n === 0 ? "no burst is told" : n === 1 ? "told as usual" : `${n} times as high to be told`), raiseField: "Threshold meanwhile", raiseHelp: "The higher, the larger a burst must be. Rules for single critical posts are not affected.",
  remove: "Remove", removed: "The plan is removed", savedPlan: "The plan is saved", removeSays: "That time is judged as any other then.", allBrands: "all brands", caption: "When a surge is expected",
  month: (y, m) => `${["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"][Number(m) - 1]} ${y}`, days: (n) => s(n, "day"),
});

export type SilenceWords = ReturnType<typeof useSilenceWords>;
