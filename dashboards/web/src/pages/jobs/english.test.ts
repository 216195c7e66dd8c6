import { expect, test } from "vitest";
import { jobInEnglish } from "./english";

test.each([
  ["批量更正 1439 条", "1439 mentions"],
  ["撤销批量更正 1439 条", "1439 corrections"],
  ["导出 mentions-20260826-20261123.xlsx", "mentions-20260826-20261123.xlsx"],
  ["访问 街坊资讯", "街坊资讯"],
  ["补采 街坊资讯 的 1 处缺口", "街坊资讯, 1 gap"],
  ["补采 街坊 资讯 2026-11-01 至 2026-11-07", "街坊 资讯, 2026-11-01 to 2026-11-07"],
  ["补采 论坛 最早 至 现在", "论坛, the beginning to now"],
  ["由 li 停止", "stopped by li"],
  ["别的说法", "别的说法"],
])("%s: %s", (zh, en) => {
  expect(jobInEnglish(zh)).toBe(en);
});
