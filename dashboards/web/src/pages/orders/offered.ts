// What may be done with an order. The server decides; this mirrors what it would refuse, in one place, so
// that nobody is offered what cannot be.

import type { CommandType, Order, OrderState } from "../../api/nouns";
import { instant } from "../../format/zone";

/** Every command in each state, the usual next step first. What an order's own facts forbid is taken out by `offered`. */
const commandsOf: Record<OrderState, CommandType[]> = {
  new: ["claim", "assign", "answer", "note", "false_alarm", "collaborate", "leave", "attach", "regrade", "merge", "cancel"],
  assigned: ["claim", "assign", "answer", "note", "false_alarm", "collaborate", "leave", "attach", "regrade", "merge", "cancel"],
  in_progress: ["resolve", "answer", "wait", "note", "assign", "claim", "collaborate", "leave", "attach", "regrade", "merge", "false_alarm", "cancel"],
  waiting: ["resume", "resolve", "answer", "note", "claim", "collaborate", "leave", "attach", "regrade", "merge", "false_alarm", "cancel"],
  resolved: ["callback", "close", "verify", "note", "reopen", "answer", "collaborate", "leave", "attach", "regrade", "merge", "false_alarm", "cancel"],
  verifying: ["callback", "close", "note", "reopen", "answer", "collaborate", "leave", "attach", "regrade", "merge", "false_alarm", "cancel"],
  closed: ["reopen", "callback", "note", "attach"],
  false_alarm: ["reopen", "note", "attach"],
  merged: ["note", "attach"],
  cancelled: ["reopen", "note", "attach"],
};

/** How many of them stand as buttons; the rest is behind "more". */
export const atHand = 5;

/** Why a command that belongs to the state cannot be given yet. */
export type Hindrance = "callback";

export interface Offer {
  type: CommandType;
  yet?: Hindrance; // shown, but not to be pressed
}

export const untaken = (s: OrderState) => s === "new" || s === "assigned";
export const acted = (s: OrderState) => s === "resolved" || s === "verifying";
export const finished = (s: OrderState) => s === "closed" || s === "false_alarm" || s === "merged" || s === "cancelled";

/** What `who` may do with an order now. */
export function offered(order: Order, who: string, now: Date): Offer[] {
  const offers: Offer[] = [];
  for (const type of commandsOf[order.state]) {
    if (type === "leave" && order.collaborators.length === 0) continue;
    if (type === "claim" && !untaken(order.state) && (order.owner === who || !order.owner)) continue;
    if (type === "verify" && (order.kind === "case" || (!order.topic && order.topics.length === 0))) continue;
    offers.push(type === "close" && order.kind === "case" && !askedBack(order, now) ? { type, yet: "callback" } : { type });
  }
  return offers;
}

const tries = 3; // after which a customer counts as not to be reached
const days = 3; // likewise, after the order was resolved

/** Whether the customer of a case was asked back since it was resolved, or was tried for often or long enough. */
export function askedBack(order: Order, now: Date): boolean {
  const since = instant(order.resolved_at)?.getTime() ?? 0;
  const calls = order.callbacks.filter((c) => Date.parse(c.at) >= since);
  if (calls.some((c) => c.result !== "unreachable")) return true;
  return calls.length >= tries || (calls.length > 0 && now.getTime() - since >= days * 86_400_000);
}

/** Whether a command takes the order out of somebody else's hands, which needs a reason. One that was only given to somebody is in nobody's hands yet. */
export function takesOver(type: CommandType, order: Order, who: string): boolean {
  if (type === "assign") return order.owner !== "";
  return type === "claim" && order.owner !== "" && order.owner !== who && order.assignee !== who;
}

/** Whether one more wait needs the lead's approval: a fourth one in a cycle, or more than half of the time to resolve. */
export function needsLead(order: Order): boolean {
  const resolve = order.clocks.find((c) => c.name === "resolve");
  return order.waits >= 3 || (!!resolve && order.waited > resolve.target / 2);
}

/** The command an address asks to have ready: `?do=claim`, as messages and cards of the board link to. */
export function linked(query: URLSearchParams): CommandType | null {
  const asked = query.get("do");
  return commandsOf.in_progress.concat(commandsOf.resolved, ["resume"]).find((c) => c === asked) ?? null;
}
