import { describe, expect, it } from "vitest";
import type { Clock, Order } from "../../api/nouns";
import { clockState, due, overdue, usedPart } from "./due";

const now = new Date("2026-01-31T06:00:00Z");
const never = "0001-01-01T00:00:00Z";
const hour = 3_600e9;
const clock = (name: Clock["name"], more: Partial<Clock>): Clock => ({ name, target: 4 * hour, used: 0, due: never, stop_at: never, running: false, breached: false, calendar: "", cycle: 1, total: 0, ...more });
const order = (state: Order["state"], ...clocks: Clock[]) => ({ state, clocks }) as unknown as Order;

describe("the clock that matters now", () => {
  it.each([
    ["the one that runs out first, whatever its place", [clock("claim", { running: true, due: "2026-01-31T07:00:00Z" }), clock("answer", { running: true, due: "2026-01-31T06:10:00Z" })], { clock: "answer", over: false, left: 600_000 }],
    ["a stopped one no longer matters", [clock("claim", { due: "2026-01-31T05:00:00Z", stop_at: "2026-01-31T04:00:00Z" }), clock("resolve", { running: true, due: "2026-01-31T07:00:00Z" })], { clock: "resolve", over: false, left: 3_600_000 }],
    ["one that ran out says by how much", [clock("claim", { running: true, due: "2026-01-31T05:00:00Z" })], { clock: "claim", over: true, left: 3_600_000 }],
  ] as const)("%s", (_why, clocks, want) => {
    expect(due(order("new", ...clocks), now)).toMatchObject(want);
  });
  it("is none when nothing runs, or when no time was ever set", () => {
    expect(due(order("closed", clock("resolve", { due: "2026-01-31T07:00:00Z" })), now)).toBeNull();
    expect(due(order("new", clock("claim", { running: true })), now)).toBeNull();
    expect(due(order("new"), now)).toBeNull();
  });
});

describe("how a clock stands", () => {
  it.each([
    ["runs", "in_progress", clock("resolve", { running: true, used: hour }), "running"],
    ["three quarters are used", "in_progress", clock("resolve", { running: true, used: 3 * hour }), "soon"],
    ["more than its target", "in_progress", clock("resolve", { running: true, used: 5 * hour, breached: true }), "over"],
    ["rests while somebody outside has to act", "waiting", clock("resolve", { used: hour }), "paused"],
    ["only the one of resolving rests", "waiting", clock("claim", { used: hour, stop_at: "2026-01-31T05:00:00Z" }), "kept"],
    ["stopped in time", "resolved", clock("claim", { used: hour, stop_at: "2026-01-31T05:00:00Z" }), "kept"],
    ["stopped too late", "resolved", clock("claim", { used: 5 * hour, stop_at: "2026-01-31T05:00:00Z", breached: true }), "late"],
    ["has not begun", "new", clock("verify", {}), "idle"],
  ] as const)("%s", (_why, state, c, want) => expect(clockState(c, order(state, c))).toBe(want));

  it("fills its bar up to the target and no further", () => {
    expect(usedPart(clock("claim", { used: hour }))).toBe(0.25);
    expect(usedPart(clock("claim", { used: 9 * hour }))).toBe(1);
    expect(usedPart(clock("claim", { target: 0 }))).toBe(0);
  });
});

it("an order is overdue by a running or resting clock, never by one that has stopped or when it is finished", () => {
  const over = clock("resolve", { running: true, breached: true });
  expect(overdue(order("in_progress", over))).toBe(true);
  expect(overdue(order("waiting", { ...over, running: false }))).toBe(true);
  expect(overdue(order("resolved", { ...over, running: false }))).toBe(false);
  expect(overdue(order("closed", over))).toBe(false);
});
