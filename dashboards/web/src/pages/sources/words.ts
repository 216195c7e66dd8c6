import { ownWords } from "../../i18n/own";
import type { Collected, Gap, Visit } from "../../api/nouns";

const s = (n: string, one: string) => `${n} ${one}${n === "1" ? "" : "s"}`;

type State = Collected["state"];
type Trouble = Gap["trouble"];

/** The sign of a state: no state is told by its colour alone. */
export const stateSign: Record<State, string> = {
  ok: "✓", passive: "↓", disabled: "‖", never: "·", partial: "◐", late: "◷", silent: "▽", remote: "⇄", failed: "✕", layout: "◫", expired: "⌛", blocked: "⊘",
};

/** The words of the pages about sources. */
export const useSourceWords = ownWords({
  state: {
    ok: "正常", passive: "被动接收", disabled: "已停用", never: "未采集", partial: "不完整", late: "迟到", silent: "异常安静",
    remote: "代理失联", failed: "失败", layout: "页面改版", expired: "失效", blocked: "被拒",
  } as Record<State, string>,
  trouble: {
    "": "按时没有听到", login: "登录墙或验证码", robots: "robots.txt 不允许", refused: "网站拒绝访问", expired: "密钥或地址失效", layout: "页面结构变了",
    large: "回答太大", inward: "指向内网地址", pace: "网站要求放慢", network: "连不上或网站出错", config: "配置有误", cap: "到了页数上限",
  } as Record<Trouble, string>,
  outcome: { ok: "完整", unchanged: "无更新", partial: "不完整", blocked: "被拒", failed: "失败" } as Record<Visit["outcome"], string>,
  title: "信源", caption: "各信源的状态、听到的条数与覆盖", all: "全部信源", source: "信源", health: "状态", fortnight: "近 14 天", day: "24 小时", week: "7 天", covered: "7 天覆盖", last: "上次", next: "下次", stored: "已存 / 声称", comma: "、", semicolon: "；",
  fine: (n: number, c: string) => `${n} 个信源全部正常，近 7 天覆盖 ${c}。`,
  bad: (n: number, b: number, names: string, c: string) => `${n} 个信源里 ${b} 个要处理：${names}。近 7 天覆盖 ${c}。`,
  named: (t: string, st: string) => `${t}（${st}）`, etc: (n: number) => `等 ${n} 个`,
  none: "还没有配置信源", noneHelp: "在 sources.yaml 里写一个，保存后自动生效；例子见 docs/configuration.md。",
  got: (n: string, e: string | null) => (e === null ? `${n} 条` : `${n} / ${e}`), gotLong: (n: string, e: string | null) => (e === null ? `听到 ${n} 条；听满两周后才知道平常有多少` : `听到 ${n} 条，平常约 ${e} 条`),
  key: "条数旁的第二个数是平常量：按过去 8 周同一星期、同一小时推算。", every: (t: string) => `每 ${t}`, byHand: "手动", never: "尚未采集", overdueBy: (t: string) => `已晚 ${t}`, seconds: (n: number) => `${n} 秒`,
  trace: (days: string, e: string | null, n: number) => `近 14 天听到 ${days} 条${e === null ? "" : `，平常约 ${e} 条`}${n > 0 ? `；${n} 天没有采全` : ""}`,
  claims: (f: string, c: string) => `${f} / ${c}`, claimsHelp: "已入库条数 / 网站自己说的总数", optIn: "自愿启用", remote: "远程代理",
  remedy: "怎么办", openGap: (t: string) => `已有 ${t}没有听到`, lostGaps: (n: number) => `${n} 处缺口待补`,
  kept: (n: number) => `声音保存 ${n} 天`, keptForEver: "声音一直保存", purged: (t: string, n: string) => `上次清理 ${t}，清除 ${n} 条`, listed: (n: string) => `不采集名单 ${n} 项`,
  gone: "没有这个信源", goneHelp: "它可能已从配置里删掉；旧内容仍在提及里。",
  view: "查看", tabs: { overview: "概况", gaps: "缺口", visits: "采集记录", compliance: "合规" },
  visitNow: "立即访问", visiting: "正在访问…", asked: (n: string) => `已开始，收到 ${n} 条。`, ended: (n: string) => `访问结束，收到 ${n} 条。`, notAsked: "没有开始", stopped: (t: string) => `访问中断：${t}`,
  fill: "补采", fillAll: "补采全部缺口", fillHelp: "回到那段时间再取一遍；网站已删的取不回来。", filling: "正在补采…",
  calendar: "四周日历", calendarSays: {
    whole: "过去四周每个小时都听全了。", holes: (h: string, p: string) => `过去四周有 ${h} 小时没有听全，占 ${p}。`, unknown: "过去四周没有听到过。",
  },
  calendarCaption: "每天每小时是否听到、听到多少", dayHead: "日期", cellHeard: (t: string, n: string, e: string | null) => `${t} 听到 ${n} 条${e === null ? "" : `，平常约 ${e} 条`}`, cellLost: (t: string, n: string) => `${t} 没有听全${n === "0" ? "" : `，已有 ${n} 条`}`,
  legend: { full: "听到，颜色越深条数越多", none: "听到，没有内容", lost: "没有听全" },
  gapTitle: "缺口记录", gapNone: "没有缺口：从第一次采集起，都听到了。", gapSays: (n: number, t: string) => `${n} 处缺口，共 ${t}。`, gapCaption: "没有听到的时段",
  overflowed: "两次访问之间新内容太多，网站只显示最新的", from: "从", to: "到", length: "时长", why: "原因", gapState: "处理", open: "进行中，下次听到时自动补上", lost: "网站已不再显示，要补采", now: "现在",
  figures: "近况", heardTo: "听到", traffic: "近 7 天请求", requests: (n: string, b: string, v: string) => `${n} 次 · ${b} · ${v} 次访问`, schedule: "计划", mentions: "查看它的提及", kind: "类型", address: "地址", platform: "平台", gapWord: "缺口", noGap: "无",
  compliance: "合规说明", complianceHelp: "这一页可以打印存档：采集什么、怎样采集、多久一次、依据是什么。", print: "打印", asOf: (t: string) => `截至 ${t}`,
  rows: {
    how: "采集方式", pace: "访问频率", ground: "采集依据", robots: "robots.txt", optIn: "为何默认关闭", kept: "保存什么", lacks: "不采集或取不到", load: "实际用量", blocked: "被拒时", who: "由谁采集",
  },
  paceOf: (sch: string, every: string | null, p: string | null) => `${every ? `约每 ${every}一次` : "不定时"}${sch ? `（计划 ${sch}）` : ""}${p ? `；对同一网站两次请求至少相隔 ${p}` : ""}，另守网站自己要求的间隔。`,
  passivePace: "不主动访问任何网站，只接收送来的内容。", robotsText: "每次访问前按 RFC 9309 读取并遵守，包括 Crawl-delay；读不到时视为不允许。网站发给您密钥的接口（Reddit、带密钥的 Stack Exchange）按密钥附带的条款。", robotsNone: "不访问网站，不涉及。",
  keptText: "公开的正文、时间、评分与互动数。作者账号只存不可逆的散列，昵称打码，地区只到省份；手机号、证件号、银行卡号、邮箱、车牌、订单号在落盘前遮蔽。",
  blockedText: "遇到登录墙、验证码或拒绝访问即停止，不绕过；原因记在采集记录里。", whoLocal: "本机。来访标识里写明联系方式，可据此要求停止或删除。", whoRemote: "另一台机器上的采集代理，采到后推送到本机。", whoNone: "由使用者提供。",
  configured: "配置里写明：", ofKind: "这类信源：", loadOf: (v: string, n: string, b: string) => `近 7 天访问 ${v} 次，发出 ${n} 次请求，收到 ${b}。`,
  started: "开始", result: "结果", gotWord: "所得", missing: "没有取到", changed: (n: string) => `改动 ${n}`, observed: (n: string) => `互动更新 ${n}`, sentBack: (a: string, b: string) => `补采 ${a} 至 ${b}`, found: (f: string, n: string) => `${f} 条，新 ${n}`, visitsNone: "还没有采集过。", visits: "采集记录",
}, {
  state: {
    ok: "fine", passive: "receiving", disabled: "off", never: "not yet visited", partial: "incomplete", late: "late", silent: "unusually quiet",
    remote: "agent missing", failed: "failed", layout: "page changed", expired: "expired", blocked: "refused",
  },
  trouble: {
    "": "not heard in time", login: "login wall or captcha", robots: "robots.txt forbids it", refused: "the site refuses", expired: "key or address expired", layout: "pages changed",
    large: "answer too large", inward: "leads inside a network", pace: "the site asked to wait", network: "no connection or site errors", config: "wrong configuration", cap: "share of pages used up",
  },
  outcome: { ok: "complete", unchanged: "nothing new", partial: "incomplete", blocked: "refused", failed: "failed" },
  title: "Sources", caption: "State, posts heard and coverage of every source", all: "All sources", source: "Source", health: "State", fortnight: "14 days", day: "24 hours", week: "7 days", covered: "Coverage, 7 days", last: "Last", next: "Next", stored: "Stored / claimed", comma: ", ", semicolon: "; ",
  fine: (n, c) => `${s(String(n), "source")}, all fine; coverage of the last 7 days ${c}.`,
  bad: (n, b, names, c) => `${b} of ${s(String(n), "source")} need a look: ${names}. Coverage of the last 7 days ${c}.`,
  named: (t, st) => `${t} (${st})`, etc: (n) => `${n} in all`,
  none: "No source is configured", noneHelp: "Write one in sources.yaml, it takes effect when saved; examples in docs/configuration.md.",
  got: (n, e) => (e === null ? n : `${n} / ${e}`), gotLong: (n, e) => (e === null ? `${n} heard; what is usual is known after two weeks` : `${n} heard, usually about ${e}`),
  key: "The second number is the usual: from the same hour of the week over the past eight weeks.", every: (t) => `every ${t}`, byHand: "by hand", never: "not yet visited", overdueBy: (t) => `${t} overdue`, seconds: (n) => `${n} s`,
  trace: (days, e, n) => `${days} heard in 14 days${e === null ? "" : `, usually about ${e}`}${n > 0 ? `; ${s(String(n), "day")} not fully heard` : ""}`,
  claims: (f, c) => `${f} / ${c}`, claimsHelp: "Posts stored / how many the site says there are", optIn: "opt-in", remote: "remote agent",
  remedy: "What to do", openGap: (t) => `not heard for ${t}`, lostGaps: (n) => `${s(String(n), "gap")} to fill`,
  kept: (n) => `Posts are kept for ${s(String(n), "day")}`, keptForEver: "Posts are kept for ever", purged: (t, n) => `last purge ${t}, ${s(n, "row")}`, listed: (n) => `${n} on the opt-out list`,
  gone: "No such source", goneHelp: "It may have been taken out of the configuration; what it brought is still among the mentions.",
  view: "Show", tabs: { overview: "Overview", gaps: "Gaps", visits: "Visits", compliance: "Compliance" },
  visitNow: "Visit now", visiting: "Visiting…", asked: (n) => `Begun, ${s(n, "post")} so far.`, ended: (n) => `The visit has ended, ${s(n, "post")}.`, notAsked: "Not begun", stopped: (t) => `The visit ended early: ${t}`,
  fill: "Fill", fillAll: "Fill all gaps", fillHelp: "Goes back to that time; what the site has deleted stays lost.", filling: "Filling…",
  calendar: "Four weeks", calendarSays: {
    whole: "Every hour of the past four weeks was heard.", holes: (h, p) => `${s(h, "hour")} of the past four weeks not fully heard, ${p}.`, unknown: "Nothing was heard in the past four weeks.",
  },
  calendarCaption: "Whether each hour of each day was heard, and how much", dayHead: "Day", cellHeard: (t, n, e) => `${t} ${n} heard${e === null ? "" : `, usually about ${e}`}`, cellLost: (t, n) => `${t} not fully heard${n === "0" ? "" : `, ${n} so far`}`,
  legend: { full: "heard; the darker, the more", none: "heard, nothing said", lost: "not fully heard" },
  gapTitle: "Gaps", gapNone: "No gap: everything since the first visit was heard.", gapSays: (n, t) => `${s(String(n), "gap")}, ${t} in all.`, gapCaption: "When it was not heard",
  overflowed: "more came between two visits than the site shows", from: "From", to: "To", length: "Length", why: "Why", gapState: "Remedy", open: "Goes on; the next visit that is heard fills it", lost: "No longer shown by the site; has to be filled", now: "now",
  figures: "Lately", heardTo: "Heard to", traffic: "Requests, 7 days", requests: (n, b, v) => `${s(n, "request")} · ${b} · ${s(v, "visit")}`, schedule: "Schedule", mentions: "Its mentions", kind: "Kind", address: "Address", platform: "Platform", gapWord: "Gaps", noGap: "none",
  compliance: "Compliance", complianceHelp: "To be printed and filed: what is collected, how, how often and on what ground.", print: "Print", asOf: (t) => `As of ${t}`,
  rows: {
    how: "How", pace: "How often", ground: "On what ground", robots: "robots.txt", optIn: "Why it is opt-in", kept: "What is kept", lacks: "What is not collected", load: "Actual load", blocked: "When refused", who: "By whom",
  },
  paceOf: (sch, every, p) => `${every ? `About every ${every}` : "At no fixed time"}${sch ? ` (schedule ${sch})` : ""}${p ? `; two requests to the site are at least ${p} apart` : ""}, and whatever the site itself asks for is kept.`,
  passivePace: "No site is visited; only what is handed over is taken.", robotsText: "Read before each visit and obeyed after RFC 9309, Crawl-delay included; when it cannot be read, nothing is fetched. Interfaces a site gave you a key for (Reddit, Stack Exchange with a key) are asked under the terms of the key.", robotsNone: "No site is visited.",
  keptText: "The public text, times, ratings and counts. Of authors an irreversible hash, names masked, regions to the province; phone, identity and card numbers, e-mail, plates and order numbers are masked before anything is written.",
  blockedText: "A login wall, a captcha or a refusal ends the visit; nothing is circumvented. The log of visits says why.", whoLocal: "This machine. The user agent names a contact who can be asked to stop or to delete.", whoRemote: "An agent on another machine, which pushes here.", whoNone: "Supplied by its user.",
  configured: "Configured: ", ofKind: "This kind of source: ", loadOf: (v, n, b) => `${s(v, "visit")} in the last 7 days, ${s(n, "request")}, ${b} received.`,
  started: "Started", result: "Result", gotWord: "Got", missing: "Not fetched", changed: (n) => `${n} changed`, observed: (n) => `counts of ${n}`, sentBack: (a, b) => `sent back for ${a} to ${b}`, found: (f, n) => `${f}, ${n} new`, visitsNone: "Not visited yet.", visits: "Visits",
});

export type SourceWords = ReturnType<typeof useSourceWords>;
