// Debian's Chromium, driven through playwright-core. No browser is ever downloaded.

import { chromium } from "playwright-core";

export const base = process.env.TINGFENG_URL ?? "http://127.0.0.1:8700";

export async function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });
}

/** A page that remembers everything that went wrong in it. */
export async function open(browser, { width = 1280, height = 900, theme = "light", language = "zh" } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale: "zh-CN", reducedMotion: "reduce" });
  await context.addInitScript(([t, l]) => {
    // Only before the first visit: a choice made in the test must survive a reload.
    if (!localStorage.getItem("tingfeng.theme")) localStorage.setItem("tingfeng.theme", t);
    if (!localStorage.getItem("tingfeng.language")) localStorage.setItem("tingfeng.language", l);
  }, [theme, language]);
  const page = await context.newPage();
  page.wrongs = [];
  page.on("pageerror", (e) => page.wrongs.push(`script error: ${e.message}`));
  page.on("console", (m) => { if (m.type() === "error") page.wrongs.push(`console: ${m.text()}`); });
  page.on("response", (r) => { if (r.status() >= 500) page.wrongs.push(`HTTP ${r.status()} ${r.url()}`); });
  page.setDefaultTimeout(15_000);
  return page;
}

/** Asks the API the page rests on. */
export async function ask(path) {
  const r = await fetch(base + "/api/v1" + path);
  if (!r.ok) throw new Error(`GET ${path}: HTTP ${r.status} ${await r.text()}`);
  return r.json();
}

export function must(condition, sentence) {
  if (!condition) throw new Error(sentence);
}
