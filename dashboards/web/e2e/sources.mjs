// What the pages of sources tell: states with what to do, what came beside the usual, gaps and how they are
// filled, the page for compliance; and that hatched charts name who was not heard.

import { ask, must } from "./browser.mjs";
import { noSidewaysScroll, readable, seriousOfAxe } from "./checks.mjs";

const hour = 3_600_000;
const ago = (hours) => new Date(Date.now() - hours * hour).toISOString();

const remedy = (zh, en) => ({ zh, en });
const lostGap = { source: "lost", from: ago(50), to: ago(46), open: false, lost: true, trouble: "pace", missing: "只显示最新二十条" };

/** Sources in the states a demo never has, made of a real one. */
function troubled(real) {
  const few = { ...real.week, got: 3, expected: -1, coverage: 0.2 };
  const made = (id, title, state, more) => ({ ...real, id, title, state, trouble: "", remedy: remedy("", ""), gaps: [], ...more });
  return [
    made("well", "一切正常", "ok", {}),
    made("lost", "有过缺口", "ok", { gaps: [lostGap], week: { ...real.week, coverage: 0.997 } }),
    made("wall", "撞了墙", "blocked", { trouble: "login", opt_in: true, day: few, week: few, remedy: remedy("改为导入文件。", "Import instead."), gaps: [{ ...lostGap, from: ago(30), to: ago(0), open: true, lost: false, trouble: "login", missing: "" }] }),
    made("quiet", "太安静", "silent", { remedy: remedy("打开原网页核对。", "Look at the site.") }),
    made("far", "代理不见了", "remote", { remote: true, next_at: null, remedy: remedy("检查代理。", "Check the agent.") }),
    made("desk", "客服台", "passive", { every: 0, next_at: null, last: undefined }),
  ];
}

async function showTroubled(page) {
  const all = troubled((await ask("/collection")).items[0]);
  await page.route("**/api/v1/collection", (r) => r.fulfill({ json: { now: ago(0), items: all } }));
  const real = await ask(`/sources/${encodeURIComponent((await ask("/collection")).items[0].id)}`);
  for (const one of all) await page.route(`**/api/v1/sources/${one.id}`, (r) => r.fulfill({ json: { ...real, ...one } }));
  return { all, real };
}

async function everySourceIsListed(page, base) {
  const { items } = await ask("/collection");
  await page.goto(`${base}/sources`);
  await page.waitForSelector(".health tbody");
  must((await page.locator(".health tbody").count()) === items.length, "not every source is listed");
  const shown = await page.locator(".health .source-name").allTextContents();
  must(items.every((s) => shown.includes(s.title)), `listed are ${shown.join(", ")}`);
  const first = items[0];
  await page.locator(".source-name").first().click();
  await page.locator(".source-head h2", { hasText: first.title }).waitFor();
  await page.locator(".calendar").waitFor();
  const cells = await page.locator(".calendar .hour:not(.ahead)").count();
  const { calendar } = await ask(`/sources/${encodeURIComponent(first.id)}`);
  must(Math.abs(cells - calendar.length) <= 1, `the calendar shows ${cells} hours, the API has ${calendar.length}`);
  await readable(page, "a source");
  await page.goBack();
  await page.waitForSelector(".health tbody");
}

async function troubleIsTold(page, base) {
  await showTroubled(page);
  await page.goto(`${base}/sources`);
  await page.locator(".sources-health .says", { hasText: "6 个信源里 3 个要处理：撞了墙（被拒）、代理不见了（代理失联）、太安静（异常安静）" }).waitFor();
  for (const words of ["改为导入文件。", "打开原网页核对。", "检查代理。", "1 处缺口待补", "已有 1 天 6 小时没有听到"]) await page.getByText(words).first().waitFor();
  must((await page.locator(".health tbody", { hasText: "有过缺口" }).textContent()).includes("▨ 99%"), "coverage just below whole is rounded up to whole");
  await noSidewaysScroll(page, "the sources");
  await readable(page, "the sources");
}

async function gapIsFilled(page, base) {
  await showTroubled(page);
  const orders = [];
  await page.route("**/api/v1/sources/lost/visit", (r) => {
    if (r.request().method() === "POST") orders.push(r.request().postDataJSON());
    return r.fulfill({ status: orders.length && r.request().method() === "POST" ? 202 : 200, json: { source: "lost", started_at: ago(0), ended_at: ago(0), posts: 12, left: [], visits: [], error: "" } });
  });
  await page.goto(`${base}/sources`);
  await page.getByRole("link", { name: "1 处缺口待补" }).click();
  const line = page.locator(".gap-log tbody tr");
  await line.getByText("只显示最新二十条").waitFor();
  await line.getByRole("button", { name: "补采" }).focus();
  await page.keyboard.press("Enter");
  await line.getByText("访问结束，收到 12 条。").waitFor();
  must(orders.length === 1 && orders[0].since === lostGap.from && orders[0].until === lostGap.to, `asked for ${JSON.stringify(orders)}`);
  await page.getByRole("button", { name: "补采全部缺口" }).click();
  await page.locator(".source-head").getByText("访问结束，收到 12 条。").waitFor();
  must(orders[1]?.gaps === true, `asked for ${JSON.stringify(orders[1])}`);
  await noSidewaysScroll(page, "the gaps");
}

