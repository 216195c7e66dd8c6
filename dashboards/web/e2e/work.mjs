// Long work and long lists against the running server: corrections and exports of many, lists in pages, and a
// source that is really visited and gone back through.

import { ask, must } from "./browser.mjs";
import { noSidewaysScroll, readable } from "./checks.mjs";

const always = `from=${new Date(Date.now() - 90 * 86_400_000).toISOString()}&to=${new Date(Date.now() + 86_400_000).toISOString()}`;
const digits = (text) => Number(text.replace(/[^\d]/g, ""));

/** A source with more mentions than are corrected without a job, and not far more: the test is quick. */
async function someSource() {
  const { items } = await ask("/collection");
  const sizes = await Promise.all(items.map(async (s) => ({ id: s.id, n: (await ask(`/mentions?limit=1&raw=true&source=${encodeURIComponent(s.id)}&${always}`)).total })));
  const fit = sizes.filter((s) => s.n > 600).sort((a, b) => a.n - b.n)[0];
  must(fit, "no source of the demo has more than 600 mentions");
  return fit;
}

/** More than 500 are corrected as a job that tells how far it is, names who did it, and is taken back whole. */
async function manyAreAJob(page, base) {
  const { id } = await someSource();
  await page.goto(`${base}/mentions?range=90d&raw=true&source=${encodeURIComponent(id)}`);
  await page.waitForSelector("main .mention-row");
  const before = (await ask("/jobs?kind=correct&limit=200")).items.length;
  await page.getByRole("button", { name: "选择已加载的" }).click();
  await page.getByRole("button", { name: /选择全部/ }).click();
  await page.locator(".bulk-deeds").getByRole("button", { name: "批量更正" }).click();
  const form = page.locator(".bulk-form");
  await form.getByText("将涉及").waitFor();
  const agreed = digits((await form.locator("[role=status]").textContent()).split("条")[0]);
  must(agreed > 500, `only ${agreed} mentions are chosen`);
  await form.getByLabel("反讽").selectOption("false");
  await page.getByLabel("你的名字").fill("测试员");
  await form.getByRole("button", { name: "确认" }).click();
  await page.getByText(/已更正 [\d,]+ 条/).waitFor({ timeout: 60_000 });
  const { items } = await ask("/jobs?kind=correct&limit=200");
  const [job] = items;
  must(items.length === before + 1 && job.state === "done" && job.actor === "测试员" && job.done === job.total && job.done >= agreed, `the job is ${JSON.stringify(job)}`);
  // Not the newest: those came in after the choice.
  const chosen = (await ask(`/mentions?limit=50&raw=true&source=${encodeURIComponent(id)}&${always}`)).items.at(-1);
  const [post, brand] = [chosen.post.id, chosen.brand || "-"];
  const history = await ask(`/mentions/${post}/${encodeURIComponent(brand)}/corrections`);
  must(history.items.some((c) => c.batch === job.id && c.name === "测试员"), "who corrected it does not stand with a mention");
  await page.goto(`${base}/jobs?kind=correct`);
  const line = page.locator(`.job-ended[data-job="${job.id}"]`);
  await line.getByRole("button", { name: /撤销这批更正/ }).click();
  await line.getByRole("button", { name: /确定撤销/ }).click();
  await page.waitForFunction(async () => (await (await fetch("/api/v1/jobs?kind=undo&state=done")).json()).items.length > 0, null, { timeout: 60_000 });
  await line.getByText(/已撤销 [\d,]+ 条/).waitFor({ timeout: 60_000 });
  const after = await ask(`/mentions/${post}/${encodeURIComponent(brand)}/corrections`);
  must(after.items.find((c) => c.batch === job.id).undone, "the correction of a mention was not taken back");
  await noSidewaysScroll(page, "the jobs");
  await readable(page, "the jobs");
}

/** A long export shows how far it is where it was begun, and stops there: the file breaks off and no second one begins. */
async function anExportIsStopped(page, base) {
  await page.goto(`${base}/mentions?range=90d&raw=true`);
  await page.waitForSelector("main .mention-row");
  const before = (await ask("/jobs?kind=export&limit=200")).items.length;
  await page.locator(".mention-tools summary", { hasText: "导出" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "导出 Excel" }).click();
  const job = page.locator(".jobs-here .job").first();
  await job.getByRole("progressbar").waitFor();
  must(!(await page.locator(".menu[open]").count()), "the menu covers how far the export is");
  await job.getByRole("button", { name: /停止/ }).click();
  await page.locator(".jobs-here .job-ended", { hasText: "已停止" }).waitFor();
  must((await (await download).failure()) !== null, "the file of a stopped export looks whole");
  const { items } = await ask("/jobs?kind=export&limit=200");
  must(items.length === before + 1 && items[0].state === "canceled", `${items.length - before} exports, the last ${items[0].state}`);
  await noSidewaysScroll(page, "the mentions with an export");
  await readable(page, "the mentions with an export");
  await page.getByRole("button", { name: /不再显示/ }).click();
  await page.locator(".jobs-here").waitFor({ state: "detached" });
}

