import { ownWords } from "../../i18n/own";

const zh = {
  tokens: "令牌", say: (n: number) => (n ? `${n} 个令牌有效。` : "没有有效的令牌。"), none: "还没有令牌", noneHelp: "程序用令牌调用接口：放在 Authorization: Bearer 里。", add: "新建令牌", title: "用途", titleHelp: "例如：每晚导出到数仓", permits: "权限", days: "有效期", never: "一直有效", day: (n: number) => `${n} 天`, unit: "限定单位", owner: "归属", ownerUnit: "与归属人相同",
  make: "生成令牌", cancel: "取消", revoke: "吊销", sure: "确定吊销", state: { valid: "有效", expired: "已到期", revoked: "已吊销" } as Record<string, string>,
  once: "令牌（只显示这一次）：", onceHelp: "请马上存到程序的密钥配置里。丢了不能找回，只能吊销重建。", used: (t: string) => `${t}用过`, unused: "没用过", until: (t: string) => `${t} 到期`,
};
const en: typeof zh = {
  tokens: "Tokens", say: (n) => (n ? `${n} valid tokens.` : "No valid tokens."), none: "No tokens yet", noneHelp: "Programs call the interface with a token: Authorization: Bearer.", add: "New token", title: "What it is for", titleHelp: "such as: nightly export into the warehouse", permits: "Permits", days: "Valid for", never: "until revoked", day: (n) => `${n} days`, unit: "Unit", owner: "Owner", ownerUnit: "the owner's",
  make: "Make the token", cancel: "Cancel", revoke: "Revoke", sure: "Really revoke", state: { valid: "valid", expired: "expired", revoked: "revoked" },
  once: "Token (shown only this once):", onceHelp: "Put it into the program's secrets now. It cannot be found again, only revoked and made anew.", used: (t) => `used ${t}`, unused: "never used", until: (t) => `until ${t}`,
};
export const useTokenWords = ownWords(zh, en);
