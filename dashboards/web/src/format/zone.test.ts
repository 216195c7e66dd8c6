import { describe, expect, it } from "vitest";
import { addDays, dayOf, dayStart, instant, wall, wallInstant, wallText } from "./zone";

describe("times in the server's zone", () => {
  it.each([
    ["2026-01-31", "Asia/Shanghai", "2026-01-30T16:00:00.000Z", "eight hours ahead of UTC all year"],
    ["2026-07-01", "Europe/Berlin", "2026-06-30T22:00:00.000Z", "summer time"],
    ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z", "the day summer time begins starts in winter time"],
    ["2026-03-30", "Europe/Berlin", "2026-03-29T22:00:00.000Z", "and the day after starts in summer time"],
    ["2026-11-01", "America/New_York", "2026-11-01T04:00:00.000Z", "west of UTC"],
  ])("%s in %s begins at %s: %s", (day, zone, want) => {
    expect(dayStart(day, zone).toISOString()).toBe(want);
    expect(dayOf(dayStart(day, zone), zone)).toBe(day);
  });

  it("reads a wall clock across midnight, with Monday as the first day of the week", () => {
    expect(wall(new Date("2026-02-01T16:05:09Z"), "Asia/Shanghai")).toEqual(
      { year: 2026, month: 2, day: 2, hour: 0, minute: 5, second: 9, weekday: 1 });
  });

  it("steps over the end of a month and a leap day", () => {
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2026-03-01", -1)).toBe("2026-02-28");
  });

  it.each([["0001-01-01T00:00:00Z"], [""], [undefined], ["soon"]])("takes %s for never", (text) => {
    expect(instant(text)).toBeNull();
  });
});

describe("what somebody types into a clock of the zone", () => {
  it.each([
    ["2026-01-31T08:30", "Asia/Shanghai", "2026-01-31T00:30:00.000Z"],
    ["2026-03-29T03:30", "Europe/Berlin", "2026-03-29T01:30:00.000Z"], // the clocks went forward an hour before
    ["2026-07-01T00:00", "America/New_York", "2026-07-01T04:00:00.000Z"],
  ])("%s in %s is %s, and back", (text, zone, want) => {
    expect(wallInstant(text, zone)?.toISOString()).toBe(want);
    expect(wallText(new Date(want), zone)).toBe(text);
  });
  it.each(["", "2026-01-31", "2026-13-31T08:30", "soon"])("%s is no time", (text) => expect(wallInstant(text, "Asia/Shanghai")).toBe(null));
});
