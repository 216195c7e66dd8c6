// The page of mentions: a search that says how it was read, facets that keep their word, folds, selections, kept
// searches, corrections that are taken back, and texts of people who mean harm.

import { ask, base, must } from "./browser.mjs";
import { noSidewaysScroll } from "./checks.mjs";

const rows = (page) => page.waitForSelector("main .mention-row");
const shownTotal = async (page) => Number((await page.locator(".active-total").innerText()).replace(/[^\d]/g, ""));

async function facetsKeepTheirWord(page) {
  await page.goto(`${base}/mentions?range=30d`);
  await rows(page);
  const choice = page.locator(".facet-item").first();
  await choice.waitFor();
  const said = Number((await choice.locator("b").innerText()).replace(/[^\d]/g, ""));
  await choice.click();
  await page.waitForFunction((n) => document.querySelector(".active-total")?.textContent?.replace(/[^\d]/g, "") === String(n), said);
  await page.reload();
  await rows(page);
  must((await shownTotal(page)) === said, "after a reload another number of mentions is shown");
  await noSidewaysScroll(page, "/mentions narrowed");
}

async function aSearchIsReadAndMarked(page) {
  const some = await ask("/keywords?limit=1");
  const word = some.items[0].key;
  await page.goto(`${base}/mentions?q=${encodeURIComponent(word)}`);
  await rows(page);
  must((await page.locator(".read-as b").first().innerText()).includes(word), "the page does not say what it searched for");
  must((await page.locator(".mention-row .hit").count()) > 0, "no hit is marked");
  await page.locator("#mention-search").blur();
  await page.keyboard.press("j");
  await page.waitForURL(/open=/);
  await page.keyboard.press("x");
  await page.locator(".bulk-bar").waitFor();
}

async function foldedRowsOpen(page) {
  await page.goto(`${base}/mentions?range=90d&raw=true&fold=true`);
  await rows(page);
  const open = page.locator(".fold-count").first();
  if ((await open.count()) === 0) return;
  await open.click();
  await page.locator(".copied li").nth(1).waitFor();
}

async function manyAreCorrectedAndTakenBack(page) {
  await page.goto(`${base}/mentions?range=7d`);
  await rows(page);
  for (const n of [0, 1]) await page.locator(".mention-select").nth(n).check();
  await page.locator(".bulk-deeds").getByRole("button", { name: "批量更正" }).click();
  await page.locator(".bulk-form").getByText("将涉及 2 条").waitFor();
  await page.locator(".bulk-form").getByLabel("反讽").selectOption("true");
  await page.getByLabel("你的名字").fill("测试员");
  await page.locator(".bulk-form").getByRole("button", { name: "确认" }).click();
  await page.getByText("已更正 2 条").waitFor();
  await page.getByRole("button", { name: "撤销" }).first().click();
  await page.getByText("已撤销 2 条").waitFor();
}

async function hostileWordsAreOnlyWords(page) {
  for (const text of ["<script>window.bad=1</script>", "<svg/onload=window.bad=1>", "\u202e退款", "'; DROP TABLE mentions; --"]) {
    await page.goto(`${base}/mentions?q=${encodeURIComponent(text)}`);
    await page.waitForSelector("main .mention-row, main .nothing");
    must((await page.evaluate(() => window.bad)) === undefined, `${text} ran`);
    await noSidewaysScroll(page, "/mentions searched for something hostile");
  }
}

export const mentions = {
  "facets of mentions keep their word": { of: facetsKeepTheirWord, as: { width: 1440, height: 900 } },
  "a search is read and marked": { of: aSearchIsReadAndMarked, as: { width: 1440, height: 900 } },
  "folded mentions open": { of: foldedRowsOpen },
  "many are corrected and taken back": { of: manyAreCorrectedAndTakenBack, as: { width: 1440, height: 900 } },
  "hostile words are only words": { of: hostileWordsAreOnlyWords },
};
