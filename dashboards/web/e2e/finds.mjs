// New words and stories: seen, weighed, accepted, taken back; and what happens when others were faster.

import { ask, must } from "./browser.mjs";
import { noSidewaysScroll, readable } from "./checks.mjs";

const refusal = (status, code, zh) => ({ status, contentType: "application/problem+json", json: { type: "about:blank", title: code, status, code, detail: code, detail_zh: zh, errors: [] } });
const digits = (text) => (text.match(/\d[\d,]*/g) ?? []).map((n) => Number(n.replaceAll(",", "")));

/** Looks for finds through the page and returns what the API then lists. */
async function searched(page, base) {
  await page.goto(base + "/discoveries");
  await page.getByRole("button", { name: "立即查找" }).click();
  await page.locator(".finds-tools [role=status]", { hasText: "找过了" }).waitFor();
  const { items } = await ask("/discoveries");
  const open = items.filter((d) => d.state === "proposed");
  must(open.length > 0, "the demo has nothing on the rise");
  await page.waitForFunction((n) => document.querySelectorAll(".find-card").length === n, open.length);
  return open;
}

async function openFind(page, find) {
  await page.locator(`a.find-label[href^="/discoveries/${find.id}"]`).click();
  await page.waitForURL(new RegExp(`/discoveries/${find.id}`));
  await page.locator(".find-detail h2", { hasText: find.label }).waitFor();
}

/** History is at rest again: the next case must not see it change. */
const atRest = (page) => page.waitForFunction(async () => !(await (await fetch("/api/v1/retag")).json()).running, null, { polling: 500, timeout: 60_000 });

async function weighAndAccept(page, base) {
  const open = await searched(page, base);
  const word = open.find((d) => d.kind === "word");
  must(word, "no new word is on the rise in the demo");
  await openFind(page, word);
  const slider = page.getByLabel("褒贬");
  await slider.focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowLeft");
  must((await slider.getAttribute("aria-valuetext")).includes("贬"), "the slider does not say which side it stands on");
  const told = page.locator(".effect:not([aria-busy=true]) .says");
  await told.waitFor();
  const effect = await ask(`/discoveries/${word.id}/effect?topic=&weight=-2.5`);
  // New posts keep coming in while this runs; what is judged otherwise may grow by them, never shrink.
  const [posts, changed = 0] = digits(await told.textContent());
  must(posts <= effect.posts && posts >= effect.posts - 20, `the effect speaks of ${posts} mentions, the API of ${effect.posts}`);
  must(Math.abs(changed - effect.changed) <= 20, `the effect says ${changed} change, the API ${effect.changed}`);
  await page.getByRole("button", { name: "采纳", exact: true }).click();
  await page.locator(".field-error").waitFor(); // no name: refused before anything is sent
  must((await ask("/discoveries")).items.find((d) => d.id === word.id).state === "proposed", "it was accepted without a name");
  await page.getByLabel("话题名").press("Enter");
  await page.getByLabel("你的名字").fill("测试员");
  must((await page.locator(".find-form").count()) === 1, "Enter in the topic's name accepted the word");
  await page.getByRole("button", { name: "采纳", exact: true }).click();
  await page.locator(".find-detail").getByText("已采纳", { exact: true }).waitFor();
  const accepted = (await ask("/discoveries?state=accepted")).items.find((d) => d.id === word.id);
  must(accepted?.weight === -2.5 && accepted.by === "测试员", `accepted as ${JSON.stringify(accepted)}`);
  must(await page.evaluate(() => document.activeElement?.getAttribute("role") === "status"), "the focus was lost with the form");
  await page.locator(".find-decided", { has: page.locator(`a[href^="/discoveries/${word.id}"]`) }).getByText("贬 −2.5").waitFor();
  await page.locator(".retag", { hasText: /历史(已)?重新理解/ }).waitFor();
  await page.getByRole("button", { name: "撤销" }).click();
  await page.locator(".find-detail").getByText("待决定", { exact: true }).waitFor();
  must((await ask("/discoveries?state=proposed")).items.some((d) => d.id === word.id), "taking back did not reach the server");
  await atRest(page);
}

