// What must hold in a real browser. Every case compares the screen with what the API answers, never with
// numbers written here, so that it holds on any data that have mentions, an alert and an order.

import { alerts } from "./alerts.mjs";
import { ask, must } from "./browser.mjs";
import { noSidewaysScroll, readable } from "./checks.mjs";
import { letters } from "./letters.mjs";
import { finds } from "./finds.mjs";
import { operations } from "./operations.mjs";
import { mentions } from "./mentions.mjs";
import { orders } from "./orders.mjs";
import { places } from "./places.mjs";
import { seconds } from "./seconds.mjs";
import { shell } from "./shell.mjs";
import { sources } from "./sources.mjs";
import { topics } from "./topics.mjs";
import { work } from "./work.mjs";

const number = (text) => Number(text.replace(/[^\d.-]/g, ""));
const ready = (page) => page.waitForSelector("main .panel table, main .mention-row, main .split-row, main .card, main .letter, main .health, main .find-card, main .finds-tools ~ .nothing, main .orders-table, main .board, main .causes, main .shares, main .job-list, main .letter-list, main .question-list, main .audience-list, main .nothing");

const addresses = ["/", "/mentions", "/discoveries", "/alerts", "/orders", "/report", "/causes", "/deliveries", "/quality", "/jobs", "/ledger", "/digest", "/letters", "/questions", "/audiences", "/sources"];

async function everyPage(page, base) {
  for (const path of addresses) {
    await page.goto(base + path);
    await ready(page);
    await noSidewaysScroll(page, path);
    await readable(page, path);
  }
}

/** The overview's headline equals the API's, over a window that does not move. */
async function headlineEqualsApi(page, base) {
  const meta = await ask("/meta");
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: meta.timezone }).format(new Date(meta.now));
  const before = (n) => new Date(Date.parse(day) - n * 86_400_000).toISOString().slice(0, 10);
  const range = `from=${before(8)}&to=${before(1)}`;
  const api = await ask(`/overview?${range}`);
  must(api.total > 0, "the demo has no mentions in the last week");
  await page.goto(`${base}/?${range}`);
  await ready(page);
  await page.waitForFunction((n) => document.querySelector(".figure-value")?.textContent.replace(/\D/g, "") === String(n), api.total);
  const shown = await page.$$eval(".figure-value", (all) => all.map((e) => e.textContent));
  must(shown[2] === `${(api.negative_share * 100).toFixed(1)}%`, `negative share shows ${shown[2]}, the API says ${api.negative_share}`);
  return { range, api };
}

async function drillToMentions(page, base) {
  const { range } = await headlineEqualsApi(page, base);
  const row = page.locator(".panel", { has: page.locator("h2", { hasText: "话题" }) }).locator("tbody tr").first();
  const n = number(await row.locator("td.num a").first().textContent());
  await row.locator("td.num a").first().click();
  await page.waitForURL(/\/mentions\?.*topic=/);
  await page.waitForFunction((want) => document.querySelector(".active-total")?.textContent.replace(/\D/g, "") === String(want), n);
  const topic = new URL(page.url()).searchParams.get("topic");
  const api = await ask(`/mentions?${range}&topic=${encodeURIComponent(topic)}&limit=1`);
  must(api.total === n, `the bar said ${n}, the API counts ${api.total} mentions of ${topic}`);
  const address = page.url();
  await page.reload();
  await page.waitForSelector(".mention-row");
  must(page.url() === address, "a reload changed the address");
  await page.goBack();
  await page.waitForSelector(".headline");
}

async function searchAndRead(page, base) {
  await page.goto(`${base}/mentions?range=90d&sentiment=negative`);
  await page.waitForSelector(".mention-row");
  const rows = await page.locator(".mention-row .sentiment").evaluateAll((all) => all.map((e) => e.className));
  must(rows.every((c) => c.includes("negative")), "a filter for negative mentions shows others");
  await page.keyboard.press("/");
  must(await page.evaluate(() => document.activeElement?.id === "mention-search"), "the slash key does not lead to the search box");
  const word = (await ask("/keywords?range=90d&sentiment=negative&limit=1".replace("range=90d&", ""))).items[0]?.key ?? "店";
  await page.keyboard.type(word);
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=/);
  await page.waitForSelector(".mention-row, .nothing");
  await page.goto(`${base}/mentions?range=90d&sentiment=negative&severity=2`);
  await page.waitForSelector(".mention-row");
  await page.locator(".mention-text").first().click();
  await page.waitForSelector(".mention-detail .detail-text");
  const id = new URL(page.url()).searchParams.get("open");
  const mention = await ask(`/mentions/${id}`);
  await checkEvidence(page, mention);
  await page.keyboard.press("j");
  await page.waitForFunction((old) => new URL(location.href).searchParams.get("open") !== old, id);
}

