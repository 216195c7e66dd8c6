import { describe, expect, it } from "vitest";
import type { Collected, Heard } from "../../api/nouns";
import { calendarDays, overall, shades, sumOf, usual, wanting } from "./collection";

const heard = (got: number, expected = -1, coverage = 1, at = "2026-01-31T00:00:00Z"): Heard => ({ at, got, expected, coverage });
const source = (id: string, state: Collected["state"], week: Heard, every = 600) => ({ id, state, week, every }) as Collected;

it("puts what must be looked after first, and leaves out what does well", () => {
  const all = ["ok", "partial", "silent", "never", "blocked", "disabled", "late"].map((s) => source(s, s as Collected["state"], heard(1)));
  expect(wanting(all).map((s) => s.id)).toEqual(["blocked", "silent", "late", "partial"]);
});

describe("coverage of all sources", () => {
  it("weighs each by what it usually brings", () => {
    expect(overall([source("a", "ok", heard(9, 90, 1)), source("b", "late", heard(0, 10, 0))])).toBeCloseTo(0.9);
  });
  it("counts a source of which nothing is known like the others on average", () => {
    expect(overall([source("a", "ok", heard(9, 90, 1)), source("b", "late", heard(0, -1, 0))])).toBeCloseTo(0.5);
  });
  it("is the plain mean where nothing is said at all", () => {
    expect(overall([source("a", "ok", heard(0, 0, 1)), source("b", "late", heard(0, 0, 0))])).toBeCloseTo(0.5);
  });
  it("means nothing where nothing is expected", () => {
    expect(overall([source("a", "passive", heard(9, -1, 0)), source("b", "ok", heard(1, -1, 0), 0)])).toBeNull();
  });
});

it.each([[-1, null], [0, "0"], [0.24, "0.2"], [9.96, "10"], [12.6, "13"]])("writes %d as usual %s", (n, want) => {
  expect(usual({ expected: n })).toBe(want);
});

it("sums up days, and knows no expectation when one day has none", () => {
  expect(sumOf([heard(3, 2), heard(4, 5, 0.5)])).toEqual({ got: 7, expected: 7, holes: 1 });
  expect(sumOf([heard(3, 2), heard(4)]).expected).toBeNull();
  expect(sumOf([]).expected).toBeNull();
});

it("lays hours out as days of the zone", () => {
  const hours = ["2026-01-30T15:00:00Z", "2026-01-30T16:00:00Z", "2026-01-30T17:00:00Z"].map((at) => heard(1, -1, 1, at));
  const shanghai = (at: Date) => {
    const wall = new Date(at.getTime() + 8 * 3_600_000).toISOString();
    return { day: wall.slice(0, 10), hour: Number(wall.slice(11, 13)) };
  };
  const days = calendarDays(hours, shanghai);
  expect(days.map((d) => d.day)).toEqual(["2026-01-30", "2026-01-31"]);
  expect(days[0]!.cells[23]).toBe(hours[0]);
  expect(days[1]!.cells.slice(0, 3)).toEqual([hours[1], hours[2], null]);
});

it("shades hours by the busy ones, not by the one burst", () => {
  const hours = [...Array.from({ length: 30 }, (_, i) => heard(i % 5)), heard(5000)];
  const shade = shades(hours);
  expect([0, 1, 2, 4, 5000].map((n) => shade(heard(n)))).toEqual([0, 1, 2, 4, 4]);
  expect(shades([])(heard(0))).toBe(0);
});
