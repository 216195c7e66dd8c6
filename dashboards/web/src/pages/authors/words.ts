import { ownWords } from "../../i18n/own";

/** The words of the page of authors. */
export const useAuthorWords = ownWords({
  tiers: "声音来自谁", tiersNote: "按粉丝数分层；粉丝数按数量级取整。传播是采集时的赞、评论、转发之和。",
  tier: { large: "10 万粉以上", middle: "1,000–99,999 粉", small: "不到 1,000 粉", unknown: "粉丝数未知" },
  level: "层级", people: "人数", n: "声量", share: "负面占比", spread: "传播", perPost: "条均传播", complaints: "投诉",
  habits: "说了几次", times: { 1: "1 次", 2: "2 次", 3: "3–5 次", 6: "6–10 次", 11: "11 次以上" } as Record<number, string>,
  habit: (n: string, share: string) => `${n} 人 · 占声量 ${share}`, again: (n: string) => `${n} 人投诉不止一次`,
  top: "影响与反复", topNote: "只存不可还原的编号，不显示姓名。", sort: "排序", sorts: { mentions: "说得最多", complaints: "投诉最多", spread: "传播最广", followers: "粉丝最多" },
  author: "作者", verified: "认证", followers: "粉丝", last: "最近", brands: "品牌", suspects: (n: number) => `疑似机器 ${n} 条`,
  choruses: "疑似有组织发帖", chorusNote: "同样的话在短时间里由多个账号发出，打了噪声标签，不算进声量，也不删除。", chorusSays: (n: string, groups: number) => `${n} 条，分 ${groups} 组。`, chorusNone: "没有发现疑似有组织发帖。",
  chorusAll: (n: string) => `查看这 ${n} 条`, from: "起", length: "持续", posts: "条数", accounts: "账号", look: "看一条",
  none: "这段时间里没有声音", noneHelp: "换一个时间或品牌试试。",
}, {
  tiers: "Who speaks", tiersNote: "By followers, which are rounded to powers of ten. Spread is likes, replies and reposts when the post was collected.",
  tier: { large: "100,000 followers and more", middle: "1,000–99,999 followers", small: "under 1,000 followers", unknown: "followers unknown" },
  level: "Tier", people: "People", n: "Volume", share: "Negative share", spread: "Spread", perPost: "Per post", complaints: "Complaints",
  habits: "How often they speak", times: { 1: "once", 2: "twice", 3: "3–5 times", 6: "6–10 times", 11: "11 times or more" },
  habit: (n, share) => `${n} people · ${share} of volume`, again: (n) => `${n} complained more than once`,
  top: "Influence and persistence", topNote: "Only numbers that cannot be turned back into names are kept.", sort: "Order", sorts: { mentions: "Most often", complaints: "Most complaints", spread: "Widest spread", followers: "Most followers" },
  author: "Author", verified: "verified", followers: "Followers", last: "Last", brands: "Brands", suspects: (n) => `${n} look automated`,
  choruses: "Suspected coordinated posting", chorusNote: "The same words from several accounts within a short time. Labelled as noise: not counted, not deleted.", chorusSays: (n, groups) => `${n} posts in ${groups} groups.`, chorusNone: "No coordinated posting is suspected.",
  chorusAll: (n) => `See these ${n}`, from: "Since", length: "Lasting", posts: "Posts", accounts: "Accounts", look: "Look at one",
  none: "Nobody spoke in this window", noneHelp: "Try another time or brand.",
});
