import { expect, test } from "vitest";
import { backTo } from "./back";

test.each([
  ["/orders", "?brand=a&signin=refused", "/orders?brand=a"],
  ["/orders", "?signin=no_account", "/orders"],
  ["/", "", "/"],
  ["/mentions", "?q=%E5%A5%B6%E8%8C%B6", "/mentions?q=%E5%A5%B6%E8%8C%B6"],
])("from %s%s one comes back to %s", (path, search, want) => expect(backTo(path, search)).toBe(want));
