import { ownWords } from "../../i18n/own";

export const useWallWords = ownWords({
  panels: { numbers: "总览", topics: "话题", now: "需要处理", severe: "最新严重提及" },
  pause: "暂停轮播", play: "继续轮播", next: "下一屏", previous: "上一屏", full: "全屏", leave: "退出大屏", controls: "大屏控制", show: (t: string) => `看“${t}”`,
  stale: (t: string) => `数据停在 ${t}，正在重连`, live: (t: string) => `实时 ${t}`, waiting: "正在连接", awake: "屏幕保持常亮",
  keys: "空格 暂停 · ← → 换屏 · F 全屏 · Esc 退出", none: "没有进行中的预警，也没有未关闭的工单", noSevere: "没有严重度 3 级及以上的提及", alerts: "预警", orders: "工单",
  hot: "最热话题", rising: "上升最快", calm: "没有明显上升的话题", perHour: "每小时声量", perDay: "每天声量", unowned: "无人认领",
}, {
  panels: { numbers: "Overview", topics: "Topics", now: "To do", severe: "Newest severe mentions" },
  pause: "Pause", play: "Play", next: "Next", previous: "Previous", full: "Full screen", leave: "Leave", controls: "Wall controls", show: (t) => `Show ${t}`,
  stale: (t) => `Data from ${t}, reconnecting`, live: (t) => `Live ${t}`, waiting: "Connecting", awake: "Screen is kept on",
  keys: "Space pause · ← → panels · F full screen · Esc leave", none: "No running incident and no open order", noSevere: "No mention of severity 3 or more", alerts: "Incidents", orders: "Orders",
  hot: "Most said", rising: "Rising fastest", calm: "No topic clearly rises", perHour: "Mentions an hour", perDay: "Mentions a day", unowned: "not claimed",
});
