import { ownWords } from "../../i18n/own";

/** The words of the page of what language models cost. */
export const useLedgerWords = ownWords({
  title: "大模型花费", days: "每天", purposes: "用途", models: "模型与提示词版本", outcomes: "结果", calls: "最近的调用", off: "没有启用大模型", offHelp: "听风不靠大模型也能完整工作。需要时在 tingfeng.yaml 的 llm 里填地址、模型和每日上限，只有拿不准或影响大的提及会送去复读。",
  none: "这段时间没有调用", noneHelp: "有拿不准的提及送去复读后，这里逐笔记账。", range: "时间", ranges: { "7": "近 7 天", "30": "近 30 天", "90": "近 90 天" } as Record<string, string>,
  says: (cost: string, calls: string, per: string) => `共花 ${cost}，${calls} 次调用${per ? `，平均每条 ${per}` : ""}。`, saysBudget: (left: string, share: string) => `今天还剩 ${left}（已用 ${share}）。`, saysOver: "今天的额度已用完，剩下的提及明天再读，本地判断照常。", saysNoLimit: "没有设每日上限。",
  figure: { cost: "花费", calls: "调用", posts: "送读", cached: "缓存命中", refused: "未成功", tokens: "词元", today: "今天", agreement: "与本地一致" },
  cachedHelp: "同样的文字读过就不再问，不花钱", tokens: (i: string, o: string) => `入 ${i} · 出 ${o}`, agreement: (n: string, kappa: string) => `${n} 条，κ ${kappa}`, agreementNone: "还没有可比的", budget: (limit: string) => `每日上限 ${limit}`, budgetTokens: (n: string) => `每日 ${n} 词元`, noBudget: "无上限",
  column: { day: "日期", key: "名称", calls: "调用", answered: "有效", refused: "未成功", tokens: "词元", cost: "花费", time: "平均耗时", at: "时间", model: "模型", purpose: "用途", posts: "条数", outcome: "结果", tries: "次数" },
  purpose: { reading: "复读拿不准的", digest: "写日报" } as Record<string, string>, outcome: { ok: "全部有效", partial: "部分有效", timeout: "超时", refused: "被拒", invalid: "答非所问", unreachable: "连不上", "over budget": "额度用完", "breaker open": "连续失败，暂停" } as Record<string, string>,
  cut: "调用太多，只汇总了最近的一部分，请缩短时间。", msec: (n: string) => `${n} 毫秒`, chart: (n: number, most: string) => `每天花费的柱图，${n} 天，最高一天 ${most}`, zero: "没有花费",
}, {
  title: "What language models cost", days: "By day", purposes: "Purpose", models: "Model and prompt", outcomes: "Outcome", calls: "Latest calls", off: "No language model is in use", offHelp: "Everything works without one. Give an address, a model and a daily limit under llm in tingfeng.yaml; only what is in doubt or reaches far is read a second time.",
  none: "No calls in this time", noneHelp: "Once mentions in doubt are read a second time, every call stands here.", range: "Time", ranges: { "7": "7 days", "30": "30 days", "90": "90 days" },
  says: (cost, calls, per) => `${cost} in all for ${calls} calls${per ? `, ${per} a mention` : ""}.`, saysBudget: (left, share) => ` ${left} are left today (${share} used).`, saysOver: " Today's budget is used up; the rest is read tomorrow, and the local analysis goes on.", saysNoLimit: " There is no daily limit.",
  figure: { cost: "Cost", calls: "Calls", posts: "Mentions asked", cached: "From the cache", refused: "Without answer", tokens: "Tokens", today: "Today", agreement: "Agrees with local" },
  cachedHelp: "A text that was read before is not asked about again", tokens: (i, o) => `${i} in · ${o} out`, agreement: (n, kappa) => `${n} compared, κ ${kappa}`, agreementNone: "nothing to compare yet", budget: (limit) => `limit ${limit} a day`, budgetTokens: (n) => `${n} tokens a day`, noBudget: "no limit",
  column: { day: "Day", key: "Name", calls: "Calls", answered: "Answered", refused: "Without", tokens: "Tokens", cost: "Cost", time: "Mean time", at: "When", model: "Model", purpose: "Purpose", posts: "Mentions", outcome: "Outcome", tries: "Tries" },
  purpose: { reading: "second reading", digest: "letter" }, outcome: { ok: "all held", partial: "some held", timeout: "timeout", refused: "refused", invalid: "no valid answer", unreachable: "unreachable", "over budget": "over budget", "breaker open": "paused after failures" },
  cut: "Too many calls: only the latest are summed up. Choose a shorter time.", msec: (n) => `${n} ms`, chart: (n, most) => `Cost by day over ${n} days, ${most} at most`, zero: "nothing spent",
});
