// What every page must keep to.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { must } from "./browser.mjs";

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds serious or critical on the page as it stands, a line each. */
export async function seriousOfAxe(page) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => window.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], resultTypes: ["violations"],
  }));
  return violations.filter((v) => v.impact === "serious" || v.impact === "critical")
    .map((v) => `${v.id} (${v.nodes.length}×) ${v.nodes[0].html.slice(0, 120)} ${v.id === "color-contrast" ? v.nodes[0].any[0]?.message ?? "" : ""}`);
}

export async function noSidewaysScroll(page, where) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  must(over <= 0, `${where} is ${over} px wider than the screen`);
}

/** Names, labels and tables a screen reader needs. A small part of what axe asks, without axe. */
export async function readable(page, where) {
  const wrongs = await page.evaluate(() => {
    const found = [];
    const name = (e) => (e.getAttribute("aria-label") || e.getAttribute("title") || e.textContent || "").trim();
    for (const e of document.querySelectorAll("button, a[href], [role=img]")) {
      if (e.closest("[aria-hidden=true]") || e.offsetParent === null) continue;
      if (!name(e)) found.push(`no name: ${e.outerHTML.slice(0, 90)}`);
    }
    for (const t of document.querySelectorAll("table")) if (!t.caption && !t.closest(".ant-picker-dropdown")) found.push(`no caption: ${t.className}`);
    for (const i of document.querySelectorAll("main input, main textarea, header input")) {
      if (!i.getAttribute("aria-label") && !i.id && !i.closest("label") && !i.getAttribute("aria-labelledby")) found.push(`no label: ${i.outerHTML.slice(0, 90)}`);
    }
    const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
    for (const id of new Set(ids.filter((x, i) => ids.indexOf(x) !== i))) found.push(`id twice: ${id}`);
    if (document.querySelectorAll("h1").length !== 1) found.push("not exactly one h1");
    return found;
  });
  must(wrongs.length === 0, `${where}: ${wrongs.slice(0, 3).join(" | ")}`);
}
