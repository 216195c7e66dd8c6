import { expect, test, vi } from "vitest";
import { Problem } from "../api/client";
import { follow, pageAfter } from "./follow";

interface Numbers {
  items: number[];
  next: string;
  all: number;
}

/** A list of n numbers, two a page; its cursors name the number the page before ended with. */
function list(n: number) {
  return vi.fn(async (path: string) => {
    const after = Number(new URL(path, "http://x").searchParams.get("after") ?? 0);
    const items = [after + 1, after + 2].filter((i) => i <= n);
    const last = items.at(-1) ?? n;
    return { data: { items, next: last < n ? String(last) : "", all: n } as Numbers, text: items.join() };
  });
}

test.each([
  [5, 1, [1, 2], "2", 1, "one page, and where the next begins"],
  [5, 2, [1, 2, 3, 4], "4", 2, "two pages as one"],
  [5, 9, [1, 2, 3, 4, 5], "", 3, "no page is asked for after the last"],
  [4, Infinity, [1, 2, 3, 4], "", 2, "all of them"],
  [0, 3, [], "", 1, "an empty list is one page"],
])("a list of %i, %d pages: %j", async (n, pages, items, next, asked, _why) => {
  const ask = list(n);
  const { data, text } = await follow<number, Numbers>(ask, "/numbers?kind=a", pages);
  expect(data).toEqual({ items, next, all: n });
  expect(ask).toHaveBeenCalledTimes(asked);
  expect(text.split(/[\n,]/).filter(Boolean).map(Number)).toEqual(items); // a change on any page is a change
});

test("goes on until what somebody looks for is there, and no further", async () => {
  const ask = list(100);
  const { data } = await follow<number, Numbers>(ask, "/numbers", 1, (items) => items.includes(5));
  expect(data.items).toEqual([1, 2, 3, 4, 5, 6]);
  expect((await follow<number, Numbers>(list(5), "/numbers", 1, (items) => items.includes(7))).data.items).toHaveLength(5);
});

test("a list that moved between two pages is read once more, not for ever", async () => {
  const gone = new Problem(422, "Unprocessable Entity", "", { errors: [{ field: "after", value: "2", message: "", message_zh: "" }] });
  const whole = list(3);
  let failures = 1;
  const ask = vi.fn(async (path: string) => {
    if (path.includes("after") && failures-- > 0) throw gone;
    return whole(path);
  });
  expect((await follow<number, Numbers>(ask, "/numbers", 2)).data.items).toEqual([1, 2, 3]);
  failures = 5;
  await expect(follow<number, Numbers>(ask, "/numbers", 2)).rejects.toBe(gone);
  expect(failures).toBe(3);
});

test("any other trouble is told as it is", async () => {
  const ask = vi.fn(async () => { throw new Problem(500, "Internal Server Error", "no"); });
  await expect(follow<number, Numbers>(ask, "/numbers", 2)).rejects.toThrow("no");
  expect(ask).toHaveBeenCalledTimes(1);
});

test("a cursor is a word in an address, whatever it holds", () => {
  expect(pageAfter("/jobs", "")).toBe("/jobs");
  expect(pageAfter("/jobs", "a+b=")).toBe("/jobs?after=a%2Bb%3D");
  expect(pageAfter("/jobs?kind=export", "x")).toBe("/jobs?kind=export&after=x");
});
