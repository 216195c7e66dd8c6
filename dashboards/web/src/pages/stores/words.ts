import { ownWords } from "../../i18n/own";

/** The words of the ranking of shops. */
export const useStoreWords = ownWords({
  title: "门店排名", sort: "排序", sorts: { rate: "负面占比", n: "声量", change: "变化" },
  note: "“估计”把每家店的原始占比向同品牌门店的共同水平收拢：条数越少，收得越多，免得三条差评就排第一。区间为 90%。",
  key: { dot: "估计", span: "90% 区间", raw: "原始占比", usual: "同品牌共同水平" },
  store: "门店", place: "位置", n: "声量", raw: "原始", rate: "估计", range: "90% 区间", chance: "把握", trend: "走势", change: "较前期", orders: "未关工单",
  worst: (p: string) => `最差 ${p}`, best: (p: string) => `最好 ${p}`, above: (p: string) => `比平均差 ${p}`, small: (n: number) => `不足 ${n} 条`,
  up: "变差", down: "变好", same: "持平", openOrders: (n: number) => `${n} 张`, rank: "名次",
  pool: (brand: string, stores: number, mean: string, strength: string) => `${brand} ${stores} 家店：共同水平 ${mean}，一家店要有约 ${strength} 条才一半算自己的`,
  none: "没有门店", noneHelp: "在 stores.yaml 里写下门店，帖子提到时会归到门店。", quiet: "这段时间没有人提到这些门店", trendSays: (parts: string) => `走势：${parts}`,
}, {
  title: "Ranking of shops", sort: "Order", sorts: { rate: "Negative share", n: "Volume", change: "Change" },
  note: "The estimate draws each shop's raw share towards what shops of the brand have in common: the fewer mentions, the further, so that three bad reviews make no shop the worst. Intervals are of 90%.",
  key: { dot: "Estimate", span: "90% interval", raw: "Raw share", usual: "Common to the brand" },
  store: "Shop", place: "Place", n: "Volume", raw: "Raw", rate: "Estimate", range: "90% interval", chance: "Probability", trend: "Trend", change: "Change", orders: "Open orders",
  worst: (p) => `worst ${p}`, best: (p) => `best ${p}`, above: (p) => `below average ${p}`, small: (n) => `under ${n} mentions`,
  up: "worse", down: "better", same: "steady", openOrders: (n) => `${n}`, rank: "Rank",
  pool: (brand, stores, mean, strength) => `${stores} shops of ${brand}: ${mean} in common; with about ${strength} mentions half of a shop's estimate is its own`,
  none: "No shops", noneHelp: "Write shops into stores.yaml; posts that name one are counted for it.", quiet: "Nobody names these shops in this window", trendSays: (parts) => `Trend: ${parts}`,
});
