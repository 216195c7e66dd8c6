// Follows the cursor of a list that comes in pages.

import { Problem } from "../api/client";

/** One page of a list: every list of the API looks like this, whatever stands beside its items. */
export interface Page<T> {
  items: T[];
  next: string; // what to give as after for the next page; "" on the last
}

type Ask<P> = (path: string) => Promise<{ data: P; text: string }>;

/** The address of the page after a cursor. */
export function pageAfter(path: string, next: string): string {
  return next === "" ? path : `${path}${path.includes("?") ? "&" : "?"}after=${encodeURIComponent(next)}`;
}

/**
 * Reads a list from its beginning, page after page, until there were so many pages and `enough` is content,
 * and gives it as one page: the items of all, the next of the last, and what stood beside the items of the
 * first. Read from the beginning every time, so that nothing is missing or doubled when the list has moved
 * meanwhile; where it moves between two pages the list is read once more.
 */
export async function follow<T, P extends Page<T>>(ask: Ask<P>, path: string, pages: number, enough: (items: T[]) => boolean = () => true): Promise<{ data: P; text: string }> {
  try {
    return await readPages(ask, path, pages, enough);
  } catch (err) {
    const moved = err instanceof Problem && err.field === "after";
    if (!moved) throw err;
    return readPages(ask, path, pages, enough);
  }
}

async function readPages<T, P extends Page<T>>(ask: Ask<P>, path: string, pages: number, enough: (items: T[]) => boolean): Promise<{ data: P; text: string }> {
  const first = await ask(path);
  let { items, next } = first.data;
  let text = first.text;
  for (let n = 1; next && (n < pages || !enough(items)); n++) {
    const page = await ask(pageAfter(path, next));
    items = [...items, ...page.data.items];
    next = page.data.next;
    text += "\n" + page.text;
  }
  return { data: { ...first.data, items, next }, text };
}