/** Every span on the screen is the text between the code points the analysis names. */
async function checkEvidence(page, mention) {
  const points = Array.from(mention.analysis.norm);
  const shown = await page.$$eval(".detail-text mark", (all) => all.map((m) => [...m.childNodes].filter((n) => n.nodeType === 3).map((n) => n.textContent).join("")).join("\u0000"));
  for (const a of mention.analysis.aspects) {
    const want = points.slice(a.start, a.end).join("");
    must(want === a.text, `the analysis quotes "${a.text}" but its offsets say "${want}"`);
    must(shown.replaceAll("\u0000", "").includes(want), `the evidence "${want}" is not marked on the screen`);
  }
}

async function alertToOrder(page, base) {
  const { items } = await ask("/alerts?limit=200");
  const alert = items.find((a) => a.order);
  must(alert, "no alert of the demo opened a work order");
  await page.goto(`${base}/alerts/${alert.id}`);
  await page.waitForSelector(".alert-detail h2");
  must((await page.locator(".alert-detail h2").textContent()) === alert.headline, "the alert's headline differs from the API's");
  await page.waitForSelector(".alert-detail canvas");
  const sum = alert.points.reduce((n, p) => n + p.points, 0);
  if (alert.points.length) must(number(await page.locator(".points tfoot .num").textContent()) === sum, "the points do not add up to the sum shown");
  await page.locator(".alert-actions a").first().click();
  await page.waitForURL(/\/orders\//);
  await page.waitForSelector(".order-detail h2");
}

async function noteIsKept(page, base) {
  const { items } = await ask("/orders?limit=200");
  const order = items.find((o) => o.state !== "closed") ?? null;
  must(order, "the demo has no open work order");
  await page.goto(`${base}/orders/${order.id}`);
  await page.getByRole("button", { name: "备注", exact: true }).click();
  await page.getByRole("button", { name: "提交" }).click();
  await page.waitForSelector(".field-error"); // neither name nor words: refused before anything is sent
  const words = `浏览器测试 ${Date.now()} 😤<b>`;
  await page.getByLabel("你的名字").fill("测试员");
  await page.locator(".command-form textarea").fill(words);
  await page.getByRole("button", { name: "提交" }).click();
  await page.locator(".history").getByText(words).waitFor();
  await page.reload();
  await page.locator(".history").getByText(words).waitFor();
  await page.getByRole("button", { name: "备注", exact: true }).click();
  must((await page.getByLabel("你的名字").inputValue()) === "测试员", "the operator's name was not remembered");
}

async function conflictIsExplained(page, base) {
  const { items } = await ask("/orders?limit=200");
  const order = items.find((o) => o.state !== "closed");
  await page.goto(`${base}/orders/${order.id}`);
  await page.getByRole("button", { name: "备注", exact: true }).click();
  await page.getByLabel("你的名字").fill("测试员");
  await page.locator(".command-form textarea").fill("我看到的是旧的");
  // Somebody else is faster, and this page must not hear of it before it sends.
  await page.route("**/api/v1/orders/*", (route) => (route.request().method() === "GET" ? route.abort() : route.continue()));
  await page.evaluate(async (id) => {
    await fetch(`/api/v1/orders/${id}/commands`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ type: "note", actor: "另一位", text: "先到一步" }) });
  }, order.id);
  // The stale page sends the version it knew when it was opened.
  await page.route("**/commands", async (route) => {
    const body = { ...route.request().postDataJSON(), version: order.version };
    await route.continue({ postData: JSON.stringify(body) });
  });
  await page.getByRole("button", { name: "提交" }).click();
  await page.locator(".command-form [role=alert]").getByText("没有提交").waitFor();
  must((await page.locator(".command-form textarea").inputValue()) === "我看到的是旧的", "the words were lost in the conflict");
  page.wrongs = page.wrongs.filter((x) => !/409|ERR_FAILED|Failed to load/.test(x));
}

async function digestHasProof(page, base) {
  await page.goto(`${base}/digest`);
  await page.waitForSelector(".letter h2");
  const api = await ask("/digest");
  const lines = api.sections.flatMap((s) => s.lines);
  must((await page.locator(".letter-line").count()) === lines.length, "the letter on the screen has other lines than the API's");
  const proof = page.locator(".letter .quotes a").first();
  if (await proof.count()) {
    await proof.click();
    await page.waitForSelector(".mention-detail .detail-text");
  }
}

