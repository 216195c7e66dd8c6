import { expect, it } from "vitest";
import { outside } from "./outside";

it.each([
  ["https://example.com/a?b=1#c", "https://example.com/a?b=1#c", "an ordinary address"],
  ["http://127.0.0.1:9/1", "http://127.0.0.1:9/1", "the demo's own site"],
  ["javascript:alert(1)", null, "a script"],
  ["JaVaScRiPt:alert(1)", null, "a script in disguise"],
  [" javascript:alert(1)", null, "a script behind a space"],
  ["data:text/html,x", null, "a page inside its address"],
  ["//example.com", null, "no protocol of its own"],
  ["", null, "nothing"],
])("%s → %s: %s", (url, want, _why) => expect(outside(url)).toBe(want));