/** A story needs a name; topics that exist are offered; the address keeps the kind and the find. */
async function nameAStory(page, base) {
  const open = await searched(page, base);
  const story = open.find((d) => d.kind === "story");
  must(story, "no story is on the rise in the demo");
  await page.getByRole("radio", { name: "新事" }).check();
  await page.waitForURL(/kind=story/);
  must((await page.locator(".find-card").count()) === open.filter((d) => d.kind === "story").length, "the kind does not restrict the list");
  await openFind(page, story);
  must(await page.getByRole("button", { name: "采纳", exact: true }).isDisabled(), "a story without a name can be accepted");
  const titles = Object.keys((await ask("/meta")).titles).filter((t) => t.includes("-"));
  const topic = page.getByLabel("话题名");
  await topic.fill(titles[0].slice(0, 2));
  await page.locator(".topic-option").first().waitFor();
  await topic.fill("测试-新事");
  await page.locator(".effect:not([aria-busy=true]) .says").waitFor();
  await page.reload();
  await page.locator(".find-detail h2", { hasText: story.label }).waitFor();
  must(page.url().includes("kind=story"), "a reload forgot the kind");
  await readable(page, "a find");
  await page.locator(".find-detail").getByText("查看相关提及").click();
  await page.waitForURL(/\/mentions\?.*q=/);
  await page.waitForSelector(".mention-row");
}

/** Somebody else was faster, or the find is gone: the server's sentence, and nothing lost. */
async function fasterOthers(page, base) {
  const [find] = await searched(page, base);
  for (const [status, sentence] of [[404, "没有找到：这一条发现"], [409, "当前状态不允许这样做：已有人处理"], [422, "内容不完整或不合理：不能这样处理"]]) {
    await page.goto(`${base}/discoveries/${find.id}`);
    await page.route("**/decision", (r) => r.fulfill(refusal(status, "refused", sentence)));
    await page.getByLabel("你的名字").fill("测试员");
    await page.getByRole("button", { name: "忽略", exact: true }).click();
    await page.locator(".find-form [role=alert]").getByText(sentence).waitFor();
    await page.unroute("**/decision");
  }
  await page.goto(`${base}/discoveries/0000000000000000`);
  await page.getByText("没有这一条").waitFor();
  page.wrongs = page.wrongs.filter((x) => !/404|409|422|Failed to load/.test(x));
}

async function nothingOnTheRise(page, base) {
  await page.route(/\/api\/v1\/discoveries(\?|$)/, (r) => r.fulfill({ json: { items: [], open: 0 } }));
  await page.goto(base + "/discoveries");
  await page.locator(".nothing", { hasText: "每晚 4:40" }).waitFor();
  await page.route(/\/api\/v1\/discoveries\/search/, (r) => r.fulfill(refusal(503, "timeout", "查询超过 30 秒未完成。")));
  await page.getByRole("button", { name: "立即查找" }).click();
  await page.locator(".finds-tools .field-error", { hasText: "查询超过 30 秒未完成。" }).waitFor();
  page.wrongs = page.wrongs.filter((x) => !/503|Failed to load/.test(x));
}

/** While history is understood anew the page says how far it is, and that it is done. */
async function progressIsShown(page, base) {
  let now = { version: "v", running: true, done: 1200, all: 4800 };
  await page.route("**/api/v1/retag", (r) => r.fulfill({ json: now }));
  await page.goto(base + "/discoveries");
  await page.locator(".retag", { hasText: "1,200 / 4,800" }).waitFor();
  must((await page.getByRole("progressbar").getAttribute("aria-valuenow")) === "1200", "the progress bar has no value");
  now = { version: "w", running: false, done: 4800, all: 4800 };
  await page.locator(".retag", { hasText: "历史已重新理解：4,800 条" }).waitFor();
}

async function onAPhone(page, base) {
  const [find] = await searched(page, base);
  await noSidewaysScroll(page, "the finds");
  await openFind(page, find);
  await page.getByLabel("你的名字").scrollIntoViewIfNeeded();
  await noSidewaysScroll(page, "a find");
}

export const finds = {
  "nothing is on the rise": { of: nothingOnTheRise },
  "understanding anew shows its progress": { of: progressIsShown },
  "a find fits a phone": { of: onAPhone, as: { width: 390, height: 844 } },
  "a story needs a name": { of: nameAStory },
  "a find that others decided says so": { of: fasterOthers },
  "a new word is weighed, accepted and taken back": { of: weighAndAccept },
};
