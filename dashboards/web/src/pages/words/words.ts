import { ownWords } from "../../i18n/own";

/** The words of the page of words. */
export const useCloudWords = ownWords({
  title: "词云", list: "词表", against: "对比", beforeLabel: { "": "上期", year: "去年同期" }, brandsLabel: "其他品牌", needBrand: "先选定品牌，才能和其他品牌比",
  comma: "、",
  saysNone: "这段时间没有提及。", saysNoWords: "没有可以成词的内容。",
  saysAlone: (list: string) => `最突出的词是${list}；没有可对比的数据。`,
  saysUp: { before: (list: string, n: string, before: string) => `比上期说得明显更多的是${list}（首位 ${n} 条，上期 ${before} 条）。`, brands: (list: string, n: string, before: string) => `比其他品牌说得明显更多的是${list}（首位 ${n} 条，其他品牌 ${before} 条）。` },
  saysFlat: { before: (list: string) => `没有词的变化超出偶然；最突出的是${list}。`, brands: (list: string) => `和其他品牌相比没有明显不同的词；最突出的是${list}。` },
  saysAngry: (list: string) => `带着不满说得最多的是${list}。`,
  tone: { negative: "多为负面", positive: "多为正面", mixed: "有褒有贬或样本不足" },
  word: "词", n: "条数", mood: "情感", change: "变化", before: { before: { "": "上期", year: "去年同期" }, brands: { "": "其他品牌", year: "其他品牌" } }, isFound: "新词", alike: "相当", ours: "独有", times: (t: string) => `${t} 倍`,
  picture: (n: number) => `词云，${n} 个词；右侧词表内容相同`, entry: (word: string, n: string, tone: string) => `${word}，${n} 条，${tone}`,
  note: "字号看突出程度，不只看条数：条数 × ln(全部 ÷ 含该词) × log₂(1 + 本组占比 ÷ 对照占比)，占比各加 3 条平滑。颜色只在表态的提及里有把握（95% 区间不含一半）时才标。品牌名、数字和虚词不计。",
  none: "没有词", noneHelp: "换一段时间，或去掉一些筛选条件。",
}, {
  title: "Word cloud", list: "Words", against: "Against", beforeLabel: { "": "Before", year: "Last year" }, brandsLabel: "Other brands", needBrand: "Choose a brand to compare it with the others",
  comma: ", ",
  saysNone: "No mentions in this time.", saysNoWords: "Nothing that makes a word.",
  saysAlone: (list) => `${list} stand out; there is nothing to compare with.`,
  saysUp: { before: (list, n, before) => `Said clearly more than before: ${list} (the first in ${n} mentions against ${before}).`, brands: (list, n, before) => `Said clearly more than of other brands: ${list} (the first in ${n} mentions against ${before} of theirs).` },
  saysFlat: { before: (list) => `No word changed beyond chance; ${list} stand out.`, brands: (list) => `No word differs clearly from other brands; ${list} stand out.` },
  saysAngry: (list) => ` Said in anger most: ${list}.`,
  tone: { negative: "mostly negative", positive: "mostly positive", mixed: "mixed or too few" },
  word: "Word", n: "Mentions", mood: "Sentiment", change: "Change", before: { before: { "": "Before", year: "Last year" }, brands: { "": "Others", year: "Others" } }, isFound: "new", alike: "alike", ours: "only here", times: (t) => `× ${t}`,
  picture: (n) => `Word cloud of ${n} words; the list beside it says the same`, entry: (word, n, tone) => `${word}, ${n} mentions, ${tone}`,
  note: "Size shows how telling a word is, not only how often it is said: mentions × ln(all ÷ those with it) × log₂(1 + share here ÷ share there), shares smoothed by three mentions. Colour only where those who take sides surely do (95% interval off one half). Names of brands, numbers and fillers are left out.",
  none: "No words", noneHelp: "Choose another time or lift some filters.",
});

export type CloudWords = ReturnType<typeof useCloudWords>;
