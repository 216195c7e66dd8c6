import { ownWords } from "../../i18n/own";

/** The words of the tree of causes. */
export const useCauseWords = ownWords({
  title: "投诉追溯", kind: { department: "部门", process: "环节", cause: "根因" }, unplaced: { department: "未写明部门", process: "未写明环节", cause: "未写明原因" },
  says: (n: string, name: string, times: number) => `${n} 张工单写明了根因；“${name}”30 天内发生 ${times} 次，最该先改。`, saysPlain: (n: string) => `${n} 张工单写明了根因，30 天内没有重复发生的。`,
  recurs: (n: number) => `30 天内第 ${n} 次`, lately: (n: number) => `30 天内 ${n} 张`, notLately: "近 30 天未发生", orders: (n: number) => `${n} 张工单`, mentions: (n: string) => `${n} 条提及`, reopened: (n: number) => `重开 ${n} 次`, last: (t: string) => `最近 ${t}`,
  none: "还没有写明根因的工单", noneHelp: "工单关闭时写下根因、环节和部门，这里就会看出同一个原因发生过几次。", more: (n: number) => `还有 ${n} 张`, tree: "部门、环节、根因", openAll: "全部展开", closeAll: "全部收起",
}, {
  title: "What complaints came from", kind: { department: "Department", process: "Process", cause: "Cause" }, unplaced: { department: "No department given", process: "No process given", cause: "No cause given" },
  says: (n, name, times) => `${n} orders have a root cause; “${name}” came up ${times} times in 30 days and should be mended first.`, saysPlain: (n) => `${n} orders have a root cause; none came back within 30 days.`,
  recurs: (n) => `${n} times in 30 days`, lately: (n) => `${n} in 30 days`, notLately: "not in the last 30 days", orders: (n) => (n === 1 ? "1 order" : `${n} orders`), mentions: (n) => (n === "1" ? "1 mention" : `${n} mentions`), reopened: (n) => (n === 1 ? "reopened once" : `reopened ${n} times`), last: (t) => `last ${t}`,
  none: "No order has a root cause yet", noneHelp: "When an order is closed with its cause, process and department, this shows how often the same cause came back.", more: (n) => `${n} more`, tree: "Departments, processes, causes", openAll: "Unfold all", closeAll: "Fold all",
});
