import { ownWords } from "../../i18n/own";

const s = (n: number, one: string) => `${n} ${one}${n === 1 ? "" : "s"}`;

/** The words of the page of work orders. */
export const useOrderWords = ownWords({
  board: "看板", list: "列表", view: "视图", caption: "工单列表", none: "没有工单", noneHelp: "预警会自动开立工单；也可以从一条提及或这里手工开立。", noMatch: "没有符合条件的工单", noMatchHelp: "去掉一些条件再看。", emptyColumn: "暂无",
  total: (n: number) => `共 ${n} 张`, overdue: (n: number) => `${n} 张已超时`, more: "继续加载", sort: (c: string) => `按${c}排序`,
  open: "未结束", all: "全部", mine: "我的", nobodys: "无人认领", anyone: "所有人", onlyOverdue: "只看超时", search: "搜编号、标题、经过", clear: "清除筛选", state: "状态", who: "负责人", kind: "类别", level: "级别", filters: "筛选",
  column: { level: "级别", title: "工单", state: "状态", due: "时限", owner: "负责人", opened: "开立" },
  returns: (t: string) => `${t}恢复`,
  cycle: (n: number) => `第 ${n} 轮`, byHand: "人工开立", alert: "来自预警", mentions: "查看相关提及", mention: "顾客原话",
  clocks: "时限", used: (u: string, t: string) => `已用 ${u} / ${t}`, clockState: { running: "计时中", soon: "快到时限", over: "已超时", paused: "暂停", kept: "按时", late: "超时", idle: "未开始" },
  dueAt: (t: string) => `${t} 到期`, overBy: (t: string) => `超出 ${t}`, left: (t: string) => `还剩 ${t}`, calendar: (c: string) => `按${c}计时`, roundTheClock: "全天计时", totalUsed: (t: string) => `各轮合计 ${t}`, noClocks: "没有计时。", stoppedAt: (t: string) => `${t} 停表`,
  escalations: "时限提醒", clockUsed: (c: string, n: number) => `${c}时限已用 ${n}%`, ownerAway: "负责人不在", overDay: (n: number) => `超时第 ${n} 天`,
  hands: "经手人", owner: "负责人", assignee: "指派给", lead: "主管", helpers: "协作", store: "门店", region: "地区", brand: "品牌", opened: "开立", policy: "时限规则", route: "派单依据", stage: "旅程环节",
  waitsFor: (who: string, until: string) => `在等${who}，${until} 自动恢复`, waitFor: { customer: "顾客", legal: "法务", supplier: "供应商", platform: "平台" },
  action: "处理措施", cause: "根因", answered: "公开答复", answeredAt: (t: string) => `${t} 已答复`, openAnswer: "打开答复", attachments: "链接", callbacks: "回访", score: (n: number) => `满意度 ${n} / 5`,
  result: { recovered: "已挽回", lost: "未挽回", unreachable: "联系不上" }, mergedInto: "已并入", linked: "同一件事的前一张工单",
  evidence: "原话", history: "经过", channel: { web: "网页", bot: "群机器人", api: "接口", cli: "命令行", timer: "定时" } as Record<string, string>,
  sound: (n: number) => `记录完整：${n} 条逐条相扣，未被改动`, broken: (n: number) => `第 ${n} 条与写入时不符：这张工单的记录可能被改动过`, unchained: "这张工单早于校验链，无法核对", auditing: "正在核对记录…",
  actions: "可以做的事", moreActions: "更多", command: {
    assign: "指派", claim: "认领", note: "备注", attach: "附链接", collaborate: "请人协作", leave: "移出协作", answer: "公开答复", wait: "登记等待", resume: "恢复处理", resolve: "处理完成", callback: "登记回访", verify: "开始验证",
    close: "关闭", reopen: "重开", regrade: "改级", false_alarm: "误报", merge: "合并", cancel: "取消工单",
  }, handOver: "转交", takeOver: "接手",
  done: {
    assign: "已指派", claim: "已认领，解决时限继续计时", note: "备注已记下", attach: "链接已附上", collaborate: "已请来协作", leave: "已移出", answer: "答复已记录", wait: "已登记等待，解决时限暂停", resume: "已恢复处理", resolve: "已转待回访", callback: "回访已记录",
    verify: "开始验证：接下来看投诉是否真的下降", close: "工单已关闭", reopen: "工单已重开", regrade: "级别已改", false_alarm: "已记为误报", merge: "已合并", cancel: "工单已取消",
  },
  field: {
    to: "交给谁", text: "说明", action: "做了什么", cause: "根本原因", process: "发生在哪个环节", department: "责任部门", url: "链接", title: "链接标题", level: "改为", wait_for: "在等谁", until: "等到", result: "回访结果", score: "顾客现在有多满意", into: "并入哪张工单", lead: "主管已同意",
  },
  textOf: {
    assign: "交接说明", claim: "为什么由你接手", note: "备注", attach: "说明", collaborate: "请他做什么", leave: "说明", answer: "答复原文", wait: "在等什么", resume: "等到了什么", resolve: "说明", callback: "顾客说了什么", verify: "说明", close: "改成了什么样",
    reopen: "问题怎样又出现了", regrade: "为什么改级", false_alarm: "为什么是误报", merge: "说明", cancel: "为什么不再处理",
  },
  hint: { action: "对顾客、对门店、对流程，各做了什么", cause: "为什么会发生，怎样不再发生", note: "写下进展，或需要谁配合", false_alarm: "写明原因，预警规则会据此调整", url: "以 https:// 开头", into: "另一张未结束工单的编号", answer: "先写给顾客看的话；旁边会提醒容易惹恼顾客的说法" } as Record<string, string>,
  optional: "可不填", required: "此项必填", badUrl: "请填写以 http:// 或 https:// 开头的网址", past: "请填写一个将来的时间", send: "提交", cancel: "收起", operatorHelp: "记在工单经过里；只保存在本机浏览器。",
  conflict: "没有提交：工单刚被别人更新过", conflictHelp: "你写的内容还在。看过最新进展后，可以再次提交。", refused: "没有提交：现在不能这样做", failed: "没有提交", takenBy: (o: string) => `现由 ${o} 负责。`,
  yet: { callback: "先登记回访结果，才能关闭" }, cannotDo: (c: string, st: string) => `链接里要做的是“${c}”，但工单现在是“${st}”，不能再做。`, fromLink: "已经打开，点“提交”才会生效。",
  quick: { tomorrow: "明早 9 点", three: "3 天后", week: "下周一" }, leadHelp: "本轮等待次数或时长已超出负责人可以自行决定的范围，需要主管同意。",
  draft: "用草稿", drafting: "正在起草…", undo: "撤销草稿", draftHelp: "草稿只是起点，请按实际情况改过再用。", tone: "语气检查", toneFine: "没有容易惹恼顾客的说法", toneFlaws: (n: number) => `${n} 处可能惹恼顾客`, missing: "缺少", replaceBy: (b: string) => `换成“${b}”`, dropIt: "删掉", toneWait: "正在检查…", toneFailed: "语气检查没有完成",
  verification: "验证：投诉真的少了吗", verdictOf: { watching: "验证中", passed: "已验证", failed: "未通过", unclear: "无法判断" }, before: "处理前", peak: "高峰", after: "处理后", limit: "上限", perHour: (n: string) => `每小时 ${n} 条`, share: "占品牌负面", shareFrom: (a: string, b: string) => `平时 ${a}，现在 ${b}`, half: "减半用时", halfUsual: (a: string, b: string) => `${a}，以往类似事件 ${b}`, control: "其他话题同期", controlTimes: (n: string) => `${n} 倍`,
  effect: "比自然回落", effectTimes: (n: string, l: string, h: string) => `快 ${n} 倍（90% 区间 ${l}–${h}）`, heard: "听全程度", heardFrom: (a: string, b: string) => `处理前 ${a}，处理后 ${b}`, until: (t: string) => `${t} 前给出结论`, notKnown: "无法得知", verifyHelp: "负面声量按小时平均，只算采集完整的时段",
  newOrder: "新建工单", newFrom: "为这条提及开工单", newHelp: "负责人和时限由派单规则决定；也可以直接指定。", kindHelp: { case: "一位顾客的一件事，回访后关闭", theme: "很多人都在抱怨的一件事，投诉降下来才算完", journey: "把旅程的一个环节重新设计" },
  newTitle: "要解决什么", newTopic: "话题", newTopicHelp: "主题工单按话题验证投诉是否下降", newStage: "哪个环节", newStore: "门店", newTo: "指定负责人", newText: "背景说明", create: "开立工单", routes: "按派单规则", noStore: "不限门店", noTopic: "不指定", pickMention: "个案从一条提及开立：在“提及”里打开那一条，点“开工单”。",
  away: "不在岗", openOrders: (n: number) => `手上 ${n} 张`,
  comma: "、",
}, {
  board: "Board", list: "List", view: "View", caption: "Work orders", none: "No work orders", noneHelp: "Alerts open them by themselves; you can also open one from a mention, or here.", noMatch: "No work order matches", noMatchHelp: "Drop a filter.", emptyColumn: "None",
  total: (n) => s(n, "order"), overdue: (n) => `${n} overdue`, more: "Load more", sort: (c) => `Sort by ${c.toLowerCase()}`,
  open: "Open", all: "All", mine: "Mine", nobodys: "Nobody's", anyone: "Anyone", onlyOverdue: "Overdue only", search: "Number, title, history", clear: "Clear filters", state: "State", who: "Owner", kind: "Kind", level: "Level", filters: "Filters",
  column: { level: "Level", title: "Work order", state: "State", due: "Due", owner: "Owner", opened: "Opened" },
  returns: (t) => `returns ${t}`,
  cycle: (n) => `Round ${n}`, byHand: "Opened by hand", alert: "From alert", mentions: "Related mentions", mention: "The customer's words",
  clocks: "Clocks", used: (u, t) => `${u} of ${t} used`, clockState: { running: "running", soon: "nearly due", over: "overdue", paused: "paused", kept: "in time", late: "late", idle: "not begun" },
  dueAt: (t) => `due ${t}`, overBy: (t) => `${t} over`, left: (t) => `${t} left`, calendar: (c) => `counted in ${c}`, roundTheClock: "counted round the clock", totalUsed: (t) => `${t} over all rounds`, noClocks: "No clock runs.", stoppedAt: (t) => `stopped ${t}`,
  escalations: "Reminders", clockUsed: (c, n) => `${c}: ${n}% used`, ownerAway: "Owner away", overDay: (n) => `day ${n} overdue`,
  hands: "People", owner: "Owner", assignee: "Given to", lead: "Lead", helpers: "Helped by", store: "Store", region: "Region", brand: "Brand", opened: "Opened", policy: "Policy", route: "Routed by", stage: "Stage",
  waitsFor: (who, until) => `Waits for ${who}; returns by itself ${until}`, waitFor: { customer: "the customer", legal: "legal", supplier: "the supplier", platform: "the platform" },
  action: "What was done", cause: "Root cause", answered: "Public answer", answeredAt: (t) => `answered ${t}`, openAnswer: "Open the answer", attachments: "Links", callbacks: "Asked back", score: (n) => `${n} of 5 content`,
  result: { recovered: "Recovered", lost: "Not recovered", unreachable: "Not reached" }, mergedInto: "Merged into", linked: "Earlier orders of the same matter",
  evidence: "In their words", history: "History", channel: { web: "web", bot: "chat robot", api: "API", cli: "command line", timer: "timer" },
  sound: (n) => `Record sound: ${s(n, "entry").replace("entrys", "entries")} chained, none altered`, broken: (n) => `Entry ${n} is not as it was written: this record may have been altered`, unchained: "Older than the chain of records: cannot be checked", auditing: "Checking the record…",
  actions: "What can be done", moreActions: "More", command: {
    assign: "Assign", claim: "Claim", note: "Note", attach: "Add a link", collaborate: "Ask for help", leave: "Remove helper", answer: "Answer in public", wait: "Wait", resume: "Resume", resolve: "Resolved", callback: "Asked back", verify: "Begin to verify",
    close: "Close", reopen: "Reopen", regrade: "Change level", false_alarm: "False alarm", merge: "Merge", cancel: "Cancel order",
  }, handOver: "Hand over", takeOver: "Take over",
  done: {
    assign: "Assigned", claim: "Claimed; the clock of resolving goes on", note: "Noted", attach: "Link added", collaborate: "Asked", leave: "Removed", answer: "Answer recorded", wait: "Waiting; the clock of resolving stands still", resume: "Resumed", resolve: "Resolved, to be asked back", callback: "Recorded",
    verify: "Verifying: whether complaints really fall", close: "Closed", reopen: "Reopened", regrade: "Level changed", false_alarm: "Recorded as a false alarm", merge: "Merged", cancel: "Cancelled",
  },
  field: {
    to: "To whom", text: "Words", action: "What was done", cause: "Root cause", process: "Process it arises in", department: "Department", url: "Link", title: "Title of the link", level: "New level", wait_for: "For whom", until: "Until", result: "What came of it", score: "How content they are now", into: "Into which order", lead: "The lead agrees",
  },
  textOf: {
    assign: "What is already done", claim: "Why you take it over", note: "Note", attach: "Words", collaborate: "What they should do", leave: "Words", answer: "The answer", wait: "What is waited for", resume: "What came", resolve: "Words", callback: "What the customer said", verify: "Words", close: "What was made anew",
    reopen: "How it came back", regrade: "Why the level changes", false_alarm: "Why it was a false alarm", merge: "Words", cancel: "Why nothing more is done",
  },
  hint: { action: "For the customer, in the store, to the process", cause: "Why it happened, and how it will not again", note: "Progress, or whose help is needed", false_alarm: "The alert rule learns from it", url: "Begins with https://", into: "Number of another open order", answer: "Write to the customer; what would annoy them is pointed out" },
  optional: "optional", required: "Required", badUrl: "Write an address that begins with http:// or https://", past: "Write a time to come", send: "Send", cancel: "Fold up", operatorHelp: "Goes into the history; remembered in this browser only.",
  conflict: "Not sent: somebody changed this order just now", conflictHelp: "Your words are still here. Read what changed, then send again.", refused: "Not sent: not possible as it stands", failed: "Not sent", takenBy: (o) => `Owner now: ${o}.`,
  yet: { callback: "Ask the customer back first" }, cannotDo: (c, st) => `The link was to “${c}”, but the order is “${st}” now.`, fromLink: "Opened ready; nothing happens until you press Send.",
  quick: { tomorrow: "Tomorrow 9:00", three: "In 3 days", week: "Next Monday" }, leadHelp: "More waits, or longer ones, than an owner may decide alone: the lead has to agree.",
  draft: "Use a draft", drafting: "Drafting…", undo: "Undo the draft", draftHelp: "A draft is a start: change it to what is true before you use it.", tone: "Tone", toneFine: "Nothing here should annoy a customer", toneFlaws: (n) => `${s(n, "phrase")} may annoy a customer`, missing: "missing", replaceBy: (b) => `Use “${b}”`, dropIt: "Leave it out", toneWait: "Reading…", toneFailed: "The tone could not be checked",
  verification: "Verification: do people complain less?", verdictOf: { watching: "Verifying", passed: "Verified", failed: "Not passed", unclear: "Cannot be told" }, before: "Before", peak: "Peak", after: "After", limit: "Limit", perHour: (n) => `${n} an hour`, share: "Share of the brand's negatives", shareFrom: (a, b) => `usually ${a}, now ${b}`, half: "Time to halve", halfUsual: (a, b) => `${a}; similar incidents ${b}`, control: "Other topics meanwhile", controlTimes: (n) => `${n} times`,
  effect: "Against fading by itself", effectTimes: (n, l, h) => `${n} times faster (90 % interval ${l}–${h})`, heard: "Heard", heardFrom: (a, b) => `${a} before, ${b} after`, until: (t) => `decided by ${t}`, notKnown: "not known", verifyHelp: "Negative mentions an hour, over hours that were heard",
  newOrder: "New order", newFrom: "Open an order for this mention", newHelp: "The routing rules decide whose it is and by when, unless you name somebody.", kindHelp: { case: "one customer's matter, closed after asking back", theme: "many complain; done when complaints fall", journey: "one stage of the journey is made anew" },
  newTitle: "What is to be mended", newTopic: "Topic", newTopicHelp: "A theme is verified by its topic", newStage: "Which stage", newStore: "Store", newTo: "Owner", newText: "Background", create: "Open order", routes: "by the routing rules", noStore: "any store", noTopic: "none", pickMention: "A case is opened from a mention: open it under Mentions and press Open order.",
  away: "away", openOrders: (n) => `${n} in hand`,
  comma: ", ",
});

export type OrderWords = ReturnType<typeof useOrderWords>;
