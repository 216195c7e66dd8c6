import { describe, expect, it } from "vitest";
import type { CommandType, Order, OrderState } from "../../api/nouns";
import { states } from "./look";
import { atHand, linked, needsLead, offered, takesOver } from "./offered";

const now = new Date("2026-01-31T06:00:00Z");
const order = (state: OrderState, more: Partial<Order> = {}) => ({
  state, kind: "theme", topic: "卫生-异物", topics: [], owner: "", assignee: "", collaborators: [], callbacks: [], clocks: [], resolved_at: "2026-01-30T06:00:00Z", waits: 0, waited: 0, ...more,
}) as unknown as Order;
const types = (o: Order, who = "小周") => offered(o, who, now).map((x) => x.type);

describe("what is offered", () => {
  it("is what the server would not refuse for the state", () => {
    const never: Record<OrderState, CommandType[]> = {
      new: ["resolve", "wait", "resume", "callback", "verify", "close", "reopen"],
      assigned: ["resolve", "wait", "resume", "callback", "verify", "close", "reopen"],
      in_progress: ["resume", "callback", "verify", "close", "reopen"],
      waiting: ["wait", "assign", "callback", "verify", "close", "reopen"],
      resolved: ["claim", "assign", "wait", "resume", "resolve"],
      verifying: ["claim", "assign", "wait", "resume", "resolve", "verify"],
      closed: ["claim", "assign", "answer", "wait", "resolve", "close", "regrade", "false_alarm", "merge", "cancel", "collaborate"],
      false_alarm: ["claim", "assign", "answer", "resolve", "close", "callback", "false_alarm", "merge", "cancel"],
      merged: ["claim", "resolve", "close", "reopen", "callback", "merge", "cancel"],
      cancelled: ["claim", "resolve", "close", "callback", "merge", "cancel"],
    };
    for (const s of states) for (const t of never[s]) expect(types(order(s, { owner: "老王", collaborators: ["小林"] })), `${t} of a ${s} order`).not.toContain(t);
  });
  it("always has a place for a note, among the first where somebody works", () => {
    for (const s of states) expect(types(order(s))).toContain("note");
    for (const s of ["new", "assigned", "in_progress", "waiting", "resolved", "verifying"] as const) expect(types(order(s)).slice(0, atHand)).toContain("note");
  });
  it.each([
    ["new", "claim"], ["assigned", "claim"], ["in_progress", "resolve"], ["waiting", "resume"], ["resolved", "callback"], ["closed", "reopen"],
  ] as const)("begins with the usual next step: %s → %s", (state, first) => expect(types(order(state))[0]).toBe(first));
  it("does not let the owner claim again, but somebody else may take over", () => {
    expect(types(order("in_progress", { owner: "小周" }))).not.toContain("claim");
    expect(types(order("in_progress", { owner: "老王" }))).toContain("claim");
  });
  it("verifies only what can be measured", () => {
    expect(types(order("resolved"))).toContain("verify");
    expect(types(order("resolved", { kind: "case" }))).not.toContain("verify");
    expect(types(order("resolved", { topic: "" }))).not.toContain("verify");
  });
  it("takes helpers off only when there are some", () => {
    expect(types(order("new"))).not.toContain("leave");
    expect(types(order("new", { collaborators: ["小林"] }))).toContain("leave");
  });
});

describe("closing a case", () => {
  const call = (result: string, at = "2026-01-30T08:00:00Z") => ({ at, result }) as Order["callbacks"][number];
  const close = (callbacks: Order["callbacks"], resolved = "2026-01-30T06:00:00Z") => offered(order("resolved", { kind: "case", callbacks, resolved_at: resolved }), "小周", now).find((o) => o.type === "close")!.yet;
  it.each([
    ["nobody asked back yet", [], "callback"],
    ["the customer was reached", [call("lost")], undefined],
    ["reached before this round only", [call("recovered", "2026-01-29T08:00:00Z")], "callback"],
    ["tried once in vain", [call("unreachable")], "callback"],
    ["tried three times in vain", [call("unreachable"), call("unreachable"), call("unreachable")], undefined],
  ] as const)("%s", (_why, calls, want) => expect(close([...calls])).toBe(want));
  it("one try is enough three days after it was resolved", () => expect(close([call("unreachable", "2026-01-28T07:00:00Z")], "2026-01-28T06:00:00Z")).toBeUndefined());
  it("a theme needs no callback", () => expect(offered(order("resolved"), "", now).find((o) => o.type === "close")!.yet).toBeUndefined());
});

it("taking something out of another's hands needs a reason, and only that", () => {
  expect(takesOver("claim", order("new"), "小周")).toBe(false);
  expect(takesOver("claim", order("assigned", { assignee: "小周" }), "小周")).toBe(false);
  expect(takesOver("claim", order("assigned", { assignee: "老王" }), "小周")).toBe(false);
  expect(takesOver("claim", order("assigned", { owner: "老王", assignee: "老李" }), "小周")).toBe(true);
  expect(takesOver("claim", order("in_progress", { owner: "老王" }), "小周")).toBe(true);
  expect(takesOver("assign", order("in_progress", { owner: "小周" }), "小周")).toBe(true);
  expect(takesOver("assign", order("new"), "小周")).toBe(false);
  expect(takesOver("note", order("in_progress", { owner: "老王" }), "小周")).toBe(false);
});

it("a fourth wait, or more than half of the time, is the lead's to allow", () => {
  const resolve = { name: "resolve", target: 100 } as Order["clocks"][number];
  expect(needsLead(order("in_progress", { waits: 2, waited: 50, clocks: [resolve] }))).toBe(false);
  expect(needsLead(order("in_progress", { waits: 3, clocks: [resolve] }))).toBe(true);
  expect(needsLead(order("in_progress", { waited: 51, clocks: [resolve] }))).toBe(true);
});

it("a link asks for a command by its name, and for nothing else", () => {
  const ask = (q: string) => linked(new URLSearchParams(q));
  expect(["claim", "answer", "resolve", "false_alarm", "resume"].map((c) => ask(`do=${c}`))).toEqual(["claim", "answer", "resolve", "false_alarm", "resume"]);
  expect([ask(""), ask("do=delete"), ask("do=__proto__"), ask("do=")]).toEqual([null, null, null, null]);
});
