import { describe, expect, it } from "vitest";
import { actionOf, freshness, panelOf, panels, stayOf, staleAfter, turn } from "./rotation";

describe("the wall turns", () => {
  it.each([[null, 20, "nothing said"], ["45", 45, "as said"], ["1", 5, "nobody reads in a second"], ["9999", 600, "a wall that stands still is a picture"], ["soon", 20, "no number"], ["", 20, "empty"]] as const)("%s stays %d s: %s", (asked, want, _why) => expect(stayOf(asked)).toBe(want));

  it("comes around in both directions and stays on a panel it has", () => {
    expect(turn(panels[panels.length - 1]!, 1)).toBe(panels[0]);
    expect(turn(panels[0], -1)).toBe(panels[panels.length - 1]);
    for (let k = -9; k < 9; k++) for (const p of panels) expect(turn(turn(p, k), -k)).toBe(p);
  });

  it.each([["topics", "topics"], ["gone", "numbers"], [null, "numbers"]] as const)("%s is the panel %s", (asked, want) => expect(panelOf(asked)).toBe(want));
});

describe("what the wall says of its age", () => {
  const now = 1_000_000;
  it.each([
    [0, false, "waiting", "nothing heard yet"],
    [0, true, "stale", "nothing heard and nobody there"],
    [now - 1000, false, "live", "heard a second ago"],
    [now - staleAfter, false, "live", "at the edge"],
    [now - staleAfter - 1, false, "stale", "silent for too long, though no question failed: a sleeping tab"],
    [now - 1000, true, "stale", "the last question found no server"],
  ] as const)("heard at %d, lost %s: %s (%s)", (heard, lost, want, _why) => expect(freshness(heard, now, lost)).toBe(want));
});

describe("keys", () => {
  it.each([[" ", "pause"], ["ArrowRight", "next"], ["ArrowLeft", "previous"], ["f", "full"], ["Escape", "leave"], ["x", null]] as const)("%s is %s", (key, want) => expect(actionOf({ key })).toBe(want));
  it("leaves the browser its own", () => expect(actionOf({ key: "f", ctrlKey: true })).toBeNull());
});
