// The pages of analysis: each number, bar, cell and word opens the list of exactly the mentions it counts; empty,
// broken and unheard are told apart.

import { ask, must } from "./browser.mjs";
import { noSidewaysScroll, readable } from "./checks.mjs";

const number = (text) => Number(text.replace(/[^\d]/g, ""));
const paths = ["/topics", "/topics?of=aspect&sort=worst", "/aspects", "/aspects?by=brand", "/words", "/heat", "/heat?measure=negative"];
const drawn = (page) => page.waitForSelector("main table.tree tbody tr, main table.matrix tbody tr, main .cloud-list tbody tr, main table.heat td");

/** Whole days that lie behind us: what they count does not grow while the test runs. */
async function behindUs() {
  const meta = await ask("/meta");
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: meta.timezone }).format(new Date(meta.now));
  const before = (n) => new Date(Date.parse(day) - n * 86_400_000).toISOString().slice(0, 10);
  return `from=${before(22)}&to=${before(2)}`;
}

/** Clicks and reads how many mentions the list that opens has. */
async function opened(page, link) {
  await link.click();
  await page.waitForURL(/\/mentions/);
  await page.waitForFunction(() => /\d/.test(document.querySelector(".active-total")?.textContent ?? ""));
  const total = number(await page.locator(".active-total").textContent());
  const behind = (await ask("/mentions?limit=1&" + new URL(page.url()).search.slice(1).replace(/(^|&)(open|compare)=[^&]*/g, ""))).total;
  must(total === behind, `the list says ${total}, the API ${behind}: ${page.url()}`);
  return total;
}

async function analysisOpens(page, base) {
  for (const path of paths) {
    await page.goto(base + path);
    await drawn(page);
    must((await page.locator("main .says").first().textContent()).length > 8, `${path} draws no conclusion`);
    await noSidewaysScroll(page, path);
    await readable(page, path);
  }
}

async function topicOpensItsMentions(page, base) {
  const range = await behindUs();
  const tree = await ask("/topics/tree?" + range);
  const group = tree.groups.find((g) => g.children.length > 1);
  await page.goto(`${base}/topics?${range}&open=${encodeURIComponent(group.key)}`);
  for (const b of [group, group.children[0]]) {
    const row = page.locator(`tr[data-key="${b.key}"]`);
    await row.waitFor();
    must(number(await row.locator(".tree-n").textContent()) === b.n, `${b.key} shows another number than the API's ${b.n}`);
    const total = await opened(page, row.locator(".tree-n"));
    must(total === b.n, `${b.key} counts ${b.n}, its list has ${total}`);
    await page.goBack();
  }
  // A group folds with the keyboard, and the address keeps it.
  const twist = page.locator(`tr[data-key="${group.key}"] button`);
  await twist.focus();
  await page.keyboard.press("Enter");
  await page.locator(`tr[data-key="${group.children[0].key}"]`).waitFor({ state: "detached" });
  await page.reload();
  await drawn(page);
  must(await page.locator(`tr[data-key="${group.children[0].key}"]`).count() === 0, "a reload unfolds what was folded");
}

async function pairOpensItsMentions(page, base) {
  const range = await behindUs();
  const pairs = await ask("/topics/pairs?" + range);
  must(pairs.pairs.length > 0, "the demo has no two topics in one mention");
  await page.goto(`${base}/topics?${range}`);
  const cell = page.locator("table.pairs td.pairs-sure a").first();
  await cell.waitFor();
  const n = number(await cell.textContent());
  const total = await opened(page, cell);
  must(total === n, `a pair counts ${n}, its list has ${total}`);
  await page.goBack();
  await page.getByLabel("列成表").check();
  await page.locator("table.pairs-list tbody tr").first().waitFor();
}

async function judgementOpensItsMentions(page, base) {
  const range = await behindUs();
  const m = await ask("/aspects/matrix?" + range);
  const row = m.rows.find((r) => !r.group && r.negative > 0 && r.words.length > 0);
  const group = m.rows.find((r) => r.group && row.key.startsWith(r.key));
  const open = group ? `&open=${encodeURIComponent(group.key)}` : "";
  const at = `${base}/aspects?${range}${open}`;
  await page.goto(at);
  const line = page.locator(`tr[data-key="${row.key}"]`);
  const bad = await opened(page, line.locator(".judged-negative a"));
  must(bad === row.negative, `${row.key} has ${row.negative} negative judgements, the list ${bad}`);
  await page.goto(at);
  const word = await opened(page, line.locator(`[data-word="${row.words[0].word}"]`));
  must(word === row.words[0].n, `"${row.words[0].word}" of ${row.key} counts ${row.words[0].n}, the list ${word}`);
  const by = await ask("/aspects/matrix?by=brand&" + range);
  const again = by.rows.find((r) => r.key === row.key);
  await page.goto(at + "&by=brand");
  await page.locator("table.matrix-wide").waitFor();
  const cell = page.locator(`tr[data-key="${row.key}"] td.score`).nth(1);
  const first = await opened(page, cell.locator("a"));
  must(first === again.cells[0].n, `${row.key} of ${by.columns[0].title} counts ${again.cells[0].n}, the list ${first}`);
}

