import { ownWords } from "../../i18n/own";

/** The words of the page of messages and where they go. */
export const useDeliveryWords = ownWords({
  channels: "通道", log: "发送记录", channelsSays: (n: number) => `${n} 个通道，都在正常接收。`, channelsBad: (names: string) => `要处理：${names}。`, noChannels: "还没有配置通道", noChannelsHelp: "在 channels.yaml 里加上飞书、钉钉、企业微信、Slack、邮件或 Webhook，预警和工单才会发到人手里。",
  kind: { feishu: "飞书", dingtalk: "钉钉", wecom: "企业微信", slack: "Slack", email: "邮件", webhook: "Webhook" } as Record<string, string>,
  column: { name: "通道", state: "状态", limit: "限速", waiting: "待发", dead: "未送达", sent: "最近送达" }, limit: (text: string) => text, ok: "正常", failing: "上次失败", gone: "对方已停用", never: "还没发过", unused: "未用过", to: (h: string) => `发往 ${h}`,
  test: "测试", testing: "正在发送…", tested: (t: string) => `✓ 对方已接收，用时 ${t}`, testFailed: (e: string) => `对方没有接收：${e}`, testRefused: "没有发出", testHelp: "立即发一条测试消息", msec: (n: string) => `${n} 毫秒`,
  state: { waiting: "待发", sent: "已送达", dead: "未送达", folded: "并入汇总" }, all: "全部", stateLabel: "状态", channelLabel: "通道", none: "没有消息", noneHelp: "发出预警、派出工单时，这里记下每一次发送。", noMatch: "没有符合条件的消息",
  saysDead: (n: number) => `${n} 条没有送达，可以重新发送。`, saysWaiting: (n: number) => `${n} 条正在等待发送。`, saysFine: "都已送达。",
  attempts: (n: number) => `试了 ${n} 次`, attempt: (n: number) => `第 ${n} 次`, accepted: "已接收", next: (t: string) => `${t}再试`, resend: "重新发送", resent: "已排队，马上再试", resendFailed: "没有排上", foldedIn: "看汇总消息", created: "生成", to_: "发给", details: "发送经过", body: "内容", subject: "相关", more: "继续加载", queuedOnly: "还没有试过", fallback: (c: string) => `送不到时改发 ${c}`, back: "全部记录", systems: "含同步给其他系统的",
  messageKind: { "alert.opened": "预警", "alert.grew": "预警升级", "alert.resolved": "预警解除", "alert.merged": "预警合并", digest: "日报", test: "测试", "order.assigned": "派单", "order.claimed": "认领", "order.escalated": "时限提醒", "order.reopened": "工单重开", "order.verified": "验证结果", "order.returned": "恢复处理", "order.joined": "请来协作", "order.sync": "同步", folded: "汇总", heartbeat: "每周心跳", "question.asked": "追问", "question.answered": "追问答复" } as Record<string, string>,
}, {
  channels: "Channels", log: "Delivery log", channelsSays: (n) => (n === 1 ? "1 channel, taking messages." : `${n} channels, all taking messages.`), channelsBad: (names) => `To be looked at: ${names}.`, noChannels: "No channel is configured", noChannelsHelp: "Add Feishu, DingTalk, WeCom, Slack, e-mail or a webhook in channels.yaml, so that alerts and orders reach people.",
  kind: { feishu: "Feishu", dingtalk: "DingTalk", wecom: "WeCom", slack: "Slack", email: "E-mail", webhook: "Webhook" },
  column: { name: "Channel", state: "State", limit: "Limit", waiting: "Waiting", dead: "Undelivered", sent: "Last accepted" }, limit: (text) => text.replace(/每(秒|分钟|小时) ?([\d.]+) ?(?:条|封)/g, (_, unit: string, n: string) => `${n} a ${unit === "秒" ? "second" : unit === "分钟" ? "minute" : "hour"}`).replace(/[，、]/g, ", "), ok: "well", failing: "last one failed", gone: "refused for good", never: "never", unused: "not used yet", to: (h) => `to ${h}`,
  test: "Test", testing: "Sending…", tested: (t) => `✓ accepted in ${t}`, testFailed: (e) => `Not accepted: ${e}`, testRefused: "Not sent", testHelp: "Sends a test message at once", msec: (n) => `${n} ms`,
  state: { waiting: "waiting", sent: "delivered", dead: "undelivered", folded: "in a summary" }, all: "All", stateLabel: "State", channelLabel: "Channel", none: "No messages", noneHelp: "Every message about an alert or an order is written down here with each attempt.", noMatch: "No message matches",
  saysDead: (n) => `${n} were not delivered and can be sent again.`, saysWaiting: (n) => `${n} wait to be sent.`, saysFine: "All were delivered.",
  attempts: (n) => (n === 1 ? "tried once" : `tried ${n} times`), attempt: (n) => `attempt ${n}`, accepted: "accepted", next: (t) => `again ${t}`, resend: "Send again", resent: "Queued; it is tried at once", resendFailed: "Not queued", foldedIn: "See the summary", created: "Made", to_: "For", details: "Attempts", body: "Words", subject: "About", more: "Load more", queuedOnly: "not tried yet", fallback: (c) => `else through ${c}`, back: "The whole log", systems: "also what keeps other systems up to date",
  messageKind: { "alert.opened": "Alert", "alert.grew": "Alert grew", "alert.resolved": "Alert over", "alert.merged": "Alerts merged", digest: "Digest", test: "Test", "order.assigned": "Assigned", "order.claimed": "Claimed", "order.escalated": "Escalation", "order.reopened": "Reopened", "order.verified": "Verified", "order.returned": "Resumed", "order.joined": "Asked to help", "order.sync": "Sync", folded: "Summary", heartbeat: "Weekly heartbeat", "question.asked": "Question", "question.answered": "Answer" },
});

export type DeliveryWords = ReturnType<typeof useDeliveryWords>;
