// Walking the tree of causes. Pure.

import type { CauseNode } from "../../api/nouns";

/** Every node with the path of names above it. */
export function walk(nodes: readonly CauseNode[], path: string[] = []): { node: CauseNode; path: string[] }[] {
  return nodes.flatMap((node) => [{ node, path }, ...walk(node.children, [...path, node.name])]);
}

/** The cause that came back most often within 30 days, of equals the one with more orders; null when none came twice. */
export function worst(nodes: readonly CauseNode[]): CauseNode | null {
  let found: CauseNode | null = null;
  for (const { node } of walk(nodes)) {
    if (node.kind !== "cause" || node.last_30 < 2) continue;
    if (!found || node.last_30 > found.last_30 || (node.last_30 === found.last_30 && node.orders.length > found.orders.length)) found = node;
  }
  return found;
}

/** Whether an order stands somewhere below a node: its branch opens by itself. */
export function leadsTo(node: CauseNode, order: string): boolean {
  return order !== "" && (node.orders.includes(order) || node.children.some((c) => leadsTo(c, order)));
}

export const total = (nodes: readonly CauseNode[]) => new Set(nodes.flatMap((n) => n.orders)).size;
