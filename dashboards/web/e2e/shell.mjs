// The frame around every page: who cannot see, hear or click well can use it, it is there quickly, its
// filter is kept, and the numbers of the overview are those of the database.

import { readFile } from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { ask, base, must } from "./browser.mjs";
import { noSidewaysScroll, seriousOfAxe } from "./checks.mjs";

const menu = await readFile(new URL("../src/pages/pages.ts", import.meta.url), "utf8");
const addresses = [...menu.matchAll(/path: "(\/[^"]*)"/g)].map((m) => m[1]);

/** Loaded: bones are gone and nothing is dimmed. */
const settled = (page) => page.waitForFunction(() => document.querySelector("main") && !document.querySelector(".loading, main .bone, main .stale"), null, { timeout: 60_000 });

/** Every page, as this reader sees it, without a serious finding of axe. All are told at once. */
const accessible = async (page, base) => {
  const found = [];
  for (const path of addresses) {
    await page.goto(base + path);
    await settled(page).catch(() => found.push(`${path}: still loading after a minute`));
    for (const f of await seriousOfAxe(page)) found.push(`${path}: ${f}`);
  }
  if (found.length) console.log(found.map((f) => "      " + f).join("\n"));
  must(found.length === 0, `axe finds ${found.length} serious issues, the first: ${found[0]}`);
};

/** Most bytes of the first page on the wire, API answers not counted. */
const mostBytes = 400 * 1024;

async function lightEntry(page, base) {
  const wire = await page.context().newCDPSession(page);
  await wire.send("Network.enable");
  const names = new Map(), sizes = new Map();
  wire.on("Network.responseReceived", (e) => names.set(e.requestId, { path: new URL(e.response.url).pathname, encoding: e.response.headers["content-encoding"] ?? e.response.headers["Content-Encoding"] ?? "" }));
  wire.on("Network.loadingFinished", (e) => sizes.set(e.requestId, e.encodedDataLength));
  await page.goto(base + "/");
  await page.waitForSelector(".trend-panel canvas");
  await settled(page);
  const files = [...names].filter(([, f]) => !f.path.startsWith("/api/")).map(([id, f]) => ({ ...f, bytes: sizes.get(id) ?? 0 }));
  const total = files.reduce((sum, f) => sum + f.bytes, 0);
  console.log(`      entry: ${(total / 1024).toFixed(0)} KB in ${files.length} files`);
  must(total > 50_000, `only ${total} bytes were seen: the measurement is wrong`);
  const plain = files.filter((f) => /\.(js|css)$/.test(f.path) && !f.encoding && f.bytes > 4096);
  must(plain.length === 0, `travels uncompressed: ${plain.map((f) => f.path).join(", ")}`);
  must(total <= mostBytes, `the first page weighs ${(total / 1024).toFixed(0)} KB: ${files.sort((a, b) => b.bytes - a.bytes).slice(0, 4).map((f) => `${f.path} ${(f.bytes / 1024).toFixed(0)}`).join(", ")}`);
}

/** Milliseconds until the numbers stand on the screen and can be clicked. */
const mostWait = 1_500;

async function quickEntry(page, base) {
  let best = Infinity;
  for (let i = 0; i < 8 && best > mostWait; i++) {
    await page.goto(base + "/", { waitUntil: "commit" });
    const took = await page.evaluate(() => new Promise((done) => {
      const look = () => (document.querySelector("a.figure-value")?.textContent.match(/\d/) ? done(performance.now()) : requestAnimationFrame(look));
      look();
    }));
    best = Math.min(best, took);
  }
  console.log(`      interactive after ${best.toFixed(0)} ms`);
  must(best <= mostWait, `the overview can be used after ${best.toFixed(0)} ms at best`);
}

/** Asks the database of the demo itself, beside everything the server does. Only where run.sh says how. */
function sql(query) {
  const { TINGFENG_BIN: bin, TINGFENG_DATA: data, TINGFENG_CONFIG: config } = process.env;
  if (!bin || !data || !config) return null;
  const out = execFileSync(bin, ["sql", "--config", config, "--data", data, "--format", "csv", query], { encoding: "utf8" });
  return out.trim().split("\n").at(-1).split(",").map((v) => Number(v.replaceAll('"', "")));
}

