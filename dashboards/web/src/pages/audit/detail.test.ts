import { expect, test } from "vitest";
import { readable } from "./detail";

test.each([
  ["from=2026-08-25T16%3A00%3A00.000Z&q=%E6%8E%92%E9%98%9F&raw=true", "from=2026-08-25T16:00:00.000Z · q=排队 · raw=true", "a query in plain letters"],
  ["brand=a&brand=b", "brand=a · brand=b", "a name given twice stands twice"],
  ["mentions=12 seal=ab%41", "mentions=12 seal=ab%41", "what is no query stays as it was written"],
  ["100% of it", "100% of it", "and so does a sentence"],
  ["q=%E6%8", "q=\ufffd%8", "what is cut off in a letter breaks nothing"],
  ["", "", "nothing is nothing"],
])("%j reads %j: %s", (detail, want, _why) => {
  expect(readable(detail)).toBe(want);
});
