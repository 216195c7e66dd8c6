import { describe, expect, it } from "vitest";
import type { Plan, Silence } from "../../api/nouns";
import { byMonth, byState, lastDay, presetEnd, wished } from "./silence";

const zone = "Asia/Shanghai";

describe("when a chosen length ends", () => {
  it.each([
    ["2h", "2026-01-31T12:00:00Z", "2026-01-31T14:00:00Z", "two hours"],
    ["24h", "2026-01-31T12:00:00Z", "2026-02-01T12:00:00Z", "a day"],
    ["7d", "2026-01-31T12:00:00Z", "2026-02-07T12:00:00Z", "a week"],
    ["tomorrow", "2026-01-31T12:00:00Z", "2026-02-01T00:00:00Z", "in the evening: eight the next morning"],
    ["tomorrow", "2026-01-31T18:00:00Z", "2026-02-01T00:00:00Z", "at two at night: eight this morning"],
    ["tomorrow", "2026-01-31T00:30:00Z", "2026-02-01T00:00:00Z", "in the morning: tomorrow's morning"],
  ] as const)("%s at %s is %s: %s", (preset, now, want, _why) => expect(presetEnd(preset, new Date(now), zone).toISOString()).toBe(want.replace("Z", ".000Z")));
});

it("begins with what the incident's link says, and only then", () => {
  expect(wished(new URLSearchParams("new=1&brand=b&topic=t"))).toEqual({ brand: "b", topic: "t", rule: "" });
  expect(wished(new URLSearchParams("brand=b"))).toBe(null);
});

it("groups silences by where they stand and leaves out what is empty", () => {
  const s = (id: string, state: Silence["state"]) => ({ id, state }) as Silence;
  expect(byState([s("a", "running"), s("b", "ended"), s("c", "running")]).map((g) => `${g.state} ${g.items.map((x) => x.id).join("")}`)).toEqual(["running ac", "ended b"]);
});

describe("the calendar of plans", () => {
  const p = (title: string, from: string, state: Plan["state"]) => ({ title, from, state }) as Plan;
  const all = [p("元旦", "2025-12-31T16:00:00Z", "ended"), p("春节", "2026-02-14T16:00:00Z", "planned"), p("店庆", "2026-02-20T16:00:00Z", "planned"), p("五一", "2026-04-30T16:00:00Z", "planned")];
  it("is by the month of the zone: the first of May there is still April in UTC", () => {
    expect(byMonth(all, zone, false).map((m) => `${m.month} ${m.items.map((x) => x.title).join(" ")}`)).toEqual(["2026-02 春节 店庆", "2026-05 五一"]);
    expect(byMonth(all, zone, true)[0]).toMatchObject({ month: "2026-01" });
  });
  it("names the last day, not the midnight after it", () => {
    expect(lastDay(new Date("2026-11-12T16:00:00Z"), zone).toISOString()).toBe("2026-11-12T15:59:00.000Z");
    expect(lastDay(new Date("2026-11-12T15:00:00Z"), zone).toISOString()).toBe("2026-11-12T15:00:00.000Z");
  });
});