async function wordOpensItsMentions(page, base) {
  const range = await behindUs();
  const cloud = await ask("/words?limit=120&" + range);
  const top = cloud.items[0];
  await page.goto(`${base}/words?${range}`);
  const drawnWord = page.locator(`svg a[data-word="${top.word}"] text`);
  await drawnWord.waitFor();
  const places = () => page.$$eval(".cloud-picture text", (all) => all.map((t) => `${t.textContent} ${t.getAttribute("x")} ${t.getAttribute("y")}`).join());
  const before = await places();
  await page.reload();
  await drawnWord.waitFor();
  must((await places()) === before, "the same words lie elsewhere after a reload");
  const total = await opened(page, drawnWord);
  must(total === top.n, `"${top.word}" counts ${top.n}, its list has ${total}`);
  await page.goto(`${base}/words?${range}`);
  const listed = await opened(page, page.locator(`.cloud-list tr[data-word="${top.word}"] td a`).first());
  must(listed === top.n, `"${top.word}" in the list opens ${listed} of ${top.n}`);
}

async function hourOpensItsMentions(page, base) {
  const range = await behindUs();
  const heat = await ask("/heat?" + range);
  const cell = [...heat.cells].sort((a, b) => b.n - a.n)[0];
  await page.goto(`${base}/heat?${range}`);
  const total = await opened(page, page.locator(`td[data-cell="${cell.weekday}-${cell.hour}"] a`));
  must(total === cell.n, `the hour counts ${cell.n}, its list has ${total}`);
}

async function unheardIsNotZero(page, base) {
  const heat = await ask("/heat");
  const deaf = (c) => (c.weekday === 2 ? { ...c, n: 0, negative: 0, positive: 0, heard: 0, rate: null, negative_low: null, negative_high: null } : c);
  await page.route("**/api/v1/heat?*", (r) => r.fulfill({ json: { ...heat, cells: heat.cells.map(deaf) } }));
  await page.goto(base + "/heat");
  await drawn(page);
  must((await page.locator("td.heat-unheard").count()) >= 24, "hours nobody heard are not hatched");
  must((await page.locator("td.heat-unheard").first().textContent()).includes("没有采集到"), "an hour nobody heard does not say so");
  must((await page.locator("main .says").textContent()).includes("不是零"), "the sentence does not tell of the gap");
  await page.unroute("**/api/v1/heat?*");
}

async function emptyAndBroken(page, base) {
  for (const path of ["/topics", "/aspects", "/words"]) {
    await page.goto(`${base}${path}?from=2001-01-01&to=2001-01-02`);
    await page.locator("main .nothing").first().waitFor();
  }
  const refusal = { type: "about:blank", title: "Service Unavailable", status: 503, code: "timeout", detail: "Took too long.", detail_zh: "查询超时，请缩短时间。", errors: [] };
  await page.route("**/api/v1/topics/tree?*", (r) => r.fulfill({ status: 503, contentType: "application/problem+json", json: refusal }));
  await page.goto(base + "/topics?range=90d");
  await page.locator(".tree-panel [role=alert]").getByText("查询超时，请缩短时间。").waitFor();
  await page.unroute("**/api/v1/topics/tree?*");
  await page.locator(".tree-panel").getByRole("button", { name: "重试" }).click();
  await page.locator("table.tree tbody tr").first().waitFor();
  page.wrongs = page.wrongs.filter((x) => !/503|Failed to load/.test(x));
}

export const topics = {
  "topics, aspects, words and hours open": { of: analysisOpens, as: { width: 1440, height: 900 } },
  "analysis fits a phone": { of: analysisOpens, as: { width: 390, height: 844 } },
  "analysis in the dark on a wall": { of: analysisOpens, as: { width: 2560, height: 1440, theme: "dark" } },
  "a topic opens the mentions it counts": { of: topicOpensItsMentions, as: { width: 1440, height: 900 } },
  "a pair of topics opens the mentions of both": { of: pairOpensItsMentions, as: { width: 1440, height: 900 } },
  "a judgement and its words open their mentions": { of: judgementOpensItsMentions, as: { width: 1440, height: 900 } },
  "a word of the cloud opens its mentions": { of: wordOpensItsMentions, as: { width: 1440, height: 900 } },
  "an hour opens its mentions": { of: hourOpensItsMentions, as: { width: 1440, height: 900 } },
  "an hour nobody heard is hatched, not zero": { of: unheardIsNotZero },
  "analysis of nothing, and when the server fails": { of: emptyAndBroken },
};
