// Places, shops, authors and rivals: every number opens the list of exactly the mentions it counts.

import { ask, must } from "./browser.mjs";
import { noSidewaysScroll, readable } from "./checks.mjs";

const number = (text) => Number(text.replace(/[^\d]/g, ""));
const paths = ["/map", "/map?measure=negative", "/stores", "/authors", "/authors?by=complaints", "/rivals"];

/** Whole days that lie behind us: what they count does not grow while the test runs. */
async function behindUs() {
  const meta = await ask("/meta");
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: meta.timezone }).format(new Date(meta.now));
  const before = (n) => new Date(Date.parse(day) - n * 86_400_000).toISOString().slice(0, 10);
  return `from=${before(22)}&to=${before(2)}`;
}

/** Clicks and tells whether the list that opens holds as many mentions as the number said. */
async function opens(page, link, n, what) {
  await link.click();
  await page.waitForURL(/\/mentions/);
  const behind = (await ask("/mentions?limit=1&" + new URL(page.url()).search.slice(1).replace(/(^|&)(open|compare)=[^&]*/g, ""))).total;
  must(behind === n, `${what} says ${n}, behind it are ${behind}: ${page.url()}`);
}

async function pagesOpen(page, base) {
  for (const path of paths) {
    await page.goto(base + path);
    await page.waitForSelector("main .panel table tbody tr");
    must((await page.locator("main .says").first().textContent()).length > 8, `${path} draws no conclusion`);
    await noSidewaysScroll(page, path);
    await readable(page, path);
  }
}

async function aProvinceOpensItsMentions(page, base) {
  const range = await behindUs();
  const top = (await ask(`/places?${range}`)).items[0];
  await page.goto(`${base}/map?${range}`);
  await page.locator(`.tile[data-region="${top.region}"]`).click();
  const link = page.locator(".cities-open");
  must(number(await link.textContent()) === top.n, "the province's number is not the API's");
  await opens(page, link, top.n, top.region);
}

async function aShopOpensItsMentions(page, base) {
  const range = await behindUs();
  const shop = (await ask(`/stores/ranks?${range}`)).items.find((s) => s.negative > 0);
  await page.goto(`${base}/stores?${range}`);
  const row = page.locator(`tr[data-store="${shop.key}"]`);
  await row.waitFor();
  await opens(page, row.locator("th a"), shop.n, shop.title);
}

async function anAuthorOpens(page, base) {
  const range = await behindUs();
  const author = (await ask(`/authors?${range}&limit=30`)).items[0];
  await page.goto(`${base}/authors?${range}`);
  const row = page.locator(`tr[data-author="${author.author}"]`).first();
  await row.waitFor();
  await opens(page, row.locator("th a"), author.n, author.author);
}

async function aRivalOpensWhatWasCompared(page, base) {
  const range = await behindUs();
  const rivals = await ask(`/rivals?${range}`);
  const brand = rivals.brands[1];
  await page.goto(`${base}/rivals?${range}`);
  const row = page.locator(`tr[data-brand="${brand.key}"]`);
  await row.waitFor();
  await opens(page, row.locator("a").first(), brand.n, brand.title);
}

export const places = {
  "places, shops, authors and rivals open": { of: pagesOpen, as: { width: 1440, height: 900 } },
  "places and rivals fit a phone": { of: pagesOpen, as: { width: 390, height: 844 } },
  "places and rivals in the dark on a wall": { of: pagesOpen, as: { width: 2560, height: 1440, theme: "dark" } },
  "a province opens the mentions it counts": { of: aProvinceOpensItsMentions, as: { width: 1440, height: 900 } },
  "a shop opens the mentions it counts": { of: aShopOpensItsMentions, as: { width: 1440, height: 900 } },
  "an author opens the mentions they wrote": { of: anAuthorOpens, as: { width: 1440, height: 900 } },
  "a rival opens what was compared": { of: aRivalOpensWhatWasCompared, as: { width: 1440, height: 900 } },
};