/** Lists go on to their end: the pages are small here, and the server's own. */
async function listsGoOn(page, base) {
  const small = (pattern) => page.route(pattern, (r) => {
    const to = new URL(r.request().url());
    to.searchParams.set("limit", "2");
    return r.continue({ url: to.toString() });
  });
  const { items } = await ask("/collection");
  await small("**/api/v1/visits?*");
  await page.goto(`${base}/sources/${encodeURIComponent(items[0].id)}?tab=visits`);
  const rows = page.locator(".visit-log tbody tr");
  await rows.nth(1).waitFor();
  must((await rows.count()) === 2, `a page of two shows ${await rows.count()} visits`);
  await page.getByRole("button", { name: "继续加载" }).click();
  await rows.nth(2).waitFor();
  must(new Set(await rows.locator("time").evaluateAll((all) => all.map((t) => t.getAttribute("datetime")))).size === (await rows.count()), "a visit stands twice");
  await small("**/api/v1/discoveries*");
  const finds = (await ask("/discoveries?limit=200")).items;
  must(finds.length > 2, "the demo has found too little for two pages");
  await page.goto(`${base}/discoveries`);
  const cards = page.locator(".find-card, .find-decided");
  await cards.first().waitFor();
  must((await cards.count()) === 2, "a page of two shows more finds");
  await page.locator(".finds h2 .faint", { hasText: String(finds.filter((d) => d.state === "proposed").length) }).first().waitFor();
  await page.getByRole("button", { name: "继续加载" }).click();
  await cards.nth(2).waitFor();
  const last = finds.at(-1);
  await page.goto(`${base}/discoveries/${encodeURIComponent(last.id)}`);
  await page.locator(".ant-drawer").getByText(last.label).first().waitFor();
  must((await cards.count()) === finds.length, "a link to the last find does not lead to it");
}

/** A source is visited, and gone back through, by the server itself: the visit stands in its log, the work among the jobs. */
async function aSourceIsReallyVisited(page, base) {
  const source = (await ask("/collection")).items.find((s) => s.kind === "feed" || s.kind === "rss") ?? (await ask("/collection")).items.at(-2);
  const path = `/sources/${encodeURIComponent(source.id)}`;
  const log = `/api/v1/visits?source=${encodeURIComponent(source.id)}&limit=20`;
  const written = (test, with_) => page.waitForFunction(async ([to, test, with_]) => (await (await fetch(to)).json()).items.some((v) => (test === "after" ? v.started_at > with_ : v.since?.startsWith(with_))), [log, test, with_], { polling: 500 });
  await page.goto(base + path);
  const was = new Date().toISOString();
  await page.getByRole("button", { name: "立即访问" }).click();
  await page.locator(".source-head [role=status]", { hasText: "访问结束，收到" }).waitFor({ timeout: 60_000 });
  await written("after", was);
  const gap = { source: source.id, from: new Date(Date.now() - 6 * 3_600_000).toISOString(), to: new Date(Date.now() - 4 * 3_600_000).toISOString(), open: false, lost: true, trouble: "cap", missing: "只显示最新二十条" };
  const told = await ask(path);
  await page.route(`**/api/v1${path}`, (r) => r.fulfill({ json: { ...told, gaps: [gap] } })); // the site of the demo loses nothing
  await page.goto(`${base}${path}?tab=gaps`);
  const line = page.locator(".gap-log tbody tr");
  await line.getByRole("button", { name: "补采" }).click();
  await line.getByText(/访问结束，收到 \d+ 条/).waitFor({ timeout: 60_000 });
  const [job] = (await ask("/jobs?kind=backfill")).items;
  must(job?.state === "done" && job.title.includes(source.title), `the way back is listed as ${JSON.stringify(job)}`);
  await written("sent back", gap.from.slice(0, 16)); // stored soon after
}

export const work = {
  "a correction of many is a job, taken back by its line": { of: manyAreAJob, as: { width: 1440, height: 900 } },
  "an export is stopped where it was begun": { of: anExportIsStopped, as: { width: 1440, height: 900 } },
  "an export is stopped on a phone": { of: anExportIsStopped, as: { width: 390, height: 844, theme: "dark" } },
  "lists go on to their end": { of: listsGoOn },
  "a source is really visited and gone back through": { of: aSourceIsReallyVisited },
};
