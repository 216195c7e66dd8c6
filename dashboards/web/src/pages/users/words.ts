import { ownWords } from "../../i18n/own";

const zh = {
  people: "用户", say: (n: number, admins: number) => `${n} 位用户，其中 ${admins} 位管理员。`, none: "还没有用户", noneHelp: "现在不需要登录。创建第一位管理员后，所有人都要登录。",
  add: "添加用户", name: "用户名", nameHelp: "登录时用，也会写进他做的每件事；以后不能改", title: "姓名", role: "角色", unit: "所属单位", whole: "全公司", email: "邮箱", save: "保存", cancel: "取消", edit: "修改", disable: "停用", enable: "恢复", reset: "重置密码", confirmReset: "确定重置", confirmDisable: "确定停用",
  off: "已停用", must: "待设密码", seen: (t: string) => `${t}用过`, never: "没登录过", external: "公司账号", sessions: (n: number) => `登录中 ${n} 台设备`,
  once: (name: string) => `${name} 的一次性密码（只显示这一次）：`, onceHelp: "72 小时内有效，请当面或用可靠的方式告诉本人；第一次登录后要换成自己的密码。", copy: "复制", copied: "已复制", close: "我记下了",
  changed: "已保存。角色或单位变了的，要重新登录。", sees: "能看到", roles: "角色能做什么", org: "组织", orgNone: "没有配置组织：每个人都看得到全部声音。", orgHelp: "组织写在 configs/org.yaml，改了马上生效。", yes: "能", no: "不能", what: "权限",
};
const en: typeof zh = {
  people: "Users", say: (n, admins) => `${n} users, ${admins} of them administrators.`, none: "No users yet", noneHelp: "Nobody has to sign in now. Once there is an administrator, everybody has to.",
  add: "Add a user", name: "Name", nameHelp: "Signs in with it, and it stands under what they do; it cannot be changed", title: "Full name", role: "Role", unit: "Unit", whole: "The whole company", email: "E-mail", save: "Save", cancel: "Cancel", edit: "Change", disable: "Shut out", enable: "Let in again", reset: "Reset password", confirmReset: "Really reset", confirmDisable: "Really shut out",
  off: "shut out", must: "has to choose a password", seen: (t) => `seen ${t}`, never: "never signed in", external: "company account", sessions: (n) => `signed in with ${n} browsers`,
  once: (name) => `${name}'s password for one use (shown only this once):`, onceHelp: "Valid for 72 hours. Tell them in person or by a way you trust; they choose their own when they first sign in.", copy: "Copy", copied: "Copied", close: "I have noted it",
  changed: "Saved. Whose role or unit changed signs in again.", sees: "Sees", roles: "What roles may do", org: "Organisation", orgNone: "No organisation is configured: everybody sees everything.", orgHelp: "It is written in configs/org.yaml; changes take effect at once.", yes: "yes", no: "no", what: "Permission",
};
export const useUserWords = ownWords(zh, en);
