// Incidents told whole and acted on, rules saved with their past before them, silences and plans: against the
// demo's own data where the demo has them, and with made-up answers where it has not.

import { ask, base as web, must } from "./browser.mjs";
import { noSidewaysScroll, readable } from "./checks.mjs";

const ago = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString();
const never = "0001-01-01T00:00:00Z";

/** The demo's burst rule as its file has it, whatever an earlier case left behind. */
async function burst() {
  const found = (await ask("/rules")).items.find((s) => s.rule.kind === "burst" && s.file);
  must(found, "the demo has no burst rule");
  if (found.origin === "page") await send(web, "DELETE", `/rules/${found.rule.name}`, { actor: "测试员", why: "再来一次" });
  return ask(`/rules/${found.rule.name}`);
}
const named = (page) => page.getByLabel("你的名字").fill("测试员");
const refusal = (status, zh) => ({ status, contentType: "application/problem+json", json: { type: "about:blank", title: "x", status, code: "x", detail: "x", detail_zh: zh, errors: [] } });
const calm = (page, pattern) => { page.wrongs = page.wrongs.filter((x) => !pattern.test(x) && !/Failed to load/.test(x)); };

/** Sends what a page would, from outside of it. */
async function send(base, method, path, body) {
  const r = await fetch(`${base}/api/v1${path}`, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  if (!r.ok) throw new Error(`${method} ${path}: ${r.status} ${await r.text()}`);
  return r.json();
}

/** The incidents in their parts; running ones first, the replayed past apart. */
async function listInParts(page, base) {
  const { items, total } = await ask("/alerts?limit=100");
  await page.goto(`${base}/alerts`);
  await page.waitForSelector(".alert-group");
  must((await page.locator(".alert-group .split-row").count()) === items.length && total >= items.length, "not every incident is listed");
  const past = items.filter((a) => a.history).length;
  must((await page.locator(".alert-group-history .split-row").count()) === past, "the replayed past does not stand apart");
  await page.getByLabel("筛选").first().click();
  const level = items[0].level;
  await page.getByLabel("级别").selectOption(level);
  await page.waitForURL(new RegExp(`level=${level}`));
  const { total: of } = await ask(`/alerts?limit=100&level=${level}`);
  await page.waitForFunction((n) => document.querySelectorAll(".alert-group .split-row").length === n, of);
  await page.getByLabel("人工判断").selectOption("false_alarm");
  await page.waitForURL(/verdict=false_alarm/);
  await readable(page, "the incidents");
}

/** A link from a message has the action ready; nothing happens before somebody presses. */
async function messageLink(page, base) {
  const alert = (await ask("/alerts?state=open&history=without")).items[0];
  must(alert, "the demo has no running incident");
  await page.goto(`${base}/alerts/${alert.id}?do=mute`);
  const form = page.locator(".alert-commands form");
  await form.waitFor();
  must((await ask(`/alerts/${alert.id}`)).muted_until === never, "the link alone muted the incident");
  await form.getByRole("button", { name: "静音 24 小时" }).click();
  await form.locator(".field-error").waitFor();
  must((await ask(`/alerts/${alert.id}`)).muted_until === never, "it was muted by nobody");
  await named(page);
  await form.getByRole("button", { name: "静音 24 小时" }).click();
  await page.locator(".alert-commands [role=status]", { hasText: "已静音" }).waitFor();
  must(!page.url().includes("do="), "the address still asks for what was done");
  const until = Date.parse((await ask(`/alerts/${alert.id}`)).muted_until) - Date.now();
  must(until > 23 * 3_600_000 && until < 25 * 3_600_000, `it is muted for ${until / 3_600_000} hours`);
  await page.locator(".alert-detail .alert-note", { hasText: "静音到" }).waitFor();
  await page.getByRole("button", { name: "取消静音" }).click();
  await page.locator(".alert-commands form").getByRole("button", { name: "取消静音" }).click();
  await page.locator(".alert-commands [role=status]", { hasText: "已恢复通知" }).waitFor();
  await page.goto(`${base}/alerts/${alert.id}?do=delete`);
  await page.waitForSelector(".alert-detail h2");
  must((await page.locator(".alert-commands form").count()) === 0, "an action nobody knows opened a form");
}

async function falseAlarm(page, base) {
  const alert = (await ask("/alerts?limit=200&verdict=unjudged")).items.filter((a) => !a.order && a.state === "resolved").at(-1);
  must(alert, "the demo has no incident to judge");
  await page.goto(`${base}/alerts/${alert.id}?do=false_alarm`);
  const form = page.locator(".alert-commands form");
  await form.getByRole("button", { name: "误报" }).click();
  must((await form.locator(".field-error").count()) === 2, "neither reason nor name was missed");
  const why = `抽奖转发 ${Date.now()} <b>`;
  await form.getByLabel("为什么是误报").fill(why);
  await named(page);
  await form.getByRole("button", { name: "误报" }).click();
  await page.locator(".alert-commands [role=status]", { hasText: "已标为误报" }).waitFor();
  must(await page.evaluate(() => document.activeElement?.getAttribute("role") === "status"), "the focus was lost with the form");
  const told = await ask(`/alerts/${alert.id}`);
  must(told.verdict === "false_alarm" && told.verdict_why === why && told.verdict_by === "测试员", `it is judged ${told.verdict} because ${told.verdict_why}`);
  await page.locator(".alert-steps", { hasText: why }).waitFor();
  await page.reload();
  await page.locator(".alert-detail .alert-marks", { hasText: "误报" }).waitFor();
}

/** An incident with everything an incident can have. */
function rich(real) {
  const voice = (id, why, more = {}) => ({ post_id: id, brand: real.brand, at: ago(3), text: `第${id}条：奶茶里有塑料片，店员说没事 <img src=x onerror=alert(1)>`, url: "", store: "", source: real.evidence[0]?.source ?? "x", why, copies: 0, reach: -1, ...more });
  return {
    ...real, state: "open", history: false, verdict: "", muted_until: never, merged: "", silenced: "SL-7", kind: "burst", order: "", topics: [real.topic, "卫生-虫害"].filter(Boolean),
    rules: [{ rule: "critical-words", at: ago(2), last_at: ago(1), score: 2.4, key: "", version: "1", peak: 9 }], authors: 61, originals: 48, reposts: 36, suspects: 5, total: 84,
    spike: { ...real.spike, low: 0, high: 9.4 }, withheld: [{ kind: "opened", at: ago(2), to: ["小周"] }],
    evidence: [voice("1", "first"), voice("2", "amplified", { copies: 12, reach: 230000 }), voice("3", "top", { copies: 3 }), voice("4", "top"), voice("5", "typical")],
    similar: [{ id: "AL-OLD", headline: "青衡茶饮·橙色预警：近一小时负面 31 条", opened_at: ago(900), lasted: 7.2e12, peak: 31, verdict: "confirmed", order: "WO-OLD", cause: "冷藏柜门封老化", alike: 0.82 }],
  };
}

async function everythingIsTold(page, base) {
  const real = (await ask("/alerts?limit=200")).items.find((a) => a.evidence.length > 0 && a.shares.length > 0);
  must(real, "the demo has no incident with evidence");
  const alert = rich(real);
  await page.route(`**/api/v1/alerts/${real.id}`, (r) => r.fulfill({ json: alert }));
  let dialogs = 0;
  page.on("dialog", (d) => { dialogs++; void d.dismiss(); });
  await page.goto(`${base}/alerts/${real.id}`);
  await page.waitForSelector(".alert-detail h2");
  await page.locator(".alert-detail canvas").waitFor();
  const text = await page.locator(".alert-detail").innerText();
  for (const words of ["另有 12 条同文", "触达约 23万", "最早一条", "传播最广", "影响最大的几条", "61 人", "48 条", "36 条", "占 43%", "critical-words", "相似 82%", "根因：冷藏柜门封老化", "静默未发", "今日打扰已满", "平时每小时 0–9 条", "SL-7"]) {
    must(text.includes(words), `the incident does not tell “${words}”`);
  }
  must((await page.locator(".alert-detail .quotes img").count()) === 0 && dialogs === 0, "a voice became an element of the page");
  must((await page.locator(".alert-steps li").count()) >= 4, "the history misses moments");
  await readable(page, "an incident");
  await noSidewaysScroll(page, "an incident");
  await page.locator(".alert-rule a").click();
  await page.waitForURL(/\/rules\//);
}

const outcome = ".preview-outcome .says";

/** What the preview says is what the API says; saving it keeps the revision, the reason and the name. */
async function ruleIsSaved(page, base) {
  const before = await burst();
  const { name } = before.rule;
  await page.goto(`${base}/rules`);
  await page.getByRole("link", { name: before.rule.title }).click();
  await page.locator(outcome).waitFor();
  const replay = await send(base, "POST", "/rules/backtest", { rule: before.rule, days: 90 });
  const of = (s) => replay.outlooks.find((o) => o.sensitivity === s);
  must((await page.locator(outcome).innerText()).includes(of(before.rule.sensitivity).n === 0 ? "一次也不会提醒" : `提醒 ${of(before.rule.sensitivity).n} 次`), "the preview counts otherwise than the API");
  const shown = await page.locator(".preview-choice b").allInnerTexts();
  must(shown.join() === replay.outlooks.map((o) => (o.n === 0 ? "没有提醒过" : `提醒 ${o.n} 次`)).join(), `the sensitivities say ${shown.join()}`);
  await readable(page, "a rule");
  await page.getByRole("radio", { name: "安静" }).check();
  await page.locator(".rule-diff", { hasText: "安静" }).waitFor();
  await page.locator(".preview-compare").waitFor();
  await page.getByRole("button", { name: "保存规则" }).click();
  await page.locator(".rule-why .field-error").first().waitFor();
  must((await ask(`/rules/${name}`)).revision === before.revision, "it was saved without a reason");
  const why = `浏览器测试 ${Date.now()}`;
  await page.getByLabel("为什么改").fill(why);
  await named(page);
  await page.getByRole("button", { name: "保存规则" }).click();
  await page.locator(".rule-save [role=status]", { hasText: "已保存" }).waitFor();
  const saved = await ask(`/rules/${name}`);
  must(saved.rule.sensitivity === 2 && saved.why === why && saved.changed_by === "测试员" && saved.origin === "page" && saved.revision !== before.revision, `saved as ${JSON.stringify(saved.rule)} because ${saved.why}`);
  must(saved.backtest?.outlooks.length > 0, "the backtest of the saved rule was not kept with it");
  await page.locator(".rule-head", { hasText: why }).waitFor();
  await backToFile(page, name, before);
}

async function backToFile(page, name, before) {
  await page.getByRole("button", { name: "退回文件里的版本" }).click();
  const form = page.locator("form.command-form");
  await form.getByLabel("为什么").fill("测试完了");
  await form.getByRole("button", { name: "退回文件里的版本" }).click();
  await form.waitFor({ state: "detached" });
  const back = await ask(`/rules/${name}`);
  must(back.rule.sensitivity === before.rule.sensitivity && back.origin === "file", `the rule did not go back: ${JSON.stringify(back.rule)}`);
}

/** Somebody else saves first: both versions are shown, and mine can be saved on theirs. */
async function ruleConflict(page, base) {
  const before = await burst();
  const { name } = before.rule;
  await page.goto(`${base}/rules/${name}`);
  await page.locator(outcome).waitFor();
  await page.getByRole("radio", { name: "安静" }).check();
  await page.getByLabel("为什么改").fill("我先看到的");
  await named(page);
  await send(base, "PUT", `/rules/${name}`, { rule: { ...before.rule, min_posts: before.rule.min_posts + 1 }, actor: "另一位", why: "先到一步", base: before.revision });
  await page.getByRole("button", { name: "保存规则" }).click();
  const told = page.locator(".rule-conflict");
  await told.getByText("另一位：先到一步").waitFor();
  must((await told.innerText()).includes("安静"), "the difference to the present version is not shown");
  must((await page.getByLabel("为什么改").inputValue()) === "我先看到的", "the words were lost in the conflict");
  await told.getByRole("button", { name: "用我的，在现在的版本上保存" }).click();
  await page.locator(".rule-save [role=status]", { hasText: "已保存" }).waitFor();
  const saved = await ask(`/rules/${name}`);
  must(saved.rule.sensitivity === 2 && saved.why === "我先看到的", `saved ${JSON.stringify(saved.rule)}`);
  await backToFile(page, name, before);
  calm(page, /409/);
}

async function newRule(page, base) {
  await page.goto(`${base}/rules`);
  await page.getByRole("link", { name: "新建规则" }).click();
  await page.waitForSelector(".rule-kinds");
  must((await page.locator(".rule-kinds li").count()) === (await ask("/rules")).kinds.length, "not every kind is offered");
  await page.getByRole("link", { name: "条数", exact: true }).click();
  must((await page.getByLabel("灵敏度", { exact: true }).count()) === 0, "a count rule is asked for a sensitivity");
  const name = `e2e-${Date.now()}`;
  await page.getByLabel("英文名").fill("大写 Not");
  await page.locator(".field-error", { hasText: "小写字母" }).waitFor();
  must(await page.getByRole("button", { name: "保存规则" }).isDisabled(), "a rule with a bad name can be saved");
  await page.getByLabel("英文名").fill(name);
  await page.getByLabel("名称", { exact: true }).fill("一小时三条");
  await page.getByLabel("至少几条").fill("3");
  await page.locator(outcome).waitFor();
  await page.getByLabel("为什么加这条规则").fill("测试");
  await named(page);
  await page.getByRole("button", { name: "保存规则" }).click();
  await page.waitForURL(new RegExp(`/rules/${name}`));
  const made = await ask(`/rules/${name}`);
  must(made.rule.min_posts === 3 && made.rule.kind === "count" && made.origin === "page", JSON.stringify(made.rule));
  await page.locator(".rule-head h2", { hasText: "一小时三条" }).waitFor();
  await page.getByRole("button", { name: "删除规则" }).click();
  const form = page.locator("form.command-form");
  await form.getByLabel("为什么").fill("测试完了");
  await form.getByRole("button", { name: "删除规则" }).click();
  await page.waitForURL(/\/rules$/);
  must(!(await ask("/rules")).items.some((s) => s.rule.name === name), "the rule is still there");
}

/** What the server refuses is told at the field, while the rule is being written. */
async function badRule(page, base) {
  const { name } = (await burst()).rule;
  await page.goto(`${base}/rules/${name}`);
  await page.locator(outcome).waitFor();
  await page.getByLabel("至少几条").fill("0");
  await page.locator(".rule-preview [role=alert]", { hasText: "至少几条" }).waitFor();
  await page.locator(".rule-refused", { hasText: "至少几条" }).waitFor();
  await page.getByLabel("至少几条").fill("9");
  await page.locator(outcome).waitFor();
  must((await page.locator(".rule-refused").count()) === 0, "the field is still marked though it is mended");
  await page.goto(`${base}/rules/no-such-rule`);
  await page.locator(".nothing", { hasText: "没有这条规则" }).waitFor();
  calm(page, /422/);
}

async function silenceIsMadeAndEnded(page, base) {
  const alert = (await ask("/alerts?state=open&history=without")).items[0];
  must(alert, "the demo has no running incident");
  await page.goto(`${base}/alerts/${alert.id}`);
  await page.getByRole("link", { name: "静默这类预警…" }).click();
  const form = page.locator(".silence-form");
  await form.waitFor();
  must((await form.getByLabel("品牌").inputValue()) === alert.brand && (await form.getByLabel("话题").inputValue()) === alert.topic, "the incident's brand and topic are not filled in");
  await form.getByLabel("哪些级别不通知").selectOption("blue"); // quiet enough to disturb no other case
  await form.getByRole("button", { name: "新建静默" }).click();
  must((await form.locator(".field-error").count()) === 2, "neither reason nor name was missed");
  const reason = `浏览器测试 ${Date.now()} <b>`;
  await form.getByLabel("原因").fill(reason);
  await named(page);
  await form.getByRole("radio", { name: "2 小时" }).check();
  await form.getByRole("button", { name: "新建静默" }).click();
  const card = page.locator(".silence-running", { hasText: reason });
  await card.waitFor();
  const made = (await ask("/silences")).items.find((s) => s.reason === reason);
  const hours = (Date.parse(made.to) - Date.now()) / 3_600_000;
  must(made.state === "running" && made.up_to === "blue" && made.brand === alert.brand && hours > 1.9 && hours < 2.1, JSON.stringify(made));
  await readable(page, "the silences");
  await card.getByRole("button", { name: "提前结束" }).click();
  await card.locator("form").getByRole("button", { name: "提前结束" }).click();
  await page.locator(".silence-ended", { hasText: reason }).waitFor();
  must((await ask("/silences")).items.find((s) => s.id === made.id).ended_by === "测试员", "who ended it is not kept");
}

async function planIsMadeAndRemoved(page, base) {
  await page.goto(`${base}/silences?view=plans`);
  await page.getByRole("button", { name: "新建计划" }).click();
  const form = page.locator(".silence-form");
  const title = `店庆 ${Date.now()}`;
  await form.getByLabel("名称").fill(title);
  await named(page);
  await form.getByRole("button", { name: "新建计划" }).click();
  const line = page.locator(".plan", { hasText: title });
  await line.waitFor();
  const { items } = await ask("/plans");
  const made = items.find((p) => p.title === title);
  must(made?.origin === "page" && made.raise === 2 && made.state === "planned" && made.actor === "测试员", JSON.stringify(made));
  const holiday = items.find((p) => p.origin === "holiday" && p.state !== "ended");
  if (holiday) must((await page.locator(".plan", { hasText: holiday.title }).first().innerText()).includes("内置节假日"), "a holiday is not told as built in");
  must((await page.locator(".plan").filter({ hasNotText: "页面新建" }).getByRole("button").count()) === 0, "a holiday or a plan of a file can be removed on the page");
  await readable(page, "the plans");
  await line.getByRole("button", { name: "删除" }).click();
  await line.locator("form").getByRole("button", { name: "删除" }).click();
  await line.waitFor({ state: "detached" });
  must(!(await ask("/plans")).items.some((p) => p.title === title), "the plan is still there");
}

/** Nothing there, and a server that fails: said in words, and it can be tried again. */
async function nothingAndTrouble(page, base) {
  const { kinds } = await ask("/rules");
  await page.route("**/api/v1/rules", (r) => r.fulfill({ json: { items: [], kinds } }));
  await page.route("**/api/v1/silences", (r) => r.fulfill({ json: { items: [] } }));
  await page.route("**/api/v1/plans", (r) => r.fulfill({ json: { items: [] } }));
  await page.route(/\/api\/v1\/alerts(\?|$)/, (r) => r.fulfill({ json: { items: [], open: 0, total: 0, next: "" } }));
  for (const [path, words] of [["/rules", "还没有规则"], ["/silences", "没有静默"], ["/silences?view=plans", "没有计划"], ["/alerts", "没有预警"], ["/alerts?level=red", "没有符合条件的预警"]]) {
    await page.goto(base + path);
    await page.locator(".nothing", { hasText: words }).waitFor();
  }
  await page.unrouteAll({ behavior: "wait" });
  await page.route(/\/api\/v1\/(rules|silences|plans)$/, (r) => r.fulfill(refusal(503, "查询超时，请稍后再试。")));
  for (const path of ["/rules", "/rules/new", "/silences", "/silences?view=plans"]) {
    await page.goto(base + path);
    await page.locator("[role=alert]", { hasText: "查询超时，请稍后再试。" }).waitFor();
  }
  await page.unrouteAll({ behavior: "wait" });
  await page.locator("[role=alert]").getByRole("button", { name: "重试" }).click();
  await page.waitForSelector(".plan, .nothing");
  await page.route("**/api/v1/rules/backtest", (r) => r.fulfill(refusal(503, "查询超过 30 秒未完成。")));
  await page.goto(`${base}/rules/${(await burst()).rule.name}`);
  await page.locator(".rule-preview [role=alert]", { hasText: "查询超过 30 秒未完成。" }).waitFor();
  await page.unrouteAll({ behavior: "wait" });
  const none = { revision: "x", brand: "", from: ago(2160), to: ago(0), took: "1ms", outlooks: [{ sensitivity: 1, title: "均衡", days: 0, per_week: 0, warning: "", confirmed: 0, dismissed: 0, n: 0, fired: [] }] };
  await page.route("**/api/v1/rules/backtest", (r) => r.fulfill({ json: none }));
  await page.reload();
  await page.getByText("还没有可重放的历史").waitFor();
  calm(page, /503/);
}

async function everyWatchingPageFits(page, base) {
  const { name } = (await burst()).rule;
  for (const path of ["/rules", "/rules/new", "/rules/new?kind=critical", `/rules/${name}`, "/silences?new=1", "/silences?view=plans"]) {
    await page.goto(base + path);
    await page.waitForSelector(".rules-table, .rule-kinds, .rule-preview .says, .silence-form, .plan, .nothing");
    await noSidewaysScroll(page, path);
    await readable(page, path);
  }
}

/** On a phone the menu's bar has room for five: the others are one press further. */
async function restOfTheMenu(page, base) {
  await page.goto(base + "/");
  await page.locator(".tabs-more summary").click();
  await page.locator(".tabs-more").getByRole("link", { name: "规则" }).click();
  await page.waitForSelector(".rules-table");
  must(!(await page.locator(".tabs-more .fold-box").isVisible()), "the menu stays over the page");
  must((await page.locator(".tabs-here").count()) === 1, "the bar does not say where we are");
}

const phone = { width: 390, height: 844 };
export const alerts = {
  "the incidents stand in their parts": { of: listInParts },
  "a link of a message has its action ready": { of: messageLink },
  "a false alarm needs its reason": { of: falseAlarm },
  "an incident tells everything": { of: everythingIsTold },
  "an incident tells everything on a phone in the dark": { of: everythingIsTold, as: { ...phone, theme: "dark" } },
  "a rule is saved with its past before it": { of: ruleIsSaved, as: { width: 1440, height: 1000 } },
  "a rule that others changed says so": { of: ruleConflict },
  "a rule is made from a template and taken away": { of: newRule },
  "a rule that cannot be is refused at its field": { of: badRule },
  "a silence is made from an incident and ended": { of: silenceIsMadeAndEnded },
  "a plan is made and removed": { of: planIsMadeAndRemoved },
  "no rules, no silences, and a server that fails": { of: nothingAndTrouble },
  "rules and silences fit a phone": { of: everyWatchingPageFits, as: phone },
  "rules and silences on a wall in the dark": { of: everyWatchingPageFits, as: { width: 2560, height: 1440, theme: "dark" } },
  "rules and silences in English": { of: everyWatchingPageFits, as: { width: 1280, height: 900, language: "en" } },
  "the rest of the menu on a phone": { of: restOfTheMenu, as: phone },
};
