// Where the provinces lie on a grid of tiles: neighbours stay neighbours as far as a grid allows. A
// drawing of our own, not a map: it has no borders and shows none.

/** Column and row of each of the 34 tiles. */
export const tiles: Record<string, readonly [number, number]> = {
  黑龙江: [7, 0],
  内蒙古: [4, 1], 北京: [5, 1], 辽宁: [6, 1], 吉林: [7, 1],
  新疆: [0, 2], 宁夏: [3, 2], 山西: [4, 2], 河北: [5, 2], 天津: [6, 2],
  西藏: [0, 3], 青海: [1, 3], 甘肃: [2, 3], 陕西: [3, 3], 河南: [4, 3], 山东: [5, 3], 江苏: [6, 3],
  四川: [2, 4], 重庆: [3, 4], 湖北: [4, 4], 安徽: [5, 4], 浙江: [6, 4], 上海: [7, 4],
  云南: [2, 5], 贵州: [3, 5], 湖南: [4, 5], 江西: [5, 5], 福建: [6, 5], 台湾: [7, 5],
  广西: [3, 6], 广东: [4, 6], 香港: [5, 6],
  海南: [3, 7], 澳门: [4, 7],
};

export const columns = 8, rows = 8;

export type Measure = "volume" | "negative";

interface Counted { region: string; n: number; full: number; small: boolean; share: { value: number | null } }

/** How deep a tile is coloured, 0 … 1; null where there is nothing to colour by. */
export function depth(place: Counted | undefined, all: readonly Counted[], measure: Measure): number | null {
  if (!place || place.n === 0) return null;
  if (measure === "volume") return place.full / Math.max(1, ...all.map((p) => p.full));
  if (place.small || place.share.value === null) return null;
  const shares = all.filter((p) => !p.small && p.share.value !== null).map((p) => p.share.value!);
  const low = Math.min(...shares), high = Math.max(...shares);
  return high > low ? (place.share.value - low) / (high - low) : 0.5;
}

/** Places people name that have no tile: abroad. */
export function elsewhere<T extends { region: string }>(items: readonly T[]): T[] {
  return items.filter((p) => !(p.region in tiles));
}
