import { describe, expect, it } from "vitest";
import type { Message } from "../../api/nouns";
import { subjectAddress } from "./delivery";

describe("where the matter of a message is told", () => {
  it.each([
    ["digest", "2026-01-31/qingheng", "/letters/2026-01-31/qingheng", "a letter leads to itself as it was sent, not to today's"],
    ["digest", "2026-01-31/qingheng/shop-01", "/letters/2026-01-31/qingheng/shop-01", "and one for an audience too"],
    ["digest", "digest/20260131", "/digest", "a letter from before there was an archive"],
    ["question.asked", "Q-20260131-2", "/questions/Q-20260131-2", "a question to its place among the questions"],
    ["order.assigned", "WO-20260131-1", "/orders/WO-20260131-1", "an order"],
    ["alert.opened", "AL-20260131-aa", "/alerts/AL-20260131-aa", "an incident"],
    ["test", "", "", "a test is about nothing"],
  ])("%s of %s: %s (%s)", (kind, subject, want, _why) => expect(subjectAddress({ kind, subject } as Message)).toBe(want));
});
