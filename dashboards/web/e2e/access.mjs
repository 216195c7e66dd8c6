// The door in a real browser, one story from the first administrator to a locked-out guesser. Unlike the other
// cases these build on each other: a house has its first administrator only once.

import { mkdir, readFile } from "node:fs/promises";
import { base, launch, must, open } from "./browser.mjs";
import { noSidewaysScroll, readable } from "./checks.mjs";

const password = "青山 绿水 白茶 黑瓦";
const second = "另外 一个 很长 的话";
const secrets = [password, second]; // nothing of these may ever stand in the server's log

const phone = { width: 390, height: 844 };
const refusals = (page) => { page.wrongs = page.wrongs.filter((x) => !/40[139]|42[29]|Failed to load/.test(x)); };

async function fill(page, label, value) {
  await page.getByLabel(label, { exact: true }).fill(value);
}

async function signIn(page, name, secret) {
  await fill(page, "用户名", name);
  await fill(page, "密码", secret);
  await page.getByRole("button", { name: "登录", exact: true }).click();
}

async function firstAdministrator(browser) {
  const page = await open(browser, phone);
  await page.goto(base + "/orders");
  await page.locator("h1", { hasText: "首次设置" }).waitFor();
  const closed = await page.evaluate(() => fetch("/api/v1/overview").then((r) => r.status));
  must(closed === 401, `before there is an administrator numbers are told: ${closed}`);
  await noSidewaysScroll(page, "the first setup");
  await readable(page, "the first setup");
  await fill(page, "管理员用户名", "admin-wang");
  await fill(page, "姓名（可不填）", "<b>王芳</b>");
  await fill(page, "密码", "1234567890");
  await fill(page, "再输一遍密码", "1234567890");
  await page.getByRole("button", { name: "创建管理员" }).click();
  await page.getByRole("alert").getByText("太容易被猜到").waitFor();
  await fill(page, "密码", password);
  await page.getByRole("button", { name: "创建管理员" }).click();
  await page.getByRole("alert").getByText("两次输入的密码不一样").waitFor();
  await fill(page, "再输一遍密码", password);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".shell");
  must(new URL(page.url()).pathname === "/orders", `after the setup one is at ${page.url()}, not where one was`);
  refusals(page);
  return page;
}

async function wrongThenRight(browser) {
  const page = await open(browser);
  await page.goto(base + "/mentions?severity=3");
  await page.locator("h1", { hasText: "登录" }).waitFor();
  await readable(page, "the sign-in");
  await signIn(page, "admin-wang", "not the password");
  await page.getByRole("alert").getByText("用户名或密码不对").waitFor();
  await signIn(page, "nobody-here", password);
  await page.getByRole("alert").getByText("用户名或密码不对").waitFor();
  await signIn(page, "admin-wang", password);
  await page.waitForSelector(".shell");
  must(page.url().endsWith("/mentions?severity=3"), `after signing in one is at ${page.url()}`);
  await page.reload();
  await page.waitForSelector(".shell");
  const readable_ = await page.evaluate(() => document.cookie);
  must(!readable_.includes("tingfeng"), `a script can read the cookie: ${readable_}`);
  refusals(page);
  return page;
}

async function usersAndRoles(browser, admin) {
  await admin.goto(base + "/users");
  must((await admin.locator("main b b").count()) === 0, "a name became an element of the page");
  await admin.getByText("<b>王芳</b>").first().waitFor();
  await admin.getByRole("button", { name: "添加用户" }).first().click();
  await fill(admin, "用户名", "lin");
  await admin.getByLabel("角色", { exact: true }).selectOption("agent");
  await admin.getByLabel("所属单位", { exact: true }).selectOption("east");
  await admin.locator("form").getByRole("button", { name: "添加用户" }).click();
  const once = await admin.locator(".access-once code").textContent();
  secrets.push(once);
  await readable(admin, "the users");
  await admin.reload();
  await admin.getByRole("group", { name: "lin" }).waitFor();
  must((await admin.locator(".access-once").count()) === 0, "a password for one use is shown again");

  const page = await open(browser, phone);
  await page.goto(base + "/");
  await signIn(page, "lin", once);
  await page.locator("h1", { hasText: "设置新密码" }).waitFor();
  must((await page.evaluate(() => fetch("/api/v1/overview").then((r) => r.status))) === 403, "numbers before the new password");
  await fill(page, "一次性密码", once);
  await fill(page, "新密码", second);
  await fill(page, "再输一遍密码", second);
  await page.getByRole("button", { name: "保存新密码" }).click();
  await page.waitForSelector(".shell");
  must((await page.locator('a[href^="/users"], a[href^="/tokens"]').count()) === 0, "an agent is shown the pages of administrators");
  must((await page.evaluate(() => fetch("/api/v1/users").then((r) => r.status))) === 403, "an agent may list users");
  await page.goto(base + "/account");
  await page.getByText("华东区").waitFor();
  await noSidewaysScroll(page, "one's own account");
  await readable(page, "one's own account");

  // What an administrator takes away is gone at the next question, in place.
  await admin.getByRole("group", { name: "lin" }).getByRole("button", { name: "停用" }).click();
  await admin.getByRole("group", { name: "lin" }).getByRole("button", { name: "确定停用" }).click();
  await admin.getByText("已停用").waitFor();
  await page.locator("h1", { hasText: "登录" }).waitFor({ timeout: 30_000 });
  must(new URL(page.url()).pathname === "/account", "the address was lost with the session");
  refusals(page);
  refusals(admin);
  must(page.wrongs.length === 0, page.wrongs.join("; "));
  await page.context().close();
}

