import { describe, expect, it } from "vitest";
import type { Order } from "../../api/nouns";
import { due, lateness } from "./due";

const now = new Date("2026-01-31T06:00:00Z");
const never = "0001-01-01T00:00:00Z";
const order = (state: Order["state"], claim_due: string, resolve_due: string) => ({ state, claim_due, resolve_due }) as Order;

describe("the clock of an order", () => {
  it.each([
    ["new", "2026-01-31T06:10:00Z", "2026-02-01T00:00:00Z", { clock: "claim", over: false, left: 600_000 }, "unclaimed: ten minutes to claim"],
    ["new", "2026-01-31T05:00:00Z", "2026-02-01T00:00:00Z", { clock: "claim", over: true, left: 3_600_000 }, "unclaimed for an hour too long"],
    ["in_progress", "2026-01-31T05:00:00Z", "2026-01-31T07:00:00Z", { clock: "resolve", over: false, left: 3_600_000 }, "claimed: the claim clock no longer matters"],
  ] as const)("%s, claim by %s, resolve by %s: %o (%s)", (state, claim, resolve, want, _why) => {
    expect(due(order(state, claim, resolve), now)).toMatchObject(want);
  });

  it.each([["resolved"], ["closed"]] as const)("stands still when %s", (state) => {
    expect(due(order(state, "2026-01-31T05:00:00Z", "2026-01-31T05:00:00Z"), now)).toBeNull();
  });
  it("does not run without a due time", () => expect(due(order("new", never, never), now)).toBeNull());

  it("tells in time from late, and says nothing of what has not happened", () => {
    expect(lateness("2026-01-31T05:00:00Z", "2026-01-31T04:59:00Z")).toBe(0);
    expect(lateness("2026-01-31T05:00:00Z", "2026-01-31T06:00:00Z")).toBe(3_600_000);
    expect(lateness("2026-01-31T05:00:00Z", never)).toBeNull();
    expect(lateness(never, "2026-01-31T05:00:00Z")).toBeNull();
  });
});
