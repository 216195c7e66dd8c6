// Opens every page against a running server (TINGFENG_URL), as somebody who works with it would, and fails
// with a sentence when what is on the screen is not what the API says.

import { mkdir } from "node:fs/promises";
import { base, launch, open } from "./browser.mjs";
import { cases } from "./cases.mjs";

const only = process.argv[2];
const shots = new URL("../test-results/", import.meta.url).pathname;
await mkdir(shots, { recursive: true });

const browser = await launch();
let failed = 0, passed = 0;
for (const [name, run] of Object.entries(cases)) {
  if (only && !name.includes(only)) continue;
  const page = await open(browser, run.as);
  const began = Date.now();
  try {
    await run.of(page, base);
    if (page.wrongs.length) throw new Error(page.wrongs.join("; "));
    passed++;
    console.log(`ok    ${name} (${Date.now() - began} ms)`);
  } catch (err) {
    failed++;
    const file = `${shots}${name.replace(/[^a-z0-9]+/gi, "-")}.png`;
    await page.screenshot({ path: file }).catch(() => {});
    console.log(`FAIL  ${name}\n      ${err.message.split("\n")[0]}\n      ${page.wrongs.join("\n      ")}\n      picture: ${file}`);
  } finally {
    await page.context().close();
  }
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || passed === 0 ? 1 : 0);
