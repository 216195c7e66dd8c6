// Where a message stands. Pure.

import type { Deliveries, Message } from "../../api/nouns";
import { instant } from "../../format/zone";

export type DeliveryState = keyof Deliveries["counts"];

export const deliveryStates: DeliveryState[] = ["dead", "waiting", "sent", "folded"];

export function stateOf(m: Message): DeliveryState {
  if (m.folded_in) return "folded";
  if (instant(m.sent_at)) return "sent";
  return m.dead ? "dead" : "waiting";
}

export const sign: Record<DeliveryState, string> = { waiting: "◷", sent: "✓", dead: "✕", folded: "⊂" };

/** Where the matter of a message is told; "" when nowhere. */
export function subjectAddress(m: Message): string {
  if (m.kind === "digest") return /^\d{4}-\d\d-\d\d\//.test(m.subject) ? `/letters/${m.subject.split("/").map(encodeURIComponent).join("/")}` : "/digest";
  if (m.kind.startsWith("question.")) return `/questions/${encodeURIComponent(m.subject)}`;
  if (m.subject.startsWith("WO-")) return `/orders/${encodeURIComponent(m.subject)}`;
  if (m.kind.startsWith("alert.")) return `/alerts/${encodeURIComponent(m.subject)}`;
  return "";
}
