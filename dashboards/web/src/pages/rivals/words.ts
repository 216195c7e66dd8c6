import { ownWords } from "../../i18n/own";

/** The words of the comparison with rivals. */
export const useRivalWords = ownWords({
  voice: "声量占比", voiceNote: (n: string) => `区间为 90%，以作者而不是条数为独立单位：一个人发四十条不等于四十个声音（相当于约 ${n} 条独立的声音）。`,
  brand: "品牌", n: "声量", share: "占比", negative: "负面占比", ours: "自己", over: "占比走势", overNote: "浅色带是 90% 区间；点一个点看那段时间的帖子。", point: (brand: string, at: string, share: string, n: string) => `${brand} ${at}：占 ${share}，${n} 条`,
  gaps: "方面差距", gapsNote: (n: number) => `格内是负面占比；下面是与自己的差距。只在有把握时标记：按 ${n} 次比较校正过，十张这样的表里九张没有一个误标；双方都要够 20 条。`,
  aspect: "方面", worse: "我们更差", better: "我们更好", gap: (points: string) => `${points} pt`, gapTold: (points: string, low: string, high: string) => `自己比它高 ${points} 个百分点（90% 区间 ${low} 到 ${high}）`, few: "条数太少",
  fair: "怎样才算公平", kept: (n: number) => `只比较 ${n} 个对每个品牌都采集的信源`, hours: (h: string, of: string) => `去掉了 ${h} 小时没有采全的时间（共 ${of} 小时）`, mentions: (n: string, share: string) => `因此有 ${n} 条（${share}）没有参加比较。`, whole: "没有去掉任何时间。", out: "没有参加比较的信源", none: "没有信源被排除。",
  why: { "one-sided": (b: string) => `只采集${b}，别的品牌没有对应的信源`, unmeasured: () => "推送或导入的，不知道哪些时间采到了", poor: (b: string) => `只采到 ${b} 的时间` },
  nothing: "没有可比的数据", nothingHelp: "没有一个信源对每个品牌都采集到了。请看信源页补采，或换一个时间。", more: (n: number) => `还有 ${n} 个方面`, less: "收起",
}, {
  voice: "Share of voice", voiceNote: (n) => `Intervals of 90% that take authors, not posts, as independent: forty posts of one person are not forty voices (worth about ${n} independent ones).`,
  brand: "Brand", n: "Volume", share: "Share", negative: "Negative share", ours: "ours", over: "Share over time", overNote: "The pale band is the 90% interval; a point opens the posts of its time.", point: (brand, at, share, n) => `${brand}, ${at}: ${share}, ${n} mentions`,
  gaps: "Gaps by aspect", gapsNote: (n) => `Cells hold negative shares; below them the gap to us. Marked only where sure: corrected for ${n} comparisons, so that nine of ten such tables have no wrong mark; both sides need 20 judgements.`,
  aspect: "Aspect", worse: "we are worse", better: "we are better", gap: (points) => `${points} pt`, gapTold: (points, low, high) => `ours is ${points} points higher (90% interval ${low} to ${high})`, few: "too few",
  fair: "What makes it fair", kept: (n) => `Compared over ${n} sources that hear of every brand`, hours: (h, of) => `${h} hours that were not wholly heard are left out (of ${of})`, mentions: (n, share) => `So ${n} mentions (${share}) take no part.`, whole: "No time is left out.", out: "Sources left out", none: "No source is left out.",
  why: { "one-sided": (b) => `hears only of ${b}; the others have no such source`, unmeasured: () => "pushed or imported: nobody knows when it was heard", poor: (b) => `heard only ${b} of the time` },
  nothing: "Nothing to compare", nothingHelp: "No source heard of every brand. Look at the sources, or choose another time.", more: (n) => `${n} more aspects`, less: "Fewer",
});
