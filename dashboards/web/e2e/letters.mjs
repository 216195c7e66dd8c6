// Letters: the one of now, the archive, replies to lines, questions and answers, and the mail's HTML.

import { ask, must } from "./browser.mjs";
import { noSidewaysScroll, readable } from "./checks.mjs";

const told = (page, path, body) => page.evaluate(([p, b]) => fetch("/api/v1" + p, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(b) }).then((r) => r.json()), [path, body]);

/** Sees to it that a letter stands in the archive. */
async function sent(page, base) {
  await page.goto(base + "/audiences");
  await page.locator(".audience").first().waitFor();
  if ((await ask("/letters")).items.every((l) => l.skipped)) await told(page, "/audiences/-/send", {});
  for (let n = 0; n < 60; n++) {
    const letter = (await ask("/letters")).items.find((l) => !l.skipped);
    if (letter) return letter;
    await page.waitForTimeout(250);
  }
  throw new Error("no letter stands in the archive");
}

const addressOf = (l) => `/letters/${l.date}/${l.brand}${l.audience ? "/" + l.audience : ""}`;

/** The archive lists what the API lists, finds by a word of a letter, and finds nothing by a word of none. */
async function archive(page, base) {
  const letter = await sent(page, base);
  await page.goto(base + "/letters");
  await page.locator(".letter-entry").first().waitFor();
  const all = await ask("/letters");
  must((await page.locator(".letter-entry").count()) === all.items.length, `the page lists ${await page.locator(".letter-entry").count()} letters, the API ${all.items.length}`);
  for (const { audience: a } of (await ask("/audiences")).items.filter((x) => x.audience.id && x.audience.title && all.items.some((l) => l.audience === x.audience.id))) {
    must(await page.locator(".letter-entry-head", { hasText: a.title }).count(), `no letter is told to be for ${a.title}`);
  }
  await noSidewaysScroll(page, "/letters");
  await readable(page, "/letters");
  const search = page.locator(".letters-asked input[type=search]");
  await search.fill("没有哪封信会写的词");
  await search.press("Enter");
  await page.locator(".letters .nothing").waitFor();
  must(page.url().includes("q="), "the search does not stand in the address");
  await page.reload();
  await page.locator(".letters .nothing").waitFor();
  await page.locator(".letters-asked input[type=search]").fill("");
  await page.locator(".letters-asked input[type=search]").press("Enter");
  await page.locator(".letter-entry a", { hasText: letter.title }).first().click();
  await page.locator(".letter h2").waitFor();
  must((await page.locator(".letter h2").textContent()) === letter.title, "another letter opened");
}

/** A line becomes a question; it is answered; the letter shows both. Another becomes a work order. */
async function reply(page, base) {
  const letter = await sent(page, base);
  const api = `/letters/${letter.date}/${letter.brand}/${letter.audience || "-"}`;
  const whole = await ask(api);
  const line = whole.letter.sections.flatMap((s) => s.lines).find((l) => l.id);
  must(line, "no line of the letter can be replied to");
  await page.goto(`${base}${addressOf(letter)}?line=${line.id}#reply`);
  await page.locator(`#${line.id}.chosen .reply`).waitFor();
  const opens = (await ask(api)).record.opens;
  must(opens >= 1, "following a link of the letter was not counted");
  await page.locator(".reply button[type=submit]").click();
  await page.locator(".reply .field-error").first().waitFor();
  const text = `这一条是哪天开始的？（${Date.now()}）`;
  await page.locator(".reply textarea").first().fill(text);
  const name = page.locator(".reply input[autocomplete=name]");
  if (await name.count()) await name.fill("陈创始");
  await page.locator(".reply button[type=submit]").click();
  await page.locator(".reply-done").waitFor();
  const question = (await ask(api)).questions.find((q) => q.text === text);
  must(question && question.line === line.id, "the question does not stand with its line");
  await page.reload();
  await page.locator(".letter-became", { hasText: text }).waitFor();
  must((await ask(api)).record.opens === opens, "a reload was counted as a second visit");

  await page.goto(base + "/questions");
  const one = page.locator(".question", { hasText: text });
  await one.locator("button").click();
  await one.locator("textarea").first().fill("周四晚上，换了一批货之后。");
  const answerer = one.locator("input[autocomplete=name]");
  if (await answerer.count()) await answerer.fill("刘店长");
  await one.locator("button[type=submit]").click();
  await page.locator(".question", { hasText: text }).waitFor({ state: "detached" });
  await readable(page, "/questions");
  await page.goto(base + "/questions?state=answered");
  await page.locator(".question", { hasText: text }).locator(".question-answer", { hasText: "换了一批货之后" }).waitFor();

  await page.goto(`${base}${addressOf(letter)}?line=${line.id}#reply`);
  await page.locator(".reply").waitFor();
  await page.locator(".reply label", { hasText: "开工单" }).click();
  await page.locator(".reply textarea").first().fill("先停用这一批，再查来源");
  await page.locator(".reply button[type=submit]").click();
  await page.locator(".reply-done a").waitFor();
  const id = (await page.locator(".reply-done a").textContent()).trim();
  must((await ask(`/orders/${id}`)).id === id, "the work order is not there");
  await noSidewaysScroll(page, addressOf(letter));
  await readable(page, addressOf(letter));
}

