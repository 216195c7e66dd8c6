import { ownWords } from "../../i18n/own";

const zh = {
  who: "账号", name: "用户名", role: "角色", unit: "所属单位", wholeHouse: "全公司", sees: "能看到", permits: "能做的事", everything: "全部声音", nothing: "什么也看不到",
  scope: (brands: string, places: string) => [brands && `品牌：${brands}`, places && `地区和门店：${places}`].filter(Boolean).join("；"),
  house: "这里不需要登录，没有个人账号。", houseHelp: "创建第一位管理员之后，每个人用自己的账号登录。", password: "修改密码", passwordHelp: "换密码后，其他设备上的登录都会退出。", changed: "密码已更换，其他设备上的登录都已退出。", external: "你通过公司账号登录，密码在那边管理。",
  sessions: "登录的设备", sessionsSay: (n: number) => (n === 1 ? "只在这一台设备上登录。" : `共在 ${n} 台设备上登录。`), here: "当前", began: "登录时间", seen: "最近使用", address: "地址", ends: "到期", end: "退出这台", endOthers: "退出其他所有设备", signOut: "退出登录", device: "设备",
};
const en: typeof zh = {
  who: "Account", name: "Name", role: "Role", unit: "Unit", wholeHouse: "The whole company", sees: "Sees", permits: "May", everything: "Everything", nothing: "Nothing",
  scope: (brands, places) => [brands && `brands: ${brands}`, places && `places: ${places}`].filter(Boolean).join("; "),
  house: "Nobody has to sign in here: there are no accounts.", houseHelp: "Once there is an administrator everybody signs in with an account of their own.", password: "Change the password", passwordHelp: "Every other browser is signed out.", changed: "The password is changed; every other browser is signed out.", external: "You sign in through your company's provider; the password is kept there.",
  sessions: "Signed-in browsers", sessionsSay: (n) => (n === 1 ? "Signed in with this browser only." : `Signed in with ${n} browsers.`), here: "this one", began: "Since", seen: "Last seen", address: "Address", ends: "Ends", end: "Sign it out", endOthers: "Sign out all others", signOut: "Sign out", device: "Browser",
};
export const useAccountWords = ownWords(zh, en);
