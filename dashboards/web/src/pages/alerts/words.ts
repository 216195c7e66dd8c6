import { ownWords } from "../../i18n/own";
import type { AlertCommandName } from "../../api/nouns";

const s = (n: string, one: string) => `${n} ${one}${n === "1" ? "" : "s"}`;

/** The words of the page of incidents. */
export const useAlertWords = ownWords({
  groups: { open: "进行中", ended: "已结束", history: "历史回放" },
  groupHelp: "由历史数据回放得出，当时没有通知任何人。",
  colon: "：", more: "继续加载", filters: "筛选", level: "级别", kind: "规则类型", verdict: "人工判断", all: "不限", clear: "清除筛选",
  kinds: {
    burst: "突增", count: "条数", share: "占比", ratio: "倍数", critical: "一条即报", new_topic: "新话题", silence: "信源失声",
  } as Record<string, string>,
  verdicts: { confirmed: "已确认", false_alarm: "误报", unjudged: "未判断" } as Record<string, string>,
  cluster: (t: string) => `还涉及：${t}`,
  mark: { muted: "静音中", silenced: "静默未发", merged: "已并入", withheld: "今日打扰已满，未发" },
  mutedUntil: (t: string) => `静音到 ${t}，期间升级也不通知`,
  silencedBy: (id: string) => `没有发出通知：被静默、计划或更重的事件压下（${id}）`,
  toSilences: "看静默", mergedInto: "这起事件已并入",
  noneFiltered: "没有符合条件的预警。",
  orderOf: (owner: string) => `工单 · ${owner}`, orderNew: "工单待认领", toRule: "规则",
  command: { confirm: "确认属实", false_alarm: "误报", mute: "静音 24 小时", unmute: "取消静音", merge: "并入另一起", order: "开工单" } as Record<AlertCommandName, string>,
  commands: "处置", says: {
    confirm: "确认后，这条规则会记一次命中，试算时也拿它作对照。",
    false_alarm: "标为误报会结束这起事件和它的工单，规则会据此建议更合适的灵敏度。",
    mute: "24 小时内，这起事件升级也不再通知；事件照常记录。",
    unmute: "恢复后，升级会再次通知。",
    merge: "两起说的是同一件事时，并到一起，只留一起继续跟。",
    order: "开一张工单，按路由规则派给负责人。",
  } as Record<AlertCommandName, string>,
  why: "为什么是误报", whyHelp: "例如：抽奖转发刷屏；竞品新闻被误认", whyNeeded: "写明原因，规则才能据此调整。",
  into: "并入哪一起", intoNone: "这个品牌没有别的进行中的预警，没有可并入的。", intoNeeded: "选一起要并入的预警。",
  operatorHelp: "记在事件经过里；只保存在本机浏览器。",
  done: { confirm: "已确认", false_alarm: "已标为误报，事件结束", mute: "已静音 24 小时", unmute: "已恢复通知", merge: "已并入", order: "工单已开" } as Record<AlertCommandName, string>,
  failed: "没有办成", conflict: "可能刚有人处理过，页面已经更新。", send: "确定", silenceLike: "静默这类预警…", report: "复盘报告", cancel: "取消",
  verdictOf: (who: string, at: string) => `${who} ${at}`,
  band: "平时范围", bandSays: (lo: string, hi: string) => `平时每小时 ${lo}–${hi} 条（100 次里 95 次在这个范围内）`,
  absorbed: "同一件事触发的其他规则", absorbedHelp: "没有另发通知", score: (n: string) => `得分 ${n}`,
  people: "谁在说", authors: "不同作者", originals: "原创", reposts: "转发与重复", suspects: "疑似机器", ofTotal: (p: string) => `占 ${p}`,
  first: "最早一条", amplified: "传播最广", top: "影响最大的几条", typical: "典型原话",
  copies: (n: string) => `另有 ${n} 条同文`, reach: (n: string) => `触达约 ${n}`,
  timeline: "经过", step: {
    started: "负面开始升高", opened: "发出预警", openedQuiet: "记为预警，未通知", absorbed: "并入规则", last: "最近一次高于平时", resolved: "结束", merged: "并入另一起", ordered: "开工单", verdict: "人工判断", muted: "静音",
  },
  similar: "类似的旧事", alike: (p: string) => `相似 ${p}`, lasted: (t: string) => `历时 ${t}`, peak: (n: string) => `最高一小时 ${n} 条`, cause: (c: string) => `根因：${c}`, unjudged: "当时无人判断",
  ruleLine: "由规则触发", ruleGone: "规则已不在", version: "版本", noCoverage: "这段时间没有采集到数据，画不出走势。",
}, {
  groups: { open: "Running", ended: "Ended", history: "Replayed history" },
  groupHelp: "Found by replaying stored history; nobody was notified then.",
  colon: ": ", more: "Load more", filters: "Filter", level: "Level", kind: "Kind of rule", verdict: "Verdict", all: "Any", clear: "Clear filters",
  kinds: {
    burst: "burst", count: "count", share: "share", ratio: "ratio", critical: "critical post", new_topic: "new topic", silence: "source silent",
  },
  verdicts: { confirmed: "confirmed", false_alarm: "false alarm", unjudged: "not judged" },
  cluster: (t) => `also: ${t}`,
  mark: { muted: "muted", silenced: "silenced, not sent", merged: "merged", withheld: "not sent: the day's interruptions are used up" },
  mutedUntil: (t) => `Muted until ${t}; growth is not told before`,
  silencedBy: (id) => `Nobody was told: a silence, a plan or a graver incident kept it quiet (${id})`,
  toSilences: "Silences", mergedInto: "This incident is part of",
  noneFiltered: "No incident matches.",
  orderOf: (owner) => `Order · ${owner}`, orderNew: "Order not claimed", toRule: "Rule",
  command: { confirm: "It is real", false_alarm: "False alarm", mute: "Mute for 24 h", unmute: "Unmute", merge: "Merge into…", order: "Open an order" },
  commands: "Act", says: {
    confirm: "Counts as a hit of the rule, and backtests are held against it.",
    false_alarm: "Ends this incident and its work order; the rule proposes a better sensitivity from it.",
    mute: "For 24 hours its growth is not told; it is still written down.",
    unmute: "Growth is told again.",
    merge: "When two incidents are about one matter, one is followed from here on.",
    order: "Opens a work order and routes it to its owner.",
  },
  why: "Why it is a false alarm", whyHelp: "Such as: a lottery was reposted; a competitor was mistaken for us", whyNeeded: "Say why, so that the rule can learn from it.",
  into: "Merge into", intoNone: "No other incident of this brand is running.", intoNeeded: "Choose the incident it is part of.",
  operatorHelp: "Stands in the incident's history; remembered in this browser only.",
  done: { confirm: "Confirmed", false_alarm: "A false alarm; it has ended", mute: "Muted for 24 hours", unmute: "Growth is told again", merge: "Merged", order: "The order is open" },
  failed: "Not done", conflict: "Somebody may have acted just now; the page is up to date.", send: "Confirm", silenceLike: "Silence incidents like this…", report: "Report", cancel: "Cancel",
  verdictOf: (who, at) => `${who}, ${at}`,
  band: "usual range", bandSays: (lo, hi) => `Usually ${lo} to ${hi} an hour (95 times of 100)`,
  absorbed: "Other rules that fired about it", absorbedHelp: "nobody was told again", score: (n) => `score ${n}`,
  people: "Who speaks", authors: "Authors", originals: "Originals", reposts: "Reposts and copies", suspects: "Look automated", ofTotal: (p) => `${p}`,
  first: "First", amplified: "Most spread", top: "Widest reach", typical: "Typical",
  copies: (n) => `${n} more with the same words`, reach: (n) => `reach about ${n}`,
  timeline: "History", step: {
    started: "Negative mentions began to rise", opened: "Alert raised", openedQuiet: "Written down, nobody told", absorbed: "Also fired:", last: "Last above usual", resolved: "Ended", merged: "Became part of another", ordered: "Work order opened", verdict: "Judged", muted: "Muted",
  },
  similar: "Similar incidents", alike: (p) => `${p} alike`, lasted: (t) => `lasted ${t}`, peak: (n) => `${s(n, "mention")} in its highest hour`, cause: (c) => `cause: ${c}`, unjudged: "nobody judged it",
  ruleLine: "Raised by rule", ruleGone: "The rule is gone", version: "version", noCoverage: "Nothing was collected in this time: there is no curve.",
});

export type AlertWords = ReturnType<typeof useAlertWords>;
