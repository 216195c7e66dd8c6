import { describe, expect, it } from "vitest";
import { late } from "./late";

const at = (time: string) => `2026-01-31T${time}:00+08:00`;

describe("a letter that went out late", () => {
  it.each([
    ["in time", at("21:30"), at("21:30"), "", null],
    ["a little after is not late", at("21:30"), at("21:39"), "", null],
    ["ten minutes are", at("21:30"), at("21:40"), "", { hours: 0, minutes: 10 }],
    ["hours after the machine was switched on again", at("18:00"), at("21:05"), "", { hours: 3, minutes: 5 }],
    ["one that was left out is never late", at("18:00"), at("21:05"), "holiday", null],
    ["one that was never sent neither", at("18:00"), "0001-01-01T00:00:00Z", "", null],
    ["sent by hand before its time", at("21:30"), at("20:00"), "", null],
  ])("%s", (_, due, sent_at, skipped, want) => {
    expect(late({ due, sent_at, skipped })).toEqual(want);
  });
});
