import { ownWords } from "../../i18n/own";

/** The words of the list of mentions: facets, folds, selections, exports, kept searches. */
export const useListWords = ownWords({
  facet: { brand: "品牌", sentiment: "情感", complaint: "投诉", severity: "严重度", topic: "话题", aspect: "评价方面", intent: "意图", emotion: "情绪", source: "信源", platform: "平台", region: "地区", city: "城市", store: "门店", tier: "作者影响力", noise: "噪声标记" } as Record<string, string>,
  tier: { unknown: "未知", small: "不足 1,000 粉", middle: "1,000–10 万粉", large: "10 万粉以上" } as Record<string, string>, fewer: "收起",
  fold: "折叠同文", foldHelp: "文字几乎相同的只显示最新一条", folded: (n: string) => `同文 ${n} 条`, unfold: "展开", refold: "收起", copies: "文字几乎相同的提及",
  read: "搜索条件", and: "且", or: "或", not: "不含", syntax: "空格：都要出现；\"词组\"：原样；A | B：任一；-词：不含", 
  select: "选择这一条", selectPage: "选择已加载的", selectAll: (n: string) => `选择全部 ${n} 条`, chosen: (n: string) => `已选 ${n} 条`, allChosen: (n: string) => `已选搜索结果的全部 ${n} 条`, clear: "取消选择",
  correct: "批量更正", order: "开一张工单", evidence: "证据包", more: "导出", csv: "导出 CSV", xlsx: "导出 Excel", exportHelp: (n: string) => `导出当前条件的全部 ${n} 条`,
  preview: (n: string, neg: string) => `将涉及 ${n} 条，其中负面 ${neg} 条`, counting: "正在统计…", tooMany: (n: string) => `一次最多 ${n} 条，请缩小范围`, go: "确认", cancel: "取消", working: "正在处理…",
  done: (n: string) => `已更正 ${n} 条`, undo: "撤销", undone: (n: string) => `已撤销 ${n} 条`, opened: "工单已开立：", packed: "证据包已下载，封条", failed: "没有完成",
  reason: "用途", reasonHelp: "写在证据包首页，可不填", title: "要解决什么", level: "级别", levels: { red: "红", orange: "橙", yellow: "黄", blue: "蓝" } as Record<string, string>, note: "说明", who: "记在更正、工单或证据包上；只保存在本机浏览器。",
  keep: "不改", field: { sentiment: "情感", emotion: "情绪", intent: "意图", severity: "严重度", complaint: "投诉", irony: "反讽", implicit: "隐含", noise: "噪声", brand: "品牌" } as Record<string, string>, noNoise: "不是噪声", wrongBrand: "说的不是这个品牌", rightBrand: "说的是这个品牌", yes: "是", no: "否",
  saved: "常用搜索", save: "保存当前搜索", saveName: "名称", noSaved: "还没有保存过。", drop: (n: string) => `删除“${n}”`, copy: "复制链接", copied: "链接已复制", kept: "已保存",
  thread: "对话串", threadOne: "这条提及不在对话中。", here: "这一条", history: "更正记录", noHistory: "还没有更正。", tookBack: "撤销了更正", aspects: "评价方面", noAspects: "没有评价方面", addAspect: "添加方面", removeAspect: (n: string) => `移除“${n}”`, changeAspects: "改评价方面", batch: "批量",
  keys: "j / k 上下 · Enter 打开 · x 选择 · / 搜索",
}, {
  facet: { brand: "Brand", sentiment: "Sentiment", complaint: "Complaint", severity: "Severity", topic: "Topic", aspect: "Aspect", intent: "Intent", emotion: "Emotion", source: "Source", platform: "Platform", region: "Region", city: "City", store: "Store", tier: "Author reach", noise: "Noise label" },
  tier: { unknown: "unknown", small: "under 1,000", middle: "1,000–99,999", large: "100,000 and more" }, fewer: "Fewer",
  fold: "Fold copies", foldHelp: "Of nearly equal texts only the newest is shown", folded: (n) => `${n} with this text`, unfold: "Show", refold: "Hide", copies: "Mentions with nearly the same text",
  read: "Searched for", and: "and", or: "or", not: "without", syntax: "space: all must occur; \"phrase\": as it stands; a | b: either; -word: must not",
  select: "Select this mention", selectPage: "Select what is loaded", selectAll: (n) => `Select all ${n}`, chosen: (n) => `${n} selected`, allChosen: (n) => `All ${n} hits selected`, clear: "Clear selection",
  correct: "Correct", order: "Open an order", evidence: "Evidence pack", more: "Export", csv: "Export CSV", xlsx: "Export Excel", exportHelp: (n) => `Exports all ${n} hits`,
  preview: (n, neg) => `${n} mentions, ${neg} of them negative`, counting: "Counting…", tooMany: (n) => `At most ${n} at once: narrow the search`, go: "Do it", cancel: "Cancel", working: "Working…",
  done: (n) => `${n} corrected`, undo: "Undo", undone: (n) => `${n} taken back`, opened: "Order opened:", packed: "Evidence downloaded; seal", failed: "Not done",
  reason: "What for", reasonHelp: "Stands on the first page, if you like", title: "What is to be mended", level: "Level", levels: { red: "Red", orange: "Orange", yellow: "Yellow", blue: "Blue" }, note: "Note", who: "Stands on the correction, order or pack; remembered in this browser only.",
  keep: "keep", field: { sentiment: "Sentiment", emotion: "Emotion", intent: "Intent", severity: "Severity", complaint: "Complaint", irony: "Irony", implicit: "Implicit", noise: "Noise", brand: "Brand" }, noNoise: "no noise", wrongBrand: "not about this brand", rightBrand: "about this brand", yes: "yes", no: "no",
  saved: "Saved searches", save: "Save this search", saveName: "Name", noSaved: "Nothing saved yet.", drop: (n) => `Delete “${n}”`, copy: "Copy link", copied: "Link copied", kept: "Saved",
  thread: "Thread", threadOne: "This mention stands in no thread.", here: "this one", history: "Corrections", noHistory: "No corrections yet.", tookBack: "took a correction back", aspects: "Aspects", noAspects: "no aspects", addAspect: "Add aspect", removeAspect: (n) => `Remove “${n}”`, changeAspects: "Change aspects", batch: "bulk",
  keys: "j / k move · Enter opens · x selects · / searches",
});
