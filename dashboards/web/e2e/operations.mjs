// Model quality, the audit read by keyboard, jobs and the ledger: what the pages show is what the API says.

import { ask, must } from "./browser.mjs";
import { noSidewaysScroll, readable } from "./checks.mjs";

const percent = (n) => `${(n * 100).toFixed(1)}%`;

/** The corrected share stands beside the counted one, both as the API gives them. */
async function correctedShares(page, base) {
  await page.goto(base + "/quality");
  await page.locator(".shares tbody tr").first().waitFor();
  const day = (back) => page.evaluate((n) => new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(Date.now() - n * 86_400_000), back);
  const api = await ask(`/quality/corrected?from=${await day(29)}&to=${await day(0)}`);
  const cells = await page.locator(".shares tbody tr").first().locator("td").allTextContents();
  // New posts keep coming in: the whole may have moved by a hair since the page asked.
  const near = (text, n) => Math.abs(Number(text.replace("%", "")) - n * 100) < 0.4;
  must(near(cells[0], api.negative.raw) && near(cells[1], api.negative.corrected.share), `the page shows ${cells}, the API ${percent(api.negative.raw)} and ${percent(api.negative.corrected.share)}`);
  must(api.negative.corrected.low <= api.negative.corrected.share && api.negative.corrected.share <= api.negative.corrected.high, "the share lies outside of its interval");
  await page.locator(".confusion").first().waitFor();
  const quality = await ask("/quality?weeks=8");
  const shown = await page.locator(".quality-figures").first().locator("dd").allTextContents();
  must(shown[0] === percent(quality.measured.accuracy) && Number(shown[3].replace(/\D/g, "")) === quality.measured.n, `accuracy and readings show ${shown}, the API says ${percent(quality.measured.accuracy)} and ${quality.measured.n}`);
  await page.locator(".drift tbody tr").first().waitFor();
  must((await page.locator(".drift tbody tr").count()) === quality.drift.length, "a week is missing from the drift");
  await noSidewaysScroll(page, "/quality");
  await readable(page, "/quality");
}

/** A mention is judged blind, by keyboard; the verdict comes after; undo takes it back; it survives a reload. */
async function readByKeyboard(page, base) {
  const { samples } = await ask("/quality?weeks=8");
  const sample = samples.find((s) => s.read + s.skipped < s.drawn);
  must(sample, "every sample of the demo is read already");
  const path = `/quality/${sample.week}/${sample.brand}`;
  const api = `/quality/samples/${sample.week}/${sample.brand}`;
  const seen = async () => (await ask(api)).items.filter((i) => i.reading || i.skipped).length;
  await page.goto(base + path);
  await page.locator(".voice-text").waitFor();
  must((await page.locator(".reading-verdict b").count()) === 0, "the verdict of the analysis shows before anybody judged");
  const before = await seen();
  const name = page.locator(".reading-name input");
  if (await name.count()) await name.fill("测试员");
  await page.locator("h1, h2").first().click(); // out of the field
  await page.keyboard.press("1");
  await page.locator(".reading-verdict b").first().waitFor();
  must((await seen()) === before + 1, "the judgement was not stored");
  await page.keyboard.press("u");
  await page.waitForFunction(() => document.querySelectorAll(".reading-verdict b").length === 0);
  must((await seen()) === before, "the judgement was not taken back");
  await page.keyboard.press("3");
  await page.locator(".reading-verdict b").first().waitFor();
  const place = await page.locator(".voice-head span").first().textContent();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((was) => document.querySelector(".voice-head span")?.textContent !== was, place);
  await page.reload();
  await page.locator(".voice-text").waitFor();
  must((await seen()) === before + 1, "the judgement did not survive a reload");
  await noSidewaysScroll(page, path);
  await readable(page, path);
}

/** Retagging appears among the jobs without a reload, and ends there. */
async function jobsLive(page, base) {
  await page.goto(base + "/jobs");
  await page.locator(".jobs .panel").first().waitFor();
  const before = (await ask("/jobs?kind=retag")).items.length;
  await page.evaluate(() => fetch("/api/v1/retag", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" }));
  await page.waitForFunction((n) => document.querySelectorAll('.job-ended[data-job^="retag"]').length > n, before, { timeout: 60_000 });
  const [newest] = (await ask("/jobs?kind=retag")).items;
  must(newest.state === "done" && newest.ended > newest.began, `the job ended as ${newest.state}`);
  await page.locator(`.job-ended[data-job="${newest.id}"]`, { hasText: "完成" }).waitFor();
  const refused = await page.evaluate((id) => fetch(`/api/v1/jobs/${id}/cancel`, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" }).then((r) => r.status), newest.id);
  must(refused === 409, `a job that has ended can be stopped: ${refused}`);
  page.wrongs = page.wrongs.filter((x) => !/409/.test(x)); // asked for
  await noSidewaysScroll(page, "/jobs");
  await readable(page, "/jobs");
}

async function ledgerPage(page, base) {
  const ledger = await ask("/ledger");
  await page.goto(base + "/ledger");
  await page.locator(ledger.total.calls ? ".ledger-figures" : ".ledger .nothing").waitFor();
  await noSidewaysScroll(page, "/ledger");
  await readable(page, "/ledger");
}

/** An export leaves a line, found by its action; what was refused can be asked for alone. */
async function auditLog(page, base) {
  await page.goto(base + "/audit");
  await page.locator(".audit").waitFor();
  const day = await page.evaluate(() => new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(Date.now() - 86_400_000));
  const get = (path) => page.evaluate((p) => fetch("/api/v1" + p).then((r) => r.text().then(() => r.status)), path); // to its end: an answer that is not read is an export that broke off
  must((await get(`/export/mentions.csv?from=${day}&to=${day}&severity=4`)) === 200, "the export failed");
  must((await get("/export/mentions.csv?brand=nobody")) === 422, "an export of nobody's brand was made");
  page.wrongs = page.wrongs.filter((x) => !/422/.test(x)); // asked for
  await page.goto(base + "/audit?action=export-mentions");
  await page.locator(".audit-table tbody tr").first().waitFor();
  const { items } = await ask("/access-log?action=export-mentions");
  const rows = page.locator(".audit-table tbody tr");
  must((await rows.count()) === items.length && items.length >= 2, `the page shows ${await rows.count()} exports, the log has ${items.length}`);
  await rows.filter({ hasText: `from=${day}` }).first().waitFor();
  await page.locator(".audit-check input").check();
  await page.waitForFunction(() => location.search.includes("refused=true"));
  await page.reload();
  await rows.filter({ hasText: "422" }).first().waitFor();
  must((await rows.filter({ hasText: "200" }).count()) === 0, "what was done stands among what was refused");
  await noSidewaysScroll(page, "/audit");
  await readable(page, "/audit");
}

export const operations = {
  "an export leaves a line in the audit log": { of: auditLog },
  "the audit log fits a phone": { of: auditLog, as: { width: 390, height: 844, theme: "dark" } },
  "the corrected share and the confusion matrix equal the API": { of: correctedShares },
  "an audit sample is read blind, by keyboard, and can be undone": { of: readByKeyboard },
  "the ledger says what was spent, or that nothing is": { of: ledgerPage },
  "model quality fits a phone": { of: correctedShares, as: { width: 390, height: 844 } },
  "jobs appear and end without a reload": { of: jobsLive },
};
