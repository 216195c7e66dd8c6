import { ownWords } from "../../i18n/own";

/** The words of the page of long pieces of work. */
export const useJobWords = ownWords({
  running: "正在进行", ended: "最近结束", none: "现在没有任务在跑", noneHelp: "重新理解、补采、导出、删除这类要花时间的事开始后，会在这里显示进度。", noneEnded: "30 天内没有结束的任务",
  says: (n: number, left: string) => (left ? `${n} 个任务在进行，最慢的一个预计还要 ${left}。` : `${n} 个任务在进行。`), saysIdle: "没有任务在进行。",
  endedSays: (bad: number, cut: number) => [bad && `${bad} 个失败`, cut && `${cut} 个被中断`].filter(Boolean).join("，") + "，可以看原因或继续。", endedFine: "都正常结束。",
  kind: { retag: "重新理解", backfill: "补采", visit: "访问信源", discover: "查找新词", erase: "删除", purge: "清理", export: "导出", import: "导入", evidence: "证据包", correct: "批量更正", undo: "撤销更正" } as Record<string, string>,
  state: { running: "进行中", done: "完成", failed: "失败", canceled: "已停止", interrupted: "被中断" } as Record<string, string>,
  mark: { running: "▶", done: "✓", failed: "✕", canceled: "■", interrupted: "⚠" } as Record<string, string>,
  progress: (done: string, total: string, unit: string) => `${done} / ${total} ${unit}`, count: (done: string, unit: string) => `${done} ${unit}`, rate: (n: string, unit: string) => `每秒 ${n} ${unit}`, left: (t: string) => `还要约 ${t}`, leftUnknown: "总量未知",
  by: (who: string) => `由 ${who} 发起`, system: "系统自动", began: (t: string) => `${t}开始`, took: (t: string) => `用时 ${t}`, stop: "停止", stopping: "正在停止…", stopHelp: "已经完成的部分会保留", resume: "从停下的地方继续", resumed: "已继续，作为一个新任务",
  cutOff: "程序在它完成前退出了；已完成的部分都在。", cannotStop: "不能中途停止", refused: "没有成功", seconds: (n: number) => `${n} 秒`, minutes: (n: number) => `${n} 分钟`, hours: (h: number, m: number) => (m ? `${h} 小时 ${m} 分` : `${h} 小时`),
  filter: "类型", all: "全部", unitless: "项",
  takeBack: "撤销这批更正", takeBackSure: "确定撤销", takingBack: "正在撤销…", tookBack: (n: string) => `已撤销 ${n} 条。`, tookBackAll: "这批更正先前已经撤销过了。", close: "不再显示", here: "这一页的长任务",
}, {
  running: "Running", ended: "Ended lately", none: "Nothing runs now", noneHelp: "What takes time, such as retagging, backfill, exports and erasure, shows its progress here once it begins.", noneEnded: "No job ended within 30 days",
  says: (n, left) => (left ? `${n} running; the slowest needs about ${left} more.` : `${n} running.`), saysIdle: "Nothing is running.",
  endedSays: (bad, cut) => [bad && `${bad} failed`, cut && `${cut} cut off`].filter(Boolean).join(", ") + "; see why, or go on.", endedFine: "All ended well.",
  kind: { retag: "Retagging", backfill: "Backfill", visit: "Visit", discover: "Discovery", erase: "Erasure", purge: "Purge", export: "Export", import: "Import", evidence: "Evidence pack", correct: "Bulk correction", undo: "Taking back" },
  state: { running: "running", done: "done", failed: "failed", canceled: "stopped", interrupted: "cut off" },
  mark: { running: "▶", done: "✓", failed: "✕", canceled: "■", interrupted: "⚠" },
  progress: (done, total) => `${done} of ${total}`, count: (done) => done, rate: (n) => `${n} a second`, left: (t) => `about ${t} left`, leftUnknown: "total unknown",
  by: (who) => `begun by ${who}`, system: "by itself", began: (t) => `began ${t}`, took: (t) => `took ${t}`, stop: "Stop", stopping: "Stopping…", stopHelp: "What is done stays done", resume: "Go on where it stopped", resumed: "Goes on as a new job",
  cutOff: "The program ended before it did; what was done is kept.", cannotStop: "cannot be stopped half way", refused: "Not done", seconds: (n) => `${n} s`, minutes: (n) => `${n} min`, hours: (h, m) => (m ? `${h} h ${m} min` : `${h} h`),
  filter: "Kind", all: "All", unitless: "",
  takeBack: "Take it back", takeBackSure: "Really take back", takingBack: "Taking back…", tookBack: (n) => `${n} taken back.`, tookBackAll: "It was taken back before.", close: "Hide", here: "Long work of this page",
});

export type JobWords = ReturnType<typeof useJobWords>;