/** Two days of the server's zone that are over: what is counted there does not move while we look. */
async function pastDays() {
  const meta = await ask("/meta");
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: meta.timezone }).format(new Date(meta.now));
  const before = (n) => new Date(Date.parse(day) - n * 86_400_000).toISOString().slice(0, 10);
  return { from: before(12), to: before(6), zone: meta.timezone };
}

async function numbersEqualSql(page, base) {
  const { from, to, zone } = await pastDays();
  for (const [query, where] of [["", "empty(noise)"], ["&raw=true", "1"], [`&region=${encodeURIComponent("浙江")}`, "empty(noise) AND region = '浙江'"], ["&sentiment=negative&brand=qingheng", "empty(noise) AND sentiment = 'negative' AND brand = 'qingheng'"]]) {
    const counted = sql(`SELECT count(), countIf(sentiment = 'negative'), countIf(complaint) FROM mentions FINAL WHERE toDate(published_at, '${zone}') BETWEEN '${from}' AND '${to}' AND ${where}`);
    if (!counted) return console.log("      SKIPPED: TINGFENG_BIN, TINGFENG_DATA and TINGFENG_CONFIG do not say whom to ask");
    await page.goto(`${base}/?from=${from}&to=${to}${query}`);
    await page.waitForFunction((n) => document.querySelector(".figure-value")?.textContent.replace(/\D/g, "") === String(n), counted[0]);
    const shown = await page.$$eval(".figure-value", (all) => all.slice(0, 4).map((e) => e.textContent));
    const share = (n) => (counted[0] ? ((n / counted[0]) * 100).toFixed(1) + "%" : "—");
    must(shown[2] === share(counted[1]), `${query || "cleaned"}: negative share shows ${shown[2]}, the database says ${share(counted[1])}`);
    must(shown[3] === share(counted[2]), `${query || "cleaned"}: complaint rate shows ${shown[3]}, the database says ${share(counted[2])}`);
  }
}

/** A filter of the header narrows the numbers, is kept by the menu and a reload, and can be lifted again. */
async function filterTravels(page, base) {
  const { from, to } = await pastDays();
  await page.goto(`${base}/?from=${from}&to=${to}`);
  await settled(page);
  const all = await ask(`/overview?from=${from}&to=${to}`);
  await page.locator(".narrow-choice > summary").click();
  await page.locator(".narrow-choice").getByRole("radio", { name: "负面" }).check();
  await page.locator(".narrow-choice").getByLabel("口径").getByRole("radio", { name: "原始" }).check();
  await page.keyboard.press("Escape");
  const api = await ask(`/overview?from=${from}&to=${to}&sentiment=negative&raw=true`);
  must(api.total !== all.total, "the demo's negative raw mentions are all there are: nothing can be told apart");
  await page.waitForFunction((n) => document.querySelector(".figure-value")?.textContent.replace(/\D/g, "") === String(n), api.total);
  must((await page.locator(".head-chip").count()) === 2, "two filters are set and not two are shown");
  await page.reload();
  await page.waitForFunction((n) => document.querySelector(".figure-value")?.textContent.replace(/\D/g, "") === String(n), api.total);
  await page.locator('.side a[href^="/topics"]').click();
  await page.waitForURL(/\/topics\?.*sentiment=negative/);
  await page.locator('.side a[href^="/orders"]').click(); // obeys none of them
  await page.waitForURL(/\/orders/);
  must(!page.url().includes("sentiment="), "a page that does not obey a filter carries it in its address");
  await page.locator('.side a[aria-current], .side a.item').first().click();
  await page.waitForURL(/sentiment=negative/);
  await page.waitForFunction((n) => document.querySelector(".figure-value")?.textContent.replace(/\D/g, "") === String(n), api.total);
  await page.locator(".head-chips .textlink").click();
  await page.waitForFunction((n) => document.querySelector(".figure-value")?.textContent.replace(/\D/g, "") === String(n), all.total);
}

