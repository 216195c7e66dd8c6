import { ownWords } from "../../i18n/own";

const zh = {
  role: { viewer: "查看者", agent: "处理人", analyst: "分析师", admin: "管理员" } as Record<string, string>,
  roleHelp: { viewer: "看数字和原文", agent: "还能处理预警和工单", analyst: "还能纠正分析、导出、设规则", admin: "还能管信源、任务、用户和令牌" } as Record<string, string>,
  permit: { open: "公开", self: "自己的账号", read: "查看", act: "处理预警和工单", correct: "纠正分析", export: "导出", rules: "设置规则", operate: "运行维护", push: "推送数据", admin: "管理用户" } as Record<string, string>,
};
const en: typeof zh = {
  role: { viewer: "Viewer", agent: "Agent", analyst: "Analyst", admin: "Administrator" },
  roleHelp: { viewer: "sees numbers and mentions", agent: "also works on alerts and orders", analyst: "also corrects, exports, sets rules", admin: "also runs sources, jobs, users and tokens" },
  permit: { open: "open", self: "own account", read: "read", act: "work on alerts and orders", correct: "correct the analysis", export: "export", rules: "set rules", operate: "operate", push: "push data", admin: "administer users" },
};
/** What people call roles and permissions. */
export const useTitles = ownWords(zh, en);
