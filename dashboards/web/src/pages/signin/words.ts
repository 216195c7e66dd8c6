import { ownWords } from "../../i18n/own";

const zh = {
  signIn: "登录", name: "用户名", password: "密码", go: "登录", going: "正在登录…", show: "显示密码", hide: "隐藏密码",
  lead: "请用管理员给你的账号登录。", forgotten: "忘了密码？请管理员重置，或在服务器上运行 tingfeng user passwd。",
  or: "或", provider: (title: string) => `用${title}登录`,
  wait: (s: number) => `请等 ${s} 秒再试`,
  providerFailed: "登录没有完成：", why: { no_account: "你还没有听风的账号，请联系管理员开通。", refused: "登录服务没有通过这次登录。", failed: "没能和登录服务核对身份，请再试一次。" } as Record<string, string>,
  setup: "首次设置", setupLead: "还没有管理员。先创建一个，以后由他给大家开账号。", setupName: "管理员用户名", setupNameHelp: "汉字、字母、数字都可以，例如 王芳、admin-wang", title: "姓名（可不填）",
  again: "再输一遍密码", differ: "两次输入的密码不一样。", needed: "请填写用户名和密码。", rule: "至少 10 个字符。几个不相干的词连起来，又好记又难猜。",
  make: "创建管理员", making: "正在创建…", later: "以后再说", laterHelp: "创建管理员之前，只有这台电脑能打开听风。",
  elsewhere: "还没有管理员", elsewhereHelp: "为了安全，第一位管理员要在服务器上创建。请在服务器的命令行运行：", then: "然后刷新本页登录。",
  choose: "设置新密码", chooseLead: (name: string) => `${name}，你用的是一次性密码。请换成自己的密码再继续。`, old: "一次性密码", oldOwn: "现在的密码", fresh: "新密码", save: "保存新密码", saving: "正在保存…",
  signOut: "退出登录", offline: "连不上服务器，请稍后再试。", saved: "密码已更换，其他设备上的登录都已退出。",
};
const en: typeof zh = {
  signIn: "Sign in", name: "Name", password: "Password", go: "Sign in", going: "Signing in…", show: "Show password", hide: "Hide password",
  lead: "Sign in with the account your administrator gave you.", forgotten: "Forgotten your password? Ask your administrator to reset it, or run tingfeng user passwd on the server.",
  or: "or", provider: (title) => `Sign in with ${title}`,
  wait: (s) => `Try again in ${s} s`,
  providerFailed: "The sign-in was not completed: ", why: { no_account: "you have no account here; ask your administrator for one.", refused: "the provider refused it.", failed: "the provider could not be asked; try again." },
  setup: "First setup", setupLead: "There is no administrator yet. Make one; they will make accounts for everybody else.", setupName: "Administrator's name", setupNameHelp: "Chinese characters, letters and digits, such as 王芳 or admin-wang", title: "Full name (optional)",
  again: "The password once more", differ: "The two passwords differ.", needed: "Fill in name and password.", rule: "At least 10 characters. A few words that have nothing to do with each other are easy to keep and hard to guess.",
  make: "Make the administrator", making: "Working…", later: "Later", laterHelp: "Until there is an administrator only this computer can open tingfeng.",
  elsewhere: "There is no administrator yet", elsewhereHelp: "For safety the first administrator is made on the server. Run there:", then: "Then reload this page and sign in.",
  choose: "Choose a new password", chooseLead: (name) => `${name}, you came with a password for one use. Choose your own before you go on.`, old: "Password for one use", oldOwn: "Present password", fresh: "New password", save: "Save", saving: "Saving…",
  signOut: "Sign out", offline: "The server cannot be reached; try again later.", saved: "The password is changed; every other browser is signed out.",
};
export const useSignInWords = ownWords(zh, en);
