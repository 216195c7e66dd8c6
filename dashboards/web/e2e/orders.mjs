// Work orders as people work them off: claimed, answered in a better tone, resolved, asked back, closed; waits that
// end; what others did meanwhile; the board; links of messages; messages that are tested and sent again.

import { ask, base, must } from "./browser.mjs";
import { noSidewaysScroll, readable } from "./checks.mjs";

const me = "测试员";
const send = async (path, body) => {
  const r = await fetch(`${base}/api/v1${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const answer = await r.json();
  if (!r.ok) throw new Error(`POST ${path}: HTTP ${r.status} ${answer.detail_zh}`);
  return answer;
};
const command = (id, type, more = {}) => send(`/orders/${id}/commands`, { type, actor: me, ...more });
const ownBrand = async () => (await ask("/meta")).brands.find((b) => b.own).id;
const made = async (title, more = {}) => send("/orders", { kind: "theme", title, brand: await ownBrand(), level: "yellow", actor: me, ...more });
const aTopic = async () => Object.keys((await ask("/meta")).titles).find((t) => t.includes("-"));

const press = (page, name) => page.locator(".command-buttons").getByRole("button", { name, exact: true }).first().click();
const submit = (page) => page.locator(".command-form").getByRole("button", { name: "提交" }).click();
const kept = (page, text) => page.locator(".commands > .kept", { hasText: text }).waitFor();

/** The whole life of a theme: every step through the page, every one in the history the server keeps. */
async function wholeLife(page) {
  const order = await made("浏览器里走完一生", { topic: await aTopic() });
  await page.goto(`${base}/orders/${order.id}`);
  await page.locator(".order-detail h2", { hasText: order.title }).waitFor();
  must((await page.locator(".clocks > .clock").count()) === order.clocks.length, "not every clock is shown");
  await press(page, "认领");
  await submit(page);
  await page.locator(".field-error").first().waitFor(); // no name: refused before anything is sent
  await page.getByLabel("你的名字").fill(me);
  await submit(page);
  await kept(page, "已认领");
  must(await page.evaluate(() => document.activeElement.matches(".commands > .kept")), "after a command the keyboard starts from the top of the page");
  await press(page, "备注");
  await page.locator(".command-form textarea").press("Escape"); // the form alone folds, the order stays open
  await page.locator(".command-form").waitFor({ state: "detached" });
  must(await page.locator(".order-detail h2", { hasText: order.title }).isVisible(), "Escape in a form closed the whole order");
  await answerInABetterTone(page);
  await press(page, "处理完成");
  await page.getByLabel("做了什么").fill("门店加了核对清单，已联系顾客致歉。");
  await submit(page);
  await kept(page, "已转待回访");
  await press(page, "登记回访");
  await page.getByLabel("回访结果").selectOption("recovered");
  await page.getByLabel("顾客现在有多满意").selectOption("5");
  await submit(page);
  await kept(page, "回访已记录");
  await press(page, "关闭");
  await submit(page);
  await page.locator(".field-error", { hasText: "此项必填" }).waitFor(); // not without a cause
  await page.getByLabel("根本原因").fill("出餐没有核对清单");
  await page.getByLabel("发生在哪个环节").fill("出餐");
  await page.getByLabel("责任部门").fill("门店运营部");
  await submit(page);
  await kept(page, "工单已关闭");
  const now = await ask(`/orders/${order.id}`);
  must(now.state === "closed" && now.owner === me && now.callbacks[0]?.score === 5 && now.cause_path.process === "出餐", `after its life the order is ${JSON.stringify([now.state, now.owner, now.cause_path])}`);
  must(now.notes.slice(1).filter((n) => n.actor === me).every((n) => n.channel === "web"), "the history does not tell that it was the page");
  await page.locator(".kept", { hasText: "记录完整" }).waitFor();
  must((await page.locator(".history .note").count()) === now.notes.length, "the history on the page is not the server's");
  await readable(page, "a closed order");
  await page.goto(`${base}/causes?range=90d`);
  await page.locator(".cause-cause", { hasText: "出餐没有核对清单" }).locator("a", { hasText: order.id }).waitFor();
}

async function answerInABetterTone(page) {
  await press(page, "公开答复");
  const text = page.getByLabel("答复原文");
  await page.getByRole("button", { name: "用草稿" }).click();
  await page.waitForFunction(() => document.querySelector(".command-form textarea").value.length > 20);
  await page.getByRole("button", { name: "撤销草稿" }).click();
  must((await text.inputValue()) === "", "taking the draft back left words behind");
  const bad = "这是公司政策不允许的，请您理解。";
  await text.fill(bad);
  const flaws = page.locator(".tone:not(.stale) li");
  await flaws.first().waitFor();
  const told = (await send("/orders/tone", { text: bad })).flaws;
  must(told.length > 0 && (await flaws.count()) === told.length, `the page names ${await flaws.count()} flaws, the server ${told.length}`);
  await flaws.first().getByRole("button").first().click();
  await page.waitForFunction((was) => document.querySelector(".command-form textarea").value !== was, bad);
  await text.fill("对不起，让您受委屈了。我们已经核实，今天给您退款，门店也重新培训。有问题随时私信我们。");
  await page.locator(".command-form").getByLabel("链接").fill("不是网址");
  await submit(page);
  await page.locator(".field-error", { hasText: "http" }).waitFor();
  await page.locator(".command-form").getByLabel("链接").fill("https://example.com/answer");
  await submit(page);
  await kept(page, "答复已记录");
  await page.locator(".outcome", { hasText: "已答复" }).waitFor();
}

async function waitAndReturn(page) {
  const order = await made("等供应商回复");
  await command(order.id, "claim", { text: "测试" });
  await page.goto(`${base}/orders/${order.id}?do=wait`);
  await page.locator(".command-form").waitFor();
  await page.getByLabel("你的名字").fill(me);
  await page.getByLabel("在等谁").selectOption("supplier");
  await page.getByRole("button", { name: "明早 9 点" }).click();
  await page.getByLabel("在等什么").fill("等滤网到货");
  await submit(page);
  await kept(page, "已登记等待");
  await page.locator(".order-waits", { hasText: "在等供应商" }).waitFor();
  await page.locator(".clock-paused", { hasText: "暂停" }).waitFor();
  must(!page.url().includes("do="), "the address still asks for what was done");
  await press(page, "恢复处理");
  await submit(page);
  await kept(page, "已恢复处理");
  must((await ask(`/orders/${order.id}`)).state === "in_progress", "the server still waits");
}

/** A link of a message opens the form and does nothing; what can no longer be done says so. */
async function linksActOnlyByAPress(page) {
  const order = await made("从群里点开的工单");
  await page.goto(`${base}/orders/${order.id}?do=claim`);
  await page.locator(".command-form").waitFor();
  must((await ask(`/orders/${order.id}`)).version === order.version, "opening the link did something");
  await page.getByLabel("你的名字").fill(me);
  await submit(page);
  await kept(page, "已认领");
  const now = await ask(`/orders/${order.id}`);
  must(now.notes.at(-1).channel === "bot", "the history does not tell that it came by a message");
  await command(order.id, "false_alarm", { text: "测试" });
  await page.goto(`${base}/orders/${order.id}?do=resolve`);
  await page.locator(".order-waits", { hasText: "不能再做" }).waitFor();
  must((await page.locator(".command-form").count()) === 0, "a form was opened for what cannot be done");
  await page.goto(`${base}/orders/${order.id}?do=%3Cscript%3E`);
  await page.locator(".order-detail h2").waitFor();
}

/** The server refuses: in words, with nothing lost. */
async function refusalsAreTold(page) {
  const order = await made("有人更快");
  await page.goto(`${base}/orders/${order.id}`);
  await press(page, "误报");
  await page.getByLabel("你的名字").fill(me);
  await page.getByLabel("为什么是误报").fill("顾客说已经解决");
  // Neither the order nor the list may tell this page of it before it submits.
  await page.route(/\/api\/v1\/orders([/?]|$)/, (r) => (r.request().method() === "GET" ? r.abort() : r.continue()));
  await command(order.id, "cancel", { text: "先一步取消" });
  await submit(page);
  await page.locator(".command-form [role=alert]", { hasText: "刚被别人更新过" }).waitFor();
  must((await page.getByLabel("为什么是误报").inputValue()) === "顾客说已经解决", "the words were lost");
  page.wrongs = page.wrongs.filter((x) => !/409|Failed to load|ERR_FAILED/.test(x));
}

async function board(page) {
  const order = await made(`看板上的一张 ${Date.now()}`, { level: "red" });
  await page.goto(`${base}/orders?view=board`);
  await page.locator(".board .card", { hasText: order.title }).waitFor();
  must((await page.locator(".board .column").count()) === 6, "the board has not six columns");
  const { counts } = await ask("/orders?limit=1");
  must((await page.locator(".column-new h2 .faint").textContent()) === String(counts.new + counts.assigned), "the column's number is not the API's");
  const card = page.locator(".column-new .card", { hasText: order.title });
  await card.locator(".card-next a").focus();
  await page.keyboard.press("Enter"); // a card moves without a mouse
  await page.locator(".command-form").waitFor();
  await page.getByLabel("你的名字").fill(me);
  await submit(page);
  await page.locator(".column-in_progress .card", { hasText: order.title }).waitFor();
  must((await ask(`/orders/${order.id}`)).notes.at(-1).channel === "web", "the board is not taken for a message");
}

async function listIsFiltered(page) {
  const mark = Date.now();
  const order = await made(`筛选用的工单 冷藏柜${mark}`);
  await page.goto(`${base}/orders`);
  await page.locator(".orders-table tbody tr").first().waitFor();
  const { total } = await ask("/orders?limit=200");
  must((await page.locator(".orders-table tbody tr").count()) === Math.min(total, 200), "the list is not what the API has");
  await page.getByLabel("搜编号、标题、经过").fill(`冷藏柜${mark}`);
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=/);
  await page.waitForFunction(() => document.querySelectorAll(".orders-table tbody tr").length === 1);
  await page.locator(".orders-table", { hasText: order.id }).waitFor();
  await page.getByLabel("状态").selectOption("closed");
  await page.locator(".nothing", { hasText: "没有符合条件的工单" }).waitFor();
  await page.getByRole("button", { name: "清除筛选" }).click();
  await page.getByRole("link", { name: "级别" }).click();
  await page.waitForURL(/sort=level/);
  await page.waitForFunction(() => document.querySelector("th[aria-sort]")?.getAttribute("aria-sort") === "ascending");
  const rank = ["红", "橙", "黄", "蓝"];
  await page.waitForFunction(([r]) => { const l = [...document.querySelectorAll(".orders-table td .level")].map((e) => r.indexOf(e.textContent)); return l.length > 0 && l.every((x, i) => i === 0 || l[i - 1] <= x); }, [rank]);
  await noSidewaysScroll(page, "the list of orders");
}

/** From a mention to its case, through the form that knows it. */
async function caseOfAMention(page) {
  const m = (await ask(`/mentions?brand=${await ownBrand()}&sentiment=negative&limit=1`)).items[0];
  await page.goto(`${base}/mentions?range=90d&open=${encodeURIComponent(`${m.post.id}/${m.brand}`)}`);
  await page.locator(".mention-detail").getByRole("link", { name: "开工单" }).click();
  await page.waitForURL(/\/orders\/new\?/);
  await page.getByLabel("你的名字").fill(me);
  must((await page.getByLabel("要解决什么").inputValue()).length > 0, "the case has no title of its own");
  await page.getByRole("button", { name: "开立工单" }).click();
  await page.waitForURL(/\/orders\/WO-/);
  const id = page.url().split("/").pop().split("?")[0];
  const order = await ask(`/orders/${id}`);
  must(order.kind === "case" && order.post === m.post.id && order.evidence.length === 1, `the case is ${JSON.stringify([order.kind, order.post])}`);
  await command(id, "claim", { text: "测试" });
  await command(id, "resolve", { action: "已联系顾客" });
  await page.locator(".commands", { hasText: "先登记回访结果，才能关闭" }).waitFor();
  must(await page.locator(".command-buttons").getByRole("button", { name: "关闭", exact: true }).isDisabled(), "a case can be closed without asking the customer back");
}

async function messagesAreTestedAndResent(page) {
  await page.goto(`${base}/deliveries`);
  await page.locator(".channels tbody tr").first().waitFor();
  const { items } = await ask("/channels");
  must((await page.locator(".channels tbody tr").count()) === items.length, "not every channel is listed");
  await page.getByRole("button", { name: `测试 ${items[0].name}` }).click();
  await page.getByLabel("你的名字").fill(me);
  await page.keyboard.press("Enter");
  await page.locator(".channel-test [role=status]", { hasText: /对方已接收|对方没有接收/ }).waitFor();
  await page.locator(".delivery", { hasText: "测试消息" }).first().waitFor();
  const dead = { ...(await ask("/deliveries?limit=1")).items[0], id: "dead.one", title: "没送到的一条", dead: true, sent_at: "0001-01-01T00:00:00Z", last_error: "HTTP 500", folded_in: "", tries: 8, attempts: [{ at: new Date().toISOString(), error: "HTTP 500", took: 3e6 }] };
  await page.route(/\/api\/v1\/deliveries\?/, (r) => r.fulfill({ json: { items: [dead], counts: { waiting: 0, sent: 0, dead: 1, folded: 0 }, total: 1, next: "" } }));
  let asked = null;
  await page.route("**/deliveries/*/resend", (r) => { asked = r.request().postDataJSON(); return r.fulfill({ json: { ...dead, dead: false } }); });
  await page.goto(`${base}/deliveries?state=dead`);
  await page.locator(".delivery summary", { hasText: "没送到的一条" }).click();
  await page.locator(".attempts", { hasText: "HTTP 500" }).waitFor();
  await page.getByRole("button", { name: "重新发送" }).click();
  await page.locator(".resend [role=status]", { hasText: "已排队" }).waitFor();
  must(asked?.actor === me, `resent by ${JSON.stringify(asked)}`);
  await readable(page, "the messages");
}

/** A proof of a fix, in each of its endings, and what a tampered record looks like. */
async function proofAndTampering(page) {
  const { items } = await ask("/orders?limit=200");
  const real = await ask(`/orders/${items[0].id}`);
  const verification = { state: "passed", since: real.opened_at, until: real.opened_at, at: real.opened_at, before: 0.7, peak: 65, after: 0.5, limit: 1.3, past_part: 0.2, part: 0.1, half_life: 3.6e12, usual_half_life: 7.2e12, control: 1.02, effect: 2, effect_low: 1.2, effect_high: 3.1, heard: 0.98, heard_before: 1, verdict: "投诉已回到平时，比以往回落得快。" };
  for (const [state, word] of [["passed", "已验证"], ["failed", "未通过"], ["unclear", "无法判断"], ["watching", "验证中"]]) {
    await page.route(`**/api/v1/orders/${real.id}`, (r) => r.fulfill({ json: { ...real, verification: { ...verification, state } } }));
    await page.goto(`${base}/orders/${real.id}`);
    await page.locator(".verification h3", { hasText: word }).waitFor();
  }
  await page.locator(".verification", { hasText: "以往类似事件 2 小时" }).waitFor();
  await page.route("**/audit", (r) => r.fulfill({ json: { items: [], sound: false, broken: 3 } }));
  await page.goto(`${base}/orders/${real.id}`);
  await page.locator("[role=alert]", { hasText: "第 3 条与写入时不符" }).waitFor();
}

async function onAPhone(page) {
  const order = await made("手机上看的一张");
  for (const path of ["/orders", "/orders?view=board", `/orders/${order.id}?do=answer`, "/orders/new", "/report?range=90d", "/causes?range=90d", "/deliveries"]) {
    await page.goto(base + path);
    await page.locator("main .split-rows, main .board, .order-detail .command-form, .new-order, main .report-table, main .causes, main .channels, main .nothing").first().waitFor();
    await noSidewaysScroll(page, path);
  }
}

async function nothingYet(page) {
  const counts = { new: 0, assigned: 0, in_progress: 0, waiting: 0, resolved: 0, verifying: 0, closed: 0, false_alarm: 0, merged: 0, cancelled: 0, open: 0, overdue: 0 };
  await page.route(/\/api\/v1\/orders\?/, (r) => r.fulfill({ json: { items: [], counts, total: 0, next: "" } }));
  await page.route(/\/api\/v1\/orders\/causes/, (r) => r.fulfill({ json: { from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z", items: [] } }));
  await page.route(/\/api\/v1\/channels$/, (r) => r.fulfill({ json: { items: [] } }));
  await page.route(/\/api\/v1\/deliveries\?/, (r) => r.fulfill({ json: { items: [], counts: { waiting: 0, sent: 0, dead: 0, folded: 0 }, total: 0, next: "" } }));
  for (const [path, words] of [["/orders", "没有工单"], ["/causes", "还没有写明根因的工单"], ["/deliveries", "还没有配置通道"], ["/deliveries", "没有消息"]]) {
    await page.goto(base + path);
    await page.locator(".nothing", { hasText: words }).first().waitFor();
  }
  const refusal = { status: 503, contentType: "application/problem+json", json: { type: "about:blank", title: "x", status: 503, code: "timeout", detail: "x", detail_zh: "查询超时。", errors: [] } };
  await page.route(/\/api\/v1\/orders\/report/, (r) => r.fulfill(refusal));
  await page.goto(`${base}/report`);
  await page.locator("main [role=alert]", { hasText: "查询超时。" }).waitFor();
  page.wrongs = page.wrongs.filter((x) => !/503|Failed to load/.test(x));
}

export const orders = {
  "an order is worked off from claim to close": { of: wholeLife, as: { width: 1440, height: 1000 } },
  "an order waits and returns": { of: waitAndReturn },
  "a link of a message acts only by a press": { of: linksActOnlyByAPress },
  "an order others changed refuses in words": { of: refusalsAreTold },
  "the board moves by buttons": { of: board, as: { width: 1600, height: 900 } },
  "the list of orders is searched and sorted": { of: listIsFiltered, as: { width: 1440, height: 900 } },
  "a mention becomes a case": { of: caseOfAMention, as: { width: 1440, height: 900 } },
  "a channel is tested and a message resent": { of: messagesAreTestedAndResent },
  "a proof of a fix and a broken record are shown": { of: proofAndTampering },
  "orders, reports and messages fit a phone": { of: onAPhone, as: { width: 390, height: 844 } },
  "no orders and no messages yet": { of: nothingYet },
};