async function languageAndThemeStay(page, base) {
  await page.goto(base + "/");
  await ready(page);
  await page.locator(".preferences > summary").click();
  await page.getByRole("radio", { name: "English" }).check();
  await page.locator("h1", { hasText: "Overview" }).waitFor();
  await page.getByRole("radio", { name: "Dark" }).check();
  await page.keyboard.press("Escape");
  must(!(await page.locator(".preferences .fold-box").isVisible()), "Escape does not close the preferences");
  await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
  await page.reload();
  await page.locator("h1", { hasText: "Overview" }).waitFor();
  must(await page.evaluate(() => document.documentElement.dataset.theme === "dark" && document.documentElement.lang === "en"), "language or theme did not survive a reload");
  const han = await page.evaluate(() => [...document.querySelectorAll("nav .side-title, h1, h2, dt, th[scope=col]")].map((e) => e.textContent).filter((t) => /\p{Script=Han}/u.test(t)));
  must(han.length === 0, `English pages show Chinese headings: ${han.join(", ")}`);
}

async function keyboardOnly(page, base) {
  await page.goto(base + "/");
  await ready(page);
  await page.keyboard.press("Tab");
  must(await page.evaluate(() => document.activeElement?.className === "skip"), "the first stop is not the skip link");
  const seen = new Set();
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const e = document.activeElement;
      const style = getComputedStyle(e);
      return { tag: e.tagName, text: (e.textContent || e.getAttribute("aria-label") || "").slice(0, 30), visible: style.outlineStyle !== "none" || e.closest(".segments, .ant-input-affix-wrapper") !== null };
    });
    seen.add(stop.tag + stop.text);
    must(stop.visible, `the focus cannot be seen on ${stop.tag} "${stop.text}"`);
  }
  must(seen.size > 15, "the keyboard is caught in a small part of the page");
}

async function noFlicker(page, base) {
  await page.goto(base + "/");
  await ready(page);
  await page.waitForSelector(".trend-panel canvas");
  await page.evaluate(() => {
    window.__lost = 0;
    new MutationObserver((all) => {
      for (const m of all) for (const n of m.removedNodes) if (n instanceof Element && (n.matches?.(".panel, canvas, table, .numbers") || n.querySelector?.("canvas, table"))) window.__lost++;
    }).observe(document.querySelector("main"), { childList: true, subtree: true });
  });
  const asked = page.waitForResponse((r) => r.url().includes("/api/v1/overview"), { timeout: 30_000 });
  await asked;
  await page.waitForFunction(() => !document.querySelector(".stale"));
  must((await page.evaluate(() => window.__lost)) === 0, "a refresh took panels off the page and put them back");
}

/** A post written by an enemy: shown as the characters it is made of. */
async function hostileText(page, base) {
  const text = "<img src=x onerror=alert(1)><script>alert(2)</script>\u202egnp.exe {{7*7}} =cmd|'/c calc'!A1 " + "😤".repeat(3000) + "\u200b".repeat(50);
  const real = (await ask("/mentions?limit=1")).items[0];
  const enemy = { ...real, post: { ...real.post, title: "<b>x</b>", text, url: "javascript:alert(3)" }, analysis: { ...real.analysis, norm: text, aspects: [{ name: "a", sentiment: "negative", start: 0, end: 28, text: "<img" }, { name: "b", sentiment: "positive", start: 9, end: 90000, text: "" }] } };
  await page.route("**/api/v1/mentions?*", (r) => r.fulfill({ json: { items: [enemy], next: "", total: 1 } }));
  await page.route("**/api/v1/mentions/*/*", (r) => r.fulfill({ json: enemy }));
  let dialogs = 0;
  page.on("dialog", (d) => { dialogs++; void d.dismiss(); });
  await page.goto(base + "/mentions");
  await page.locator(".mention-text").first().click();
  await page.waitForSelector(".detail-text");
  must((await page.locator(".detail-text img, .detail-text script, .mention-row img").count()) === 0, "a post's text became elements of the page");
  must((await page.locator(".detail-text").textContent()).includes("<script>alert(2)</script>"), "the text is not shown as written");
  must(!(await page.locator(".detail-text").textContent()).includes("\u202e"), "a direction override reached the page");
  must((await page.locator('a[href^="javascript"]').count()) === 0, "a post's address became a script link");
  await noSidewaysScroll(page, "a hostile post");
  must(dialogs === 0, "a script of a post ran");
}

