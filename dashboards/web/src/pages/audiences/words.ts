import { ownWords } from "../../i18n/own";

/** The words of the page of audiences. */
export const useAudienceWords = ownWords({
  title: "收信人", says: (n: number) => (n ? `${n} 类读者各收各的信。` : "还没有人收信。"), note: "在 configs/audiences.yaml 里增减读者，保存后自动生效；写法见 docs/letters.md。", none: "还没有人收信", noneHelp: "在 configs/audiences.yaml 里写下谁收、何时收、从哪个通道收。", house: "全公司的信",
  kinds: { founder: "创始人", brand: "品牌", pr: "公关", region: "区域", store: "门店", product: "产品" } as Record<string, string>, periods: { day: "每晚", week: "每周", month: "每月" } as Record<string, string>,
  next: "下一封", never: "不定时", to: "发往", shelf: "只留在看板上", about: "说什么", everything: "自有品牌的全部", when: "何时不发", empty: "没事也发", notEmpty: "没事不发", holidays: "假日照发", noHolidays: "公众假期不发", last: "上一封", noLast: "还没有", skipped: "按设置没有发",
  preview: "现在写会是什么样", send: "现在就发", sure: "确定发出", cancel: "算了", sent: (n: number) => (n ? `已写好 ${n} 封，正在发出。` : "今天的已经发过了。"),
}, {
  title: "Audiences", says: (n) => (n ? `${n} audiences, each with letters of its own.` : "Nobody gets letters yet."), note: "Edit configs/audiences.yaml to add or remove readers; it is read anew when saved. See docs/letters.md.", none: "Nobody gets letters yet", noneHelp: "Write into configs/audiences.yaml who gets them, when and over which channel.", house: "The house's letter",
  kinds: { founder: "founder", brand: "brand", pr: "PR", region: "region", store: "shop", product: "product" }, periods: { day: "every night", week: "every week", month: "every month" },
  next: "Next", never: "at no set time", to: "To", shelf: "on the dashboard only", about: "About", everything: "all of our brands", when: "Left out", empty: "sent even when nothing happened", notEmpty: "not sent when nothing happened", holidays: "sent on holidays", noHolidays: "not sent on public holidays", last: "Last", noLast: "none yet", skipped: "left out, as configured",
  preview: "As it would be now", send: "Send now", sure: "Yes, send", cancel: "Never mind", sent: (n) => (n ? `${n} written, on their way.` : "Today's has been sent already."),
});
