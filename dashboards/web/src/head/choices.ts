// What the header's lists offer, made from what the server says it knows.

import type { Meta } from "../api/nouns";

export interface Offer {
  id: string;
  name: string;
}

/** Offers under a heading; the heading itself can be chosen where `all` is set. */
export interface OfferGroup {
  title: string;
  all: string;
  offers: Offer[];
}

/** A platform by what its sources are called together: "街坊点评" of "街坊点评 · 青衡茶饮" and "街坊点评 · 桐花渡". */
export function platformName(meta: Pick<Meta, "sources">, platform: string): string {
  const heads = new Set(meta.sources.filter((s) => s.platform === platform).map((s) => s.title.split(/\s*[·|｜]\s*/)[0] ?? ""));
  const [only] = heads;
  return heads.size === 1 && only ? only : platform;
}

/** The platforms of all sources, by name. */
export function platforms(meta: Pick<Meta, "sources">): Offer[] {
  const ids = [...new Set(meta.sources.map((s) => s.platform).filter(Boolean))];
  return ids.map((id) => ({ id, name: platformName(meta, id) })).sort((a, b) => a.name.localeCompare(b.name, "zh"));
}

/** The provinces shops lie in, and one that is asked for though no shop does. */
export function regions(meta: Pick<Meta, "stores">, chosen: string): string[] {
  return [...new Set([...meta.stores.map((s) => s.province), chosen].filter(Boolean))].sort((a, b) => a.localeCompare(b, "zh"));
}

/** Shops by province. */
export function shops(meta: Pick<Meta, "stores">, brands: string[], region: string): OfferGroup[] {
  const fits = meta.stores.filter((s) => (brands.length === 0 || brands.includes(s.brand)) && (!region || s.province === region));
  return grouped(fits.map((s) => ({ group: s.province, id: s.id, name: s.name })), () => "");
}

/** Topics by the part before the dash; each group can be chosen whole, as "卫生-". */
export function topics(meta: Pick<Meta, "titles">): OfferGroup[] {
  const all = Object.entries(meta.titles).filter(([name]) => name.includes("-"));
  return grouped(all.map(([id, name]) => ({ group: id.slice(0, id.indexOf("-")), id, name })), (g) => g + "-");
}

function grouped(all: (Offer & { group: string })[], whole: (group: string) => string): OfferGroup[] {
  const groups = new Map<string, Offer[]>();
  for (const { group, id, name } of all) groups.set(group, [...(groups.get(group) ?? []), { id, name }]);
  return [...groups].map(([title, offers]) => ({ title, all: whole(title), offers })).sort((a, b) => a.title.localeCompare(b.title, "zh"));
}

/** The least coverages one can ask for. */
export const coverages = [0, 0.5, 0.8, 0.95, 1] as const;