/** Nothing collected yet: every page says so and leads on. */
async function nothingYet(page, base) {
  const none = { total: 0, negative: 0, neutral: 0, positive: 0, complaints: 0, authors: 0, nsr: null, negative_share: null, negative_low: null, negative_high: null, complaint_rate: null };
  await page.route("**/api/v1/overview?*", (r) => r.fulfill({ json: { ...none, open_orders: 0, before: none } }));
  await page.route(/\/api\/v1\/(topics|aspects|sources|stores)\?/, (r) => r.fulfill({ json: { items: [] } }));
  await page.route("**/api/v1/trend?*", (r) => r.fulfill({ json: { step: "hour", points: [], alerts: [], unheard: [] } }));
  await page.route(/\/api\/v1\/(mentions|alerts|orders)(\?|$)/, (r) => r.fulfill({ json: { items: [], next: "", total: 0, open: 0, counts: { new: 0, assigned: 0, in_progress: 0, waiting: 0, resolved: 0, verifying: 0, closed: 0, false_alarm: 0, merged: 0, cancelled: 0, open: 0, overdue: 0 } } }));
  await page.goto(base + "/");
  await page.locator(".trend-panel .nothing").waitFor();
  must((await page.locator(".figure-value").nth(1).textContent()) === "—", "a share of nothing is shown as a number");
  for (const path of ["/mentions", "/alerts", "/orders"]) {
    await page.goto(base + path);
    await page.locator("main .nothing").first().waitFor();
  }
}

/** The server goes away under an open page: the numbers stay, the header says so, and it recovers by itself. */
async function serverAway(page, base) {
  await page.goto(base + "/");
  await ready(page);
  await page.waitForFunction(() => /\d/.test(document.querySelector(".figure-value")?.textContent ?? "")); // another panel may be first
  const before = await page.locator(".figure-value").first().textContent();
  await page.route("**/api/v1/**", (r) => r.abort());
  await page.locator(".pulse.lost").waitFor({ timeout: 30_000 });
  must((await page.locator(".figure-value").first().textContent()) === before, "the numbers went away with the server");
  await page.unroute("**/api/v1/**");
  await page.locator(".pulse.live").waitFor({ timeout: 30_000 });
  page.wrongs = page.wrongs.filter((x) => !/ERR_FAILED|Failed to load/.test(x));
}

async function serverTrouble(page, base) {
  await page.route("**/api/v1/overview?*", (r) => r.fulfill({ status: 503, contentType: "application/problem+json", json: { type: "about:blank", title: "Service Unavailable", status: 503, code: "timeout", detail: "Took too long.", detail_zh: "查询超时，请缩短时间。", errors: [] } }));
  await page.goto(base + "/");
  await page.locator(".headline [role=alert]").getByText("查询超时，请缩短时间。").waitFor();
  await page.unroute("**/api/v1/overview?*");
  await page.locator(".headline").getByRole("button", { name: "重试" }).click();
  await page.waitForSelector(".figure-value");
  page.wrongs = page.wrongs.filter((x) => !/503|Failed to load/.test(x));
}

async function lostPage(page, base) {
  await page.goto(base + "/nowhere");
  await page.locator("h1", { hasText: "没有这一页" }).waitFor();
}

const phone = { width: 390, height: 844 };
export const cases = {
  "every page opens": { of: everyPage },
  "every page fits a phone": { of: everyPage, as: phone },
  "every page in the dark on a wall": { of: everyPage, as: { width: 2560, height: 1440, theme: "dark" } },
  "the headline equals the API": { of: headlineEqualsApi },
  "a bar opens the mentions it counts": { of: drillToMentions },
  "search, filter, evidence": { of: searchAndRead, as: { width: 1440, height: 900 } },
  "from an alert to its order": { of: alertToOrder },
  "a note is kept": { of: noteIsKept },
  "a conflict is explained": { of: conflictIsExplained },
  "the digest proves its lines": { of: digestHasProof, as: { width: 1440, height: 900 } },
  ...alerts,
  ...mentions,
  ...orders,
  ...places,
  ...sources,
  ...topics,
  "language and theme stay": { of: languageAndThemeStay },
  "the keyboard reaches everything": { of: keyboardOnly },
  "a refresh does not flicker": { of: noFlicker },
  "a hostile post harms nothing": { of: hostileText },
  "nothing collected yet": { of: nothingYet },
  "the server goes away and comes back": { of: serverAway },
  "a refusal is told and can be retried": { of: serverTrouble },
  "a wrong address says so": { of: lostPage },
  ...shell,
  ...seconds,
  ...operations, ...work,
  ...letters,
  ...finds, // last: accepting a word has history understood anew
};
