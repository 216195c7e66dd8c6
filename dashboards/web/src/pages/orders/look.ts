// Which work orders are looked at, as the address bar holds it. Pure.

import type { OrderState } from "../../api/nouns";

export const columns = ["level", "title", "state", "due", "owner", "opened"] as const;
export type Column = (typeof columns)[number];

/** Columns the server sorts by; the title is nobody's order. */
export const sortable: readonly Column[] = ["level", "state", "due", "owner", "opened"];

export const states: OrderState[] = ["new", "assigned", "in_progress", "waiting", "resolved", "verifying", "closed", "false_alarm", "merged", "cancelled"];

export interface Look {
  state: OrderState | "open" | "";
  owner: string; // a name, "-" nobody's, "" anybody's
  level: string;
  kind: string;
  overdue: boolean;
  q: string;
  store: string;
  sort: string; // "" the most urgent first
}

const one = (q: URLSearchParams, key: string, known: readonly string[]) => known.find((v) => v === q.get(key)) ?? "";

/** Reads what is looked at. What makes no sense is left out: an old link must still open. */
export function readLook(q: URLSearchParams): Look {
  return {
    state: one(q, "state", [...states, "open"]) as Look["state"], owner: q.get("owner") ?? "", level: one(q, "level", ["red", "orange", "yellow", "blue"]),
    kind: one(q, "kind", ["case", "theme", "journey"]), overdue: q.get("overdue") === "true", q: (q.get("q") ?? "").trim(), store: q.get("store") ?? "",
    sort: one(q, "sort", sortable.flatMap((c) => [c, `-${c}`])),
  };
}

/** The API's parameters; `brands` come from the header. */
export function lookQuery(look: Look, brands: URLSearchParams, limit: number): URLSearchParams {
  const q = new URLSearchParams(brands);
  for (const key of ["state", "owner", "level", "kind", "q", "store", "sort"] as const) if (look[key]) q.set(key, look[key]);
  if (look.overdue) q.set("overdue", "true");
  q.set("limit", String(limit));
  return q;
}

/** Whether anything beyond brand and order of rows is asked for. */
export function narrowed(look: Look): boolean {
  return !!(look.state || look.owner || look.level || look.kind || look.overdue || look.q || look.store);
}

/** What to sort by after a press on a column: up, down, then the most urgent first again. */
export function nextSort(now: string, column: Column): string {
  if (now === column) return `-${column}`;
  if (now === `-${column}`) return "";
  return column;
}
