import { describe, expect, it } from "vitest";
import type { Alert, Evidence, Order } from "../../api/nouns";
import { asked, groupOf, marksOf, offered, quotesOf, timeline, topicsOf } from "./incident";

const never = "0001-01-01T00:00:00Z";
const now = new Date("2026-01-31T12:00:00Z");
const alert = (part: Partial<Alert>): Alert => ({
  id: "AL-1", state: "open", history: false, topic: "", topics: [], verdict: "", verdict_at: never, verdict_by: "", verdict_why: "", silenced: "", muted_until: never, order: "",
  started_at: "2026-01-31T08:00:00Z", opened_at: "2026-01-31T08:20:00Z", last_at: "2026-01-31T11:00:00Z", resolved_at: never, rules: [], reason: "", withheld: [], ...part,
} as Alert);

describe("the list of incidents", () => {
  it.each([
    ["open", false, "open"], ["resolved", false, "ended"], ["merged", false, "ended"], ["open", true, "history"], ["resolved", true, "history"],
  ] as const)("puts a %s one (replayed: %s) under %s", (state, history, want) => expect(groupOf({ state, history })).toBe(want));

  it("names each topic of the cluster once, the leading one first", () => {
    expect(topicsOf({ topic: "b", topics: ["a", "b", "c"] })).toEqual(["b", "a", "c"]);
    expect(topicsOf({ topic: "", topics: [] })).toEqual([]);
  });

  it.each([
    [{}, [], "nothing happened to it"],
    [{ verdict: "false_alarm", silenced: "SL-1" }, ["false_alarm", "silenced"], "judged and silenced"],
    [{ muted_until: "2026-01-31T13:00:00Z" }, ["muted"], "muted for another hour"],
    [{ muted_until: "2026-01-31T11:00:00Z" }, [], "the mute is over"],
    [{ muted_until: "2026-01-31T13:00:00Z", state: "resolved" }, [], "what has ended is not muted"],
    [{ state: "merged" }, ["merged"], "part of another"],
    [{ withheld: [{}] }, ["withheld"], "the day's interruptions were used up"],
  ] as [Partial<Alert>, string[], string][])("marks %o with %o: %s", (part, want, _why) => expect(marksOf(alert(part), now)).toEqual(want));
});

describe("what can be asked of an incident", () => {
  it.each([
    [{}, "confirm false_alarm mute merge order", "a running one"],
    [{ order: "WO-1" }, "confirm false_alarm mute merge", "it has its order"],
    [{ muted_until: "2026-01-31T13:00:00Z" }, "confirm false_alarm unmute merge order", "muted"],
    [{ verdict: "confirmed" }, "false_alarm mute merge order", "people change their minds"],
    [{ state: "resolved" }, "confirm false_alarm order", "judged when it is over"],
    [{ state: "merged" }, "", "the other one is followed now"],
    [{ history: true, state: "resolved" }, "confirm false_alarm order", "verdicts on the past teach the rule too"],
  ] as [Partial<Alert>, string, string][])("%o: %s (%s)", (part, want, _why) => expect(offered(alert(part), now).join(" ")).toBe(want));

  it("has ready what a link asks for, when it is possible", () => {
    const possible = offered(alert({}), now);
    expect(asked(new URLSearchParams("do=mute"), possible)).toBe("mute");
    expect(asked(new URLSearchParams("do=unmute"), possible)).toBe(null);
    expect(asked(new URLSearchParams("do=__proto__"), possible)).toBe(null);
    expect(asked(new URLSearchParams(), possible)).toBe(null);
  });
});

it("quotes every voice once, under the first reason it was chosen for", () => {
  const e = (post_id: string, why: string) => ({ post_id, why }) as Evidence;
  const got = quotesOf([e("1", "first"), e("1", "amplified"), e("2", "top"), e("3", "odd"), e("2", "typical")]);
  expect(got.map((g) => `${g.why}: ${g.quotes.map((q) => q.post_id).join(" ")}`)).toEqual(["first: 1", "top: 2", "typical: 3"]);
});

describe("the history of an incident", () => {
  it("is in the order of time, whoever did it", () => {
    const order = { id: "WO-1", notes: [{ at: "2026-01-31T08:21:00Z", type: "opened", actor: "tingfeng", text: "" }, { at: "2026-01-31T09:00:00Z", type: "noted", actor: "小周", text: "在查" }] } as unknown as Order;
    const steps = timeline(alert({ verdict: "confirmed", verdict_at: "2026-01-31T08:50:00Z", verdict_by: "小林", rules: [{ rule: "critical", at: "2026-01-31T08:30:00Z", score: 2 }] as Alert["rules"] }), order);
    expect(steps.map((s) => s.what)).toEqual(["started", "opened", "ordered", "absorbed", "verdict", "note", "last"]);
    expect(steps[5]).toMatchObject({ text: "noted\n在查", who: "小周" });
  });
  it("tells of an end only when there is one, and that nobody was told", () => {
    const steps = timeline(alert({ state: "resolved", resolved_at: "2026-01-31T11:30:00Z", reason: "calm", silenced: "SL-1" }), null);
    expect(steps.map((s) => `${s.what} ${s.text}`.trim())).toEqual(["started", "openedQuiet", "resolved calm"]);
  });
});
