import { ownWords } from "../../i18n/own";

/** The words of the map. */
export const useMapWords = ownWords({
  title: "各省声量", measure: "颜色表示", volume: "声量", negative: "负面占比",
  note: "方格只表示大致方位，不是地图。声量按采集覆盖折算：一个信源只听到一半时间，它的条数按两倍计。",
  less: "少", more: "多", low: "低", high: "高", small: (n: number) => `不足 ${n} 条，占比不作数`, none: "没有提到",
  tile: (region: string, n: string) => `${region}：${n} 条`, of: (share: string) => `负面 ${share}`, few: "条数太少",
  cities: (r: string) => `${r}的声音提到的城市`, allCities: "提到最多的城市", from: (r: string) => `发自${r}`, noCities: "没有提到具体城市。", back: "看全部省份", open: (n: string) => `查看这 ${n} 条`,
  table: "各省数字", region: "地区", n: "声量", full: "折算后", share: "负面占比", range: "90% 区间", change: "较前期", stores: "门店", nowhere: (n: string, share: string) => `另有 ${n} 条（${share}）没有提到地区，不在图上。`,
  empty: "这段时间里没有提到地区的声音", emptyHelp: "地区来自帖子的属地、门店，或正文里提到的地名。", deaf: "这段时间没有采到任何信源", coverage: (c: string) => `这段时间只听到了 ${c}，缺的部分已折算。`, elsewhere: "其他地方",
}, {
  title: "Volume by province", measure: "Colour shows", volume: "Volume", negative: "Negative share",
  note: "Tiles show rough positions; this is not a map. Volume is set against collection: a source heard half the time counts twice.",
  less: "less", more: "more", low: "low", high: "high", small: (n) => `under ${n} mentions: the share means nothing`, none: "not named",
  tile: (region, n) => `${region}: ${n} mentions`, of: (share) => `${share} negative`, few: "too few",
  cities: (r) => `Cities named in ${r}`, allCities: "Cities named most", from: (r) => `from ${r}`, noCities: "No city is named.", back: "All provinces", open: (n) => `See these ${n}`,
  table: "Figures by province", region: "Place", n: "Volume", full: "At full coverage", share: "Negative share", range: "90% interval", change: "Change", stores: "Shops", nowhere: (n, share) => `${n} more (${share}) name no place and are not shown.`,
  empty: "Nothing in this window names a place", emptyHelp: "Places come from where a post was sent, its shop, or places named in the text.", deaf: "No source was heard in this window", coverage: (c) => `Only ${c} of this window was heard; what is missing has been allowed for.`, elsewhere: "Elsewhere",
});
