import type { CauseNode } from "../../api/nouns";

export interface Met {
  cause: string;
  process: string;
  department: string;
  orders: number;
}

/** The causes of a tree with their places, the most frequent first: what a closing form suggests. */
export function causesOf(departments: readonly CauseNode[]): Met[] {
  const met: Met[] = [];
  for (const d of departments) {
    for (const p of d.children) {
      for (const c of p.children) met.push({ cause: c.name, process: p.name, department: d.name, orders: c.orders.length });
    }
  }
  return met.sort((a, b) => b.orders - a.orders || (a.cause < b.cause ? -1 : 1));
}