async function tokens(admin) {
  await admin.goto(base + "/tokens");
  await admin.getByRole("button", { name: "新建令牌" }).click();
  await fill(admin, "用途", "每晚导出到数仓");
  await admin.getByRole("button", { name: "生成令牌" }).click();
  const secret = await admin.locator(".access-once code").textContent();
  secrets.push(secret);
  const asked = (path) => fetch(base + "/api/v1" + path, { headers: { authorization: `Bearer ${secret}` } }).then((r) => r.status);
  must((await asked("/meta")) === 200, "the token does not open what it holds");
  must((await asked("/users")) === 403, "the token opens what it does not hold");
  await admin.getByRole("button", { name: /吊销/ }).click();
  await admin.getByRole("button", { name: /确定吊销/ }).click();
  await admin.getByText("已吊销").waitFor();
  must((await asked("/meta")) === 401, "a revoked token opens");
  await readable(admin, "the tokens");
}

async function lockedOut(browser, admin) {
  const page = await open(browser);
  await page.goto(base + "/");
  for (let i = 0; i < 12; i++) {
    await signIn(page, "admin-wang", `guess number ${i}`);
    await page.waitForFunction(() => !document.querySelector("button[aria-busy=true]"));
    if (await page.getByRole("alert").getByText("密码错误次数过多").count()) break;
  }
  await page.getByRole("alert").getByText("密码错误次数过多").waitFor();
  // Who is signed in does not notice, and their own browser lets them in although a stranger's must wait.
  await admin.goto(base + "/account");
  await admin.getByRole("button", { name: "退出登录" }).click();
  await admin.locator("h1", { hasText: "登录" }).waitFor();
  await signIn(admin, "admin-wang", password);
  await admin.waitForSelector(".shell");
  refusals(page);
  must(page.wrongs.length === 0, page.wrongs.join("; "));
  await page.context().close();
}

async function nothingSecretInTheLog() {
  const log = await readFile(process.env.LOG, "utf8");
  for (const secret of secrets) must(!log.includes(secret), "a secret stands in the server's log");
}

const shots = new URL("../test-results/", import.meta.url).pathname;
await mkdir(shots, { recursive: true });
const browser = await launch();
let admin, first, at = "";
const step = async (name, run) => {
  at = name;
  const began = Date.now();
  const made = await run();
  console.log(`ok    ${name} (${Date.now() - began} ms)`);
  return made;
};
try {
  first = await step("the first administrator is made once", () => firstAdministrator(browser));
  admin = await step("a wrong password, then the right one, and back where one was", () => wrongThenRight(browser));
  await step("users, a password for one use, what a role hides", () => usersAndRoles(browser, admin));
  await step("a token opens what it holds until it is revoked", () => tokens(admin));
  await step("guessing makes wait, the owner's browser does not", () => lockedOut(browser, admin));
  await step("nothing secret in the log", nothingSecretInTheLog);
  for (const page of [first, admin]) {
    refusals(page);
    if (page.wrongs.length) throw new Error(page.wrongs.join("; "));
  }
} catch (err) {
  const file = `${shots}access.png`;
  for (const page of browser.contexts().flatMap((c) => c.pages()).slice(-1)) await page.screenshot({ path: file }).catch(() => {});
  console.log(`FAIL  ${at}\n      ${err.message.split("\n").slice(0, 4).join("\n      ")}\n      picture: ${file}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}