async function refusalToVisitIsTold(page, base) {
  await showTroubled(page);
  await page.route("**/api/v1/sources/well/visit", (r) => r.fulfill({ status: 409, contentType: "application/problem+json", json: { type: "about:blank", title: "Conflict", status: 409, code: "conflict", detail: "Under way.", detail_zh: "正在访问，等它结束。", errors: [] } }));
  await page.goto(`${base}/sources/well`);
  await page.getByRole("button", { name: "立即访问" }).click();
  await page.locator(".source-head [role=status]", { hasText: "没有开始、正在访问，等它结束。" }).waitFor();
  page.wrongs = page.wrongs.filter((x) => !/409|Failed to load/.test(x));
}

async function complianceIsTold(page, base) {
  const { real } = await showTroubled(page);
  await page.goto(`${base}/sources/wall`);
  await page.getByRole("radio", { name: "合规" }).check();
  const card = page.locator(".compliance");
  for (const words of [real.about.how.zh, real.about.basis.zh, "RFC 9309", "实际用量"]) await card.getByText(words).first().waitFor();
  await page.emulateMedia({ media: "print" });
  must(!(await page.locator(".side").isVisible()) && !(await card.getByRole("button").isVisible()) && (await card.isVisible()), "more than the page itself is printed");
  await page.emulateMedia({ media: "screen" });
  await noSidewaysScroll(page, "compliance");
}

async function noSourceAndNoSuchSource(page, base) {
  await page.route("**/api/v1/collection", (r) => r.fulfill({ json: { now: ago(0), items: [] } }));
  await page.goto(`${base}/sources`);
  await page.locator(".sources-health .nothing", { hasText: "还没有配置信源" }).waitFor();
  await page.goto(`${base}/sources/nowhere`);
  await page.locator(".nothing", { hasText: "没有这个信源" }).waitFor();
  page.wrongs = page.wrongs.filter((x) => !/404|Failed to load/.test(x));
}

async function hatchingNamesTheSource(page, base) {
  const real = (await ask("/collection")).items[0];
  await page.route("**/api/v1/trend?*", async (r) => {
    const trend = await (await r.fetch()).json();
    const at = trend.points.length - 30;
    for (const p of trend.points.slice(at, at + 6)) p.coverage = 0.4;
    trend.unheard = [{ source: real.id, from: trend.points[at].at, to: trend.points[at + 6].at, open: false, lost: true, trouble: "network", missing: "" }];
    return r.fulfill({ json: trend });
  });
  await page.goto(`${base}/?step=hour`);
  const says = page.locator(".trend-missing");
  await says.waitFor();
  must((await says.textContent()).includes(`${real.title} 6 小时`), `who is missing is told as "${await says.textContent()}"`);
  const serious = await seriousOfAxe(page);
  must(serious.length === 0, `beside hatching axe finds ${serious.join(" | ")}`);
  await page.locator(".figures-table summary").click();
  await page.locator(".figures-table td", { hasText: real.title }).first().waitFor();
  await says.getByRole("link", { name: real.title }).click();
  await page.locator(".source-head h2", { hasText: real.title }).waitFor();
}

async function growthIsShown(page, base) {
  const m = (await ask("/mentions?limit=1")).items[0];
  const look = (hours, likes, replies) => ({ post: m.post.id, source: m.post.source, at: ago(hours), engagement: { likes, replies, shares: -1, views: -1, approx: false } });
  await page.route("**/api/v1/mentions/*/*/observations", (r) => r.fulfill({ json: { items: [look(9, 3, 1), look(5, 12, 1), look(0, 40, 1)] } }));
  await page.goto(`${base}/mentions?open=${encodeURIComponent(`${m.post.id}/${m.brand || "-"}`)}`);
  const growth = page.locator(".growth");
  await growth.getByText("赞 9 小时里从 3 到 40").waitFor();
  must((await growth.locator("li").count()) === 1, "a count that did not change is said to have grown");
  await growth.locator("summary").click();
  must((await growth.locator("tbody tr").count()) === 3, "not every look is listed");
}

const phone = { width: 390, height: 844 };
export const sources = {
  "every source is listed": { of: everySourceIsListed },
  "the sources' troubles are told": { of: troubleIsTold },
  "the sources' troubles are told on a phone in the dark": { of: troubleIsTold, as: { ...phone, theme: "dark" } },
  "a source's gap is filled": { of: gapIsFilled },
  "a source's gap is filled on a phone": { of: gapIsFilled, as: phone },
  "a source's refusal is told": { of: refusalToVisitIsTold },
  "a source's compliance is told": { of: complianceIsTold },
  "a source's compliance is told on a phone": { of: complianceIsTold, as: phone },
  "no source, no such source": { of: noSourceAndNoSuchSource },
  "hatching names the source": { of: hatchingNamesTheSource, as: { width: 1440, height: 900 } },
  "how a source's mention grew is shown": { of: growthIsShown, as: { width: 1440, height: 900 } },
};
