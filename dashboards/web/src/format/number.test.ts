import { describe, expect, it } from "vitest";
import { bytes, change, count, engagement, growth, nothing, nsr, percent, signed } from "./number";

describe("numbers as people read them", () => {
  it("groups thousands", () => expect(count(1234567)).toBe("1,234,567"));

  it.each([
    [-1, true, nothing, "a count the site did not tell is not zero"],
    [0, true, "0", "a count of zero is zero"],
    [9999, true, "9999", "below ten thousand as it is"],
    [23000, true, "2.3万", "the way Chinese sites write it"],
    [1000000, true, "100万", "no .0 left over"],
    [23000, false, "23k", "the way English sites write it"],
  ])("engagement %d (zh %s) → %s: %s", (n, zh, want) => expect(engagement(n, zh)).toBe(want));

  it.each([
    [0.1834, "18.3%"],
    [0, "0.0%"],
    [null, nothing],
    [NaN, nothing],
  ])("percent %s → %s", (part, want) => expect(percent(part)).toBe(want));

  it.each([
    [0.228, "+22.8"],
    [-0.05, "−5.0"],
    [0, "0.0"],
    [-0.0004, "0.0"],
    [null, nothing],
  ])("NSR %s → %s, with a real minus and no sign on zero", (value, want) => expect(nsr(value)).toBe(want));

  it("does not take a percentage of nothing", () => {
    expect(growth(5, 0)).toBeNull();
    expect(growth(0, 5)).toBe(-1);
  });

  it.each([
    [0.184, "18%"],
    [-0.25, "25%"],
    [8.9, "890%"],
    [9.5, "×10.5"],
    [19.09, "×20"],
    [209.94, "×211"],
  ])("growth %d is said as %s", (rate, want) => expect(change(rate)).toBe(want));

  it("rounds to zero without a sign", () => expect(signed(-0.04, 1)).toBe("0.0"));

  it.each([[0, "0 B"], [1023, "1023 B"], [1536, "1.5 KiB"], [88412, "86 KiB"], [5 * 1024 ** 3, "5.0 GiB"]])(
    "%d bytes → %s", (n, want) => expect(bytes(n)).toBe(want));
});