/** A year earlier there is nothing in the demo: the change says so instead of inventing one. */
async function comparisons(page, base) {
  const { from, to } = await pastDays();
  await page.goto(`${base}/?from=${from}&to=${to}`);
  await settled(page);
  await page.locator(".time-choice > summary").click();
  await page.locator(".time-choice").getByRole("radio", { name: /同比/ }).check();
  await page.waitForURL(/compare=year/);
  const api = await ask(`/overview?from=${from}&to=${to}&compare=year`);
  await page.waitForFunction((before) => document.querySelector(".figure-before")?.textContent.replace(/[^\d]/g, "") === String(before), api.before.total);
  must((await page.locator(".figure-before").first().textContent()).includes("去年同期"), "the comparison does not say with what");
}

async function sheetOnAPhone(page, base) {
  await page.goto(base + "/");
  await settled(page);
  await page.locator(".narrow-choice > summary").click();
  const box = await page.locator(".narrow-choice .fold-box").boundingBox();
  must(box.x >= 0 && box.x + box.width <= 390.5 && box.y + box.height <= 845, `the sheet lies outside the screen: ${JSON.stringify(box)}`);
  await page.locator(".narrow-choice .btn-primary").click();
  await page.locator(".tabs-more > summary").click();
  const links = await page.locator(".tabs-group a").count();
  must(links >= 10, `the sheet of the menu offers ${links} pages`);
  await noSidewaysScroll(page, "the open menu");
  await page.locator('.tabs-group a[href^="/sources"]').click();
  await page.waitForURL(/\/sources/);
}

async function wallTurns(page, base) {
  await page.goto(`${base}/wall?stay=600`);
  await page.waitForSelector(".wall-numbers b");
  const api = await ask("/overview");
  must(Math.abs(Number((await page.locator(".wall-numbers b").first().textContent()).replace(/\D/g, "")) - api.total) <= api.total * 0.2 + 50, "the wall shows another volume than the API");
  const size = await page.locator(".wall-numbers dd > b").first().evaluate((e) => parseFloat(getComputedStyle(e).fontSize));
  must(size >= 60, `the wall's numbers are ${size} px high at 1920`);
  for (const name of ["话题", "需要处理", "最新严重提及", "总览"]) {
    await page.keyboard.press("ArrowRight");
    await page.locator(".wall-head h1", { hasText: name }).waitFor();
    const over = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
    must(over <= 0, `the panel ${name} is ${over} px higher than the wall`);
  }
  await page.keyboard.press(" ");
  await page.getByRole("button", { name: "继续轮播" }).waitFor();
  await page.route("**/api/v1/**", (r) => r.abort());
  await page.locator(".wall-fresh.stale").waitFor({ timeout: 30_000 });
  must((await page.locator(".wall-numbers b").count()) > 0, "the numbers went away with the server");
  await page.unroute("**/api/v1/**");
  await page.locator(".wall-fresh.live").waitFor({ timeout: 30_000 });
  await page.keyboard.press("Escape");
  await page.waitForSelector(".side");
  page.wrongs = page.wrongs.filter((x) => !/ERR_FAILED|Failed to load/.test(x));
}

export const shell = {
  "axe: light, Chinese, desk": { of: accessible, as: { width: 1440, height: 900 } },
  "axe: dark, English, desk": { of: accessible, as: { width: 1440, height: 900, theme: "dark", language: "en" } },
  "axe: dark, Chinese, phone": { of: accessible, as: { width: 390, height: 844, theme: "dark" } },
  "the first page is light": { of: lightEntry },
  "the first page is quick": { of: quickEntry },
  "numbers equal SQL": { of: numbersEqualSql },
  "a filter travels": { of: filterTravels, as: { width: 1440, height: 900 } },
  "changes say against what": { of: comparisons },
  "sheets on a phone": { of: sheetOnAPhone, as: { width: 390, height: 844 } },
  "the wall turns": { of: wallTurns, as: { width: 1920, height: 1080 } },
};
