// What stands beside the analysis of a mention: copies, second readings, corrections.

import { ask, must } from "./browser.mjs";
import { noSidewaysScroll } from "./checks.mjs";

const norm = "比隔壁贵，人均58元还要排一个小时，出餐慢得离谱，店员真是白痴";
const at = (words) => ({ start: norm.indexOf(words), end: norm.indexOf(words) + words.length, text: words });

/** A mention of our own with everything an analysis can say. */
export function rich(real) {
  const analysis = {
    ...real.analysis, norm, sentiment: "negative", probability: 0.91, emotion: "angry", intent: "complaint", severity: 1, severity_reasons: [], complaint: true, implicit: false, irony: false,
    aspects: [{ name: "service.waiting", sentiment: "negative", probability: 0.83, opinion: "慢得离谱", ...at("出餐慢得离谱") }, { name: "price.level", sentiment: "negative", probability: 0.7, opinion: "", ...at("比隔壁贵") }],
    region: "浙江", city: "杭州", district: "西湖区", role: "outdone", offensive: true, noise: ["copy"],
    facts: [{ kind: "price", value: 58, ...at("人均58元") }, { kind: "wait", value: 60, ...at("排一个小时") }],
    odds: { emotion: 0.72, intent: 0.88, severity: 0.61, implicit: 0.07, irony: 0.12, offensive: 0.94 },
  };
  return { ...real, cluster: 7, post: { ...real.post, title: "", text: norm, region: "浙江" }, analysis };
}

const reading = { post_id: "p", brand: "b", prompt: "1", hash: "", local: "v", emotion: "", intent: "", severity: -1, complaint: null, irony: null, implicit: null, aspects: [], evidence: [], confidence: 0, note: "" };

/** What others say of it: a model that disagrees in part, one that could not be read, a person who agrees. */
export const others = {
  items: [
    { ...reading, reader: "human", name: "小林", at: "2026-01-31T06:00:00Z", sentiment: "negative", complaint: true, note: "顾客要的是道歉" },
    { ...reading, reader: "llm", name: "qwen-max", at: "2026-01-31T05:00:00Z", sentiment: "negative", emotion: "sad", severity: 2, irony: false, confidence: 0.8, evidence: ["慢得离谱"], aspects: [{ name: "service.staff", sentiment: "negative", probability: 0, opinion: "", ...at("店员真是白痴") }] },
    { ...reading, reader: "llm", name: "读不出的模型", at: "2026-01-31T04:00:00Z", sentiment: "", note: "unreadable" },
  ],
  copies: { posts: 12, authors: 9, first: "2026-01-30T05:00:00Z", last: "2026-01-31T05:00:00Z" },
};

/** Shows the rich mention wherever a mention is asked for. */
export async function showRich(page) {
  const one = rich((await ask("/mentions?limit=1")).items[0]);
  await page.route("**/api/v1/mentions?*", (r) => r.fulfill({ json: { items: [one], next: "", total: 1 } }));
  await page.route("**/api/v1/mentions/*/*", (r) => r.fulfill({ json: one }));
  await page.route("**/api/v1/mentions/*/*/readings", (r) => r.fulfill({ json: others }));
}

async function everythingIsTold(page, base) {
  await showRich(page);
  await page.goto(base + "/mentions");
  await page.locator(".mention-text").first().click();
  const detail = page.locator(".mention-detail");
  for (const words of ["对比落败", "辱骂", "同文 12 条 · 9 位作者", "浙江 杭州 西湖区", "58 元", "1 小时", "噪声 · 同文重复"]) await detail.getByText(words).first().waitFor();
  const strong = await detail.locator(".detail-text .evidence-opinion").evaluateAll((all) => all.map((m) => m.firstChild.textContent).join(""));
  must(strong === "慢得离谱", `the words that judge are marked as "${strong}"`);
  must((await detail.locator(".aspects b").allTextContents()).includes("慢得离谱"), "the words that judge do not stand out in the clause");
  must(!(await detail.locator(".odds dl").isVisible()), "how sure the model is stands in the way");
  await detail.locator(".odds summary").click();
  await detail.locator(".odds").getByText("94%").waitFor();
  must((await detail.locator(".reading").count()) === 2, "a reading that is no verdict is shown, or one that is one is not");
  const model = detail.locator(".reading", { hasText: "qwen-max" });
  must((await model.locator(".differs li").count()) === 2, "not exactly what the model sees otherwise is marked");
  await model.getByText("本系统：愤怒").waitFor();
  await detail.locator(".reading", { hasText: "小林" }).getByText("与本系统一致").waitFor();
  must((await detail.locator(".command-form").count()) === 0, "the correction is not folded away");
  await noSidewaysScroll(page, "a rich mention");
}

async function correctionIsKept(page, base) {
  const one = (await ask("/mentions?limit=1&sentiment=negative")).items[0];
  const id = `${one.post.id}/${one.brand || "-"}`;
  const before = (await ask(`/mentions/${id}/readings`)).items.length;
  await page.goto(`${base}/mentions?open=${encodeURIComponent(id)}`);
  await page.getByRole("button", { name: "更正", exact: true }).click();
  await page.getByLabel("你的名字").fill("测试员");
  await page.getByRole("button", { name: "提交更正" }).click();
  await page.locator(".field-error").waitFor(); // nothing is corrected: refused before anything is sent
  await page.getByLabel("情感", { exact: true }).selectOption("positive");
  await page.getByLabel("反讽", { exact: true }).selectOption("true");
  const words = `正话反说 ${Date.now()}`;
  await page.getByLabel("说明").fill(words);
  await page.getByRole("button", { name: "提交更正" }).click();
  const kept = page.locator(".reading", { hasText: words });
  await kept.waitFor();
  await kept.getByText("本系统：负面").waitFor();
  const after = (await ask(`/mentions/${id}/readings`)).items;
  must(after.length === before + 1, `${after.length - before} corrections were kept`);
  const r = after.find((x) => x.note === words);
  must(r?.sentiment === "positive" && r.irony === true && r.emotion === "" && r.severity === -1 && r.name === "测试员", `kept as ${JSON.stringify(r)}`);
}

export const seconds = {
  "a mention tells everything": { of: everythingIsTold, as: { width: 1440, height: 900 } },
  "a mention tells everything on a phone": { of: everythingIsTold, as: { width: 390, height: 844 } },
  "a correction is kept": { of: correctionIsKept, as: { width: 1440, height: 900 } },
};
