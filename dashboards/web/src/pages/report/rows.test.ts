import { describe, expect, it } from "vitest";
import type { CauseNode, Message, OrderReportRow } from "../../api/nouns";
import { leadsTo, total, walk, worst } from "../causes/tree";
import { stateOf, subjectAddress } from "../deliveries/delivery";
import { counted, shareOf, thin } from "./rows";

it("each share has a whole of its own", () => {
  const row = { orders: 10, closed: 4, asked: 3, breached: 2, reopened: 1, false_alarm: 1, verified: 2, recovered: 3 } as OrderReportRow;
  expect(shareOf(row, "breached")).toEqual({ part: 2, of: 10 });
  expect(shareOf(row, "verified")).toEqual({ part: 2, of: 4 });
  expect(shareOf(row, "recovered")).toEqual({ part: 3, of: 3 });
  expect(shareOf({ ...row, closed: 1 }, "verified"), "proved before it is closed").toEqual({ part: 2, of: 2 });
  expect(counted({ ...row, claimed: 7, answered: 1 }, "answer")).toBe(1);
  expect([thin(4), thin(5)]).toEqual([true, false]);
});

describe("the tree of causes", () => {
  const node = (kind: CauseNode["kind"], name: string, orders: string[], last_30: number, children: CauseNode[] = []) => ({ kind, name, orders, last_30, children }) as unknown as CauseNode;
  const tree = [
    node("department", "运营", ["WO-3", "WO-2", "WO-1"], 3, [node("process", "出餐", ["WO-3", "WO-2", "WO-1"], 3, [node("cause", "没检查", ["WO-3", "WO-1"], 2), node("cause", "缺人", ["WO-2"], 1)])]),
    node("department", "采购", ["WO-4"], 1, [node("process", "验收", ["WO-4"], 1, [node("cause", "抽检少", ["WO-4"], 1)])]),
  ];
  it("names the cause that came back, and none when none did", () => {
    expect(worst(tree)?.name).toBe("没检查");
    expect(worst(tree.slice(1))).toBeNull();
  });
  it("leads to an order by one branch", () => {
    expect(tree.map((d) => leadsTo(d, "WO-4"))).toEqual([false, true]);
    expect(tree.map((d) => leadsTo(d, ""))).toEqual([false, false]);
  });
  it("counts an order once, and knows the way to every node", () => {
    expect(total(tree)).toBe(4);
    expect(walk(tree).find((x) => x.node.name === "缺人")?.path).toEqual(["运营", "出餐"]);
  });
});

describe("a message", () => {
  const never = "0001-01-01T00:00:00Z";
  const m = (more: Partial<Message>) => ({ folded_in: "", sent_at: never, dead: false, kind: "alert.opened", subject: "AL-1", ...more }) as Message;
  it.each([
    ["waits", m({}), "waiting"], ["was accepted", m({ sent_at: "2026-01-31T00:00:00Z" }), "sent"], ["was given up", m({ dead: true }), "dead"],
    ["is said by another, even after it was given up", m({ dead: true, folded_in: "x" }), "folded"],
  ] as const)("%s", (_why, message, want) => expect(stateOf(message)).toBe(want));
  it("leads to what it is about", () => {
    expect(subjectAddress(m({}))).toBe("/alerts/AL-1");
    expect(subjectAddress(m({ kind: "order.assigned", subject: "WO-1" }))).toBe("/orders/WO-1");
    expect(subjectAddress(m({ kind: "digest", subject: "2026" }))).toBe("/digest");
    expect(subjectAddress(m({ kind: "test", subject: "" }))).toBe("");
  });
});
