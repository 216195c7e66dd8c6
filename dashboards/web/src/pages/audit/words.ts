import { ownWords } from "../../i18n/own";

/** The words of the audit log. */
export const useAuditWords = ownWords({
  title: "审计日志", says: "谁在什么时候改了什么、导出了什么、登录了没有。只追加，不能改。", none: "没有符合条件的记录", noneHelp: "放宽条件再看。每次修改、导出和登录都会在这里留下一行。",
  person: "操作人", object: "对象", action: "操作", all: "全部", refused: "只看被拒绝或失败的", more: "更早的记录", token: (id: string) => `令牌 ${id}`, nobody: "无人登录",
  column: { at: "时间", actor: "操作人", action: "操作", object: "对象", result: "结果", address: "来自", detail: "内容" },
  done: "成功", denied: "被拒绝", failed: "失败",
  names: {
    "sign-in": "登录", "sign-out": "退出", setup: "创建首位管理员", "change-password": "改密码", "end-session": "结束登录", "add-user": "新建用户", "change-user": "修改用户", "disable-user": "停用用户", "reset-user": "重置密码",
    "make-token": "新建令牌", "revoke-token": "吊销令牌", "export-mentions": "导出提及 CSV", "export-mentions-xlsx": "导出提及 XLSX", "export-evidence": "导出证据包", correct: "更正分析", "undo-correction": "撤回更正", "bulk-correct": "批量更正", "bulk-preview": "预览批量范围", "bulk-order": "批量开工单",
    "open-order": "开工单", "command-order": "处理工单", "command-alert": "处理预警", "save-rule": "保存规则", "drop-rule": "删除规则", "make-silence": "新建静默", "end-silence": "结束静默", "save-plan": "保存计划", "drop-plan": "删除计划",
    "decide-discovery": "处理发现", "search-discoveries": "查找新词", retag: "重新分析", "visit-source": "立即采集", "cancel-job": "停止任务", "resume-job": "继续任务", "test-channel": "测试通道", "resend-delivery": "重发消息", erase: "按请求删除",
    "push-posts": "推送数据", "bring-visits": "代理上报", "bring-observations": "代理上报互动", "save-search": "保存搜索", "drop-search": "删除搜索", "draw-sample": "抽审计样本", "read-sample": "判读样本", "backtest-rule": "试跑规则",
    "send-audience": "发送日报", "open-letter": "打开日报", "reply-to-letter": "对日报提问", "answer-question": "答复提问", "check-tone": "检查回复语气",
  } as Record<string, string>,
}, {
  title: "Audit log", says: "Who changed, exported or signed in, and when. Lines are added and never changed.", none: "No line fits", noneHelp: "Ask for less. Every change, export and sign-in leaves a line here.",
  person: "Who", object: "What", action: "Action", all: "All", refused: "Only refused or failed", more: "Earlier lines", token: (id) => `token ${id}`, nobody: "nobody signed in",
  column: { at: "When", actor: "Who", action: "Action", object: "What", result: "Result", address: "From", detail: "Details" },
  done: "done", denied: "refused", failed: "failed",
  names: {
    "sign-in": "Signed in", "sign-out": "Signed out", setup: "First administrator", "change-password": "Changed a password", "end-session": "Ended a session", "add-user": "Added a user", "change-user": "Changed a user", "disable-user": "Shut a user out", "reset-user": "Reset a password",
    "make-token": "Made a token", "revoke-token": "Revoked a token", "export-mentions": "Exported mentions, CSV", "export-mentions-xlsx": "Exported mentions, XLSX", "export-evidence": "Packed evidence", correct: "Corrected", "undo-correction": "Took a correction back", "bulk-correct": "Corrected many", "bulk-preview": "Previewed a selection", "bulk-order": "Opened an order for many",
    "open-order": "Opened an order", "command-order": "Worked on an order", "command-alert": "Worked on an incident", "save-rule": "Saved a rule", "drop-rule": "Dropped a rule", "backtest-rule": "Tried a rule", "make-silence": "Made a silence", "end-silence": "Ended a silence", "save-plan": "Saved a plan", "drop-plan": "Dropped a plan",
    "decide-discovery": "Decided a find", "search-discoveries": "Looked for finds", retag: "Understood history anew", "visit-source": "Visited a source", "cancel-job": "Stopped a job", "resume-job": "Resumed a job", "test-channel": "Tried a channel", "resend-delivery": "Sent a message again", erase: "Erased on request",
    "push-posts": "Pushed posts", "bring-visits": "Agent's visits", "bring-observations": "Agent's counts", "save-search": "Saved a search", "drop-search": "Dropped a search", "draw-sample": "Drew a sample", "read-sample": "Read a sample",
    "send-audience": "Sent a letter", "open-letter": "Opened a letter", "reply-to-letter": "Asked about a letter", "answer-question": "Answered a question", "check-tone": "Checked a reply's tone",
  },
});
