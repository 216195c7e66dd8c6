// What a cell, a word or a pair clicked on narrowed the filter to, in words.

import { ownWords } from "../i18n/own";
import type { Filter } from "../state/filter";
import { useNames, useWords } from "../state/world";

const useNarrowWords = ownWords({
  keyword: (k: string) => `关键词“${k}”`,
  also: (t: string) => `同时谈到${t}`,
  judged: { negative: "评价为负面", neutral: "评价为中性", positive: "评价为正面" },
  opinion: (o: string) => `说它“${o}”`,
  weekday: ["", "周一", "周二", "周三", "周四", "周五", "周六", "周日"],
  hour: (h: number) => `${h}–${h + 1} 点`,
  group: (t: string) => `${t}（整组）`,
  city: (c: string) => `提到${c}`,
  author: (a: string) => `作者 ${a}`,
  tier: { unknown: "粉丝数未知的作者", small: "粉丝不到 1,000 的作者", middle: "粉丝 1,000–99,999 的作者", large: "粉丝 10 万以上的作者" } as Record<string, string>,
  noise: (n: string) => `标为噪声：${n}`,
  noises: { bot: "疑似机器发帖", copy: "复制", repost: "转发", advert: "广告", lottery: "抽奖", recruit: "招聘", empty: "无内容" } as Record<string, string>,
  without: (n: number) => `去掉 ${n} 段时间`,
}, {
  keyword: (k) => `Keyword “${k}”`,
  also: (t) => `also about ${t}`,
  judged: { negative: "judged negative", neutral: "judged neutral", positive: "judged positive" },
  opinion: (o) => `called “${o}”`,
  weekday: ["", "Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"],
  hour: (h) => `${h}:00–${h + 1}:00`,
  group: (t) => `${t} (all)`,
  city: (c) => `names ${c}`,
  author: (a) => `author ${a}`,
  tier: { unknown: "authors of unknown reach", small: "authors under 1,000 followers", middle: "authors of 1,000–99,999 followers", large: "authors of 100,000 followers and more" },
  noise: (n) => `labelled ${n}`,
  noises: { bot: "suspected bots", copy: "copies", repost: "reposts", advert: "advertising", lottery: "lotteries", recruit: "recruiting", empty: "empty" },
  without: (n) => (n === 1 ? "one stretch of time left out" : `${n} stretches of time left out`),
});

/** One restriction in words and what lifts it. */
export interface Narrowed {
  text: string;
  lift: Partial<Filter>;
}

/** Nothing narrowed. */
export const unnarrowed: Pick<Filter, "keyword" | "also" | "judged" | "opinion" | "weekday" | "hour" | "city" | "author" | "tier" | "noise" | "without"> = { keyword: "", also: "", judged: "", opinion: "", weekday: 0, hour: -1, city: "", author: "", tier: "", noise: "", without: [] };

/** The name of a topic or an aspect, or of a group of them: "卫生-", "service.". */
export function useNameOf(): (name: string) => string {
  const names = useNames();
  const words = useNarrowWords();
  return (name) => (/[-.]$/.test(name) ? words.group(names.title(name.slice(0, -1))) : names.title(name));
}

/** Hands back what tells the narrowings of a filter. */
export function useNarrowed(): (f: Filter) => Narrowed[] {
  const words = useNarrowWords();
  const w = useWords();
  const nameOf = useNameOf();
  return (f) => {
    const all: Narrowed[] = [];
    if (f.keyword) all.push({ text: words.keyword(f.keyword), lift: { keyword: "" } });
    if (f.also) all.push({ text: words.also(nameOf(f.also)), lift: { also: "" } });
    if (f.judged && f.aspect) all.push({ text: words.judged[f.judged] ?? w.sentiment[f.judged], lift: { judged: "" } });
    if (f.opinion) all.push({ text: words.opinion(f.opinion), lift: { opinion: "" } });
    if (f.weekday) all.push({ text: words.weekday[f.weekday] ?? "", lift: { weekday: 0 } });
    if (f.hour >= 0) all.push({ text: words.hour(f.hour), lift: { hour: -1 } });
    if (f.city) all.push({ text: words.city(f.city), lift: { city: "" } });
    if (f.author) all.push({ text: words.author(f.author.slice(0, 6)), lift: { author: "" } });
    if (f.tier) all.push({ text: words.tier[f.tier] ?? f.tier, lift: { tier: "" } });
    if (f.noise) all.push({ text: words.noise(words.noises[f.noise] ?? f.noise), lift: { noise: "" } });
    if (f.without.length > 0) all.push({ text: words.without(f.without.length), lift: { without: [] } });
    return all;
  };
}