/** The letter of now shows the figures and lines the API gives, and a week can be asked for. */
async function liveLetter(page, base) {
  await page.goto(base + "/digest");
  await page.locator(".letter h2").waitFor({ timeout: 60_000 });
  await page.locator(".segments label", { hasText: "周报" }).click();
  await page.waitForFunction(() => location.search.includes("period=week"));
  await page.locator(".letter h2").waitFor({ timeout: 60_000 });
  const day = (back) => page.evaluate((n) => new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(Date.now() - n * 86_400_000), back);
  const date = await day(3); // a day that is over: nothing of it moves but what comes late
  await page.goto(`${base}/digest?date=${date}`);
  await page.locator(".letter h2").waitFor({ timeout: 60_000 });
  const api = await ask(`/digest?date=${date}`);
  must((await page.locator(".letter h2").textContent()) === api.title, "the page shows another letter");
  const figures = await page.locator(".letter-figure b").allTextContents();
  must(figures.join() === api.figures.map((f) => f.text).join(), `the page shows ${figures}, the API ${api.figures.map((f) => f.text)}`);
  must((await page.locator(".letter-line").count()) === api.sections.reduce((n, s) => n + s.lines.length, 0), "lines are missing");
  await noSidewaysScroll(page, "/digest");
  await readable(page, "/digest");
}

/** The mail's HTML holds without pictures, on a phone and a desk, light and dark. */
async function mail(page, base) {
  const letter = await sent(page, base);
  const html = await page.evaluate((p) => fetch("/api/v1" + p).then((r) => r.text()), `/letters/${letter.date}/${letter.brand}/${letter.audience || "-"}/letter.html`);
  must(html.length < 102_000 && !/<script/i.test(html), `the letter has ${html.length} characters`);
  await page.route(/\.(png|jpe?g|gif|webp)|^data:image/, (r) => r.abort());
  const bare = html.replace(/src="(data|cid):[^"]*"/g, 'src=""');
  for (const width of [390, 800]) for (const scheme of ["light", "dark"]) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    await page.setContent(bare);
    const where = `the mail at ${width} px, ${scheme}`;
    await noSidewaysScroll(page, where);
    const poor = await page.evaluate(faint);
    must(poor.length === 0, `${where} is hard to read: ${poor.slice(0, 3).join(" | ")}`);
  }
}

/** Texts whose colour stands out from what is behind them by less than 4.5 to 1. Runs in the page. */
function faint() {
  const rgb = (c) => (c.match(/[\d.]+/g) ?? []).map(Number);
  const light = (c) => { const [r, g, b] = c.map((v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const behind = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] > 0) return c.slice(0, 3); } return matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255]; };
  const poor = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n = walk.nextNode(); n; n = walk.nextNode()) {
    const e = n.parentElement;
    if (!n.textContent.trim() || !e.getClientRects().length || /^(STYLE|TITLE|SCRIPT)$/.test(e.tagName) || getComputedStyle(e).fontSize === "1px") continue;
    const a = light(rgb(getComputedStyle(e).color).slice(0, 3)), b = light(behind(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push(`${n.textContent.trim().slice(0, 20)} ${ratio.toFixed(1)}`);
  }
  return poor;
}

export const letters = {
  "the archive lists, searches and opens letters": { of: archive },
  "a line of a letter becomes a question with an answer, and a work order": { of: reply },
  "a line of a letter can be replied to on a phone": { of: reply, as: { width: 390, height: 844, theme: "dark" } },
  "the letter of now and of a week equal the API": { of: liveLetter },
  "the mail is legible on a phone and a desk, light and dark, without pictures": { of: mail },
};
