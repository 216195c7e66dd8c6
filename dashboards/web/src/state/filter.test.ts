import { describe, expect, it } from "vitest";
import { apiQuery, changeFilter, everything, narrowed, obeyed, presets, readFilter, resolve, restrictions, spanBefore, usualStep, writeFilter, type Filter } from "./filter";
import { address, parseRoute, withQuery } from "./route";

const zone = "Asia/Shanghai";
const now = new Date("2026-01-31T06:20:30Z"); // 14:20:30 in Shanghai

describe("the filter in the address bar", () => {
  const full: Filter = {
    brand: ["qingheng", "shanlan"], range: { from: "2026-01-01", to: "2026-01-31" }, source: ["forum", "news"],
    sentiment: "negative", topic: "卫生-异物", aspect: "service.waiting", store: "sh-01", q: "\"排队 久\" -广告 &=+",
    complaint: true, severity: 3, raw: true,
    keyword: "排队", also: "服务-等太久", judged: "negative", opinion: "太久", weekday: 7, hour: 0,
    platform: ["大众点评", "小红书"], region: "浙江", compare: "year", coverage: 0.8,
    city: "杭州", intent: "complaint", emotion: "angry", noise: "bot", tier: "large", author: "a1b2", without: ["2026-01-05T10:00:00Z/2026-01-05T12:00:00Z"],
  };

  it("comes back as it was written, with every field set", () => {
    expect(readFilter(new URLSearchParams(writeFilter(full).toString()))).toEqual(full);
  });

  it("leaves no trace when nothing is restricted", () => {
    expect(writeFilter(everything).toString()).toBe("");
    expect(readFilter(new URLSearchParams())).toEqual(everything);
  });

  it.each([
    ["sentiment=angry", "an unknown sentiment"],
    ["range=5w", "an unknown window"],
    ["severity=9", "a severity off the scale"],
    ["from=2026-02-01&to=2026-01-01", "ends in the wrong order"],
    ["from=yesterday&to=today", "ends that are no dates"],
    ["brand=&source=&platform=", "empty names"],
    ["compare=decade", "an unknown comparison"],
    ["coverage=1.2", "a coverage above all there is"],
    ["coverage=half", "a coverage that is no number"],
    ["without=2026-01-05T12:00:00Z/2026-01-05T10:00:00Z", "a stretch of time that ends before it begins"],
    ["without=yesterday", "a stretch of time that is none"],
  ])("ignores %s: %s", (query) => {
    expect(readFilter(new URLSearchParams(query))).toEqual(everything);
  });

  it("counts what is restricted beyond brand and time", () => {
    expect(restrictions(everything)).toBe(0);
    expect(restrictions(full)).toBe(25);
  });
});

describe("the filter of the header", () => {
  it("keeps what a page wrote into the address itself, but not the place in the list as it was", () => {
    const query = new URLSearchParams("topic=a&view=board&view=wide&open=p1&cursor=x&range=30d");
    expect(changeFilter(query, { topic: "", platform: ["微博"] }).toString()).toBe(new URLSearchParams([["range", "30d"], ["platform", "微博"], ["view", "board"], ["view", "wide"]]).toString());
  });

  it("takes along to another page only what that page obeys", () => {
    const f: Filter = { ...everything, brand: ["qingheng"], region: "浙江", topic: "卫生-异物", raw: true };
    expect(writeFilter(obeyed(f, ["topic"])).toString()).toBe(new URLSearchParams([["brand", "qingheng"], ["topic", "卫生-异物"]]).toString());
    expect(writeFilter(obeyed(f, [])).toString()).toBe("brand=qingheng");
  });

  it("counts what is narrowed, and not what is merely compared with", () => {
    expect(narrowed(everything, ["source", "data", "coverage", "compare"])).toEqual([]);
    expect(narrowed({ ...everything, source: ["a"], raw: true, compare: "year", coverage: 0.5 }, ["source", "data", "compare"])).toEqual(["source", "data"]);
  });

  it("writes every field it knows under a name it takes back: none survives a change to nothing", () => {
    const all = writeFilter({ ...everything, ...Object.fromEntries(Object.keys(everything).map((k) => [k, k])), brand: ["b"], range: { preset: "30d" }, source: ["s"], platform: ["p"], judged: "negative", aspect: "a", weekday: 1, hour: 1, severity: 1, coverage: 1 } as unknown as Filter);
    expect(changeFilter(all, everything).toString()).toBe("");
  });
});

describe("what a window means now", () => {
  it.each([
    ["24h", "2026-01-30T06:00:00.000Z", "begins on a full hour"],
    ["7d", "2026-01-24T06:00:00.000Z", "begins on a full hour"],
    ["30d", "2026-01-01T16:00:00.000Z", "begins at midnight in Shanghai, today counted as the thirtieth day"],
  ] as const)("%s begins at %s: %s", (preset, from, _why) => {
    const span = resolve({ preset }, now, zone);
    expect(span.from.toISOString()).toBe(from);
    expect(span.to.toISOString()).toBe("2026-01-31T06:21:00.000Z");
  });

  it.each([
    ["today", "2026-01-30T16:00:00.000Z", "2026-01-31T06:21:00.000Z", "since midnight in Shanghai"],
    ["yesterday", "2026-01-29T16:00:00.000Z", "2026-01-30T16:00:00.000Z", "the whole day before, and nothing of today"],
    ["week", "2026-01-25T16:00:00.000Z", "2026-01-31T06:21:00.000Z", "from Monday, though it is Saturday"],
    ["month", "2025-12-31T16:00:00.000Z", "2026-01-31T06:21:00.000Z", "from the first"],
  ] as const)("%s is from %s to %s: %s", (preset, from, to, _why) => {
    const span = resolve({ preset }, now, zone);
    expect([span.from.toISOString(), span.to.toISOString()]).toEqual([from, to]);
  });

  it("begins no window after it ends, whatever the minute", () => {
    for (let m = 0; m < 60 * 24 * 9; m += 7) {
      const at = new Date(Date.parse("2026-02-26T15:58:00Z") + m * 60_000);
      for (const preset of presets) {
        const { from, to } = resolve({ preset }, at, zone);
        expect(from.getTime(), `${preset} at ${at.toISOString()}`).toBeLessThan(to.getTime());
      }
    }
  });

  it("includes the last day of two days", () => {
    const span = resolve({ from: "2026-01-30", to: "2026-01-31" }, now, zone);
    expect(span.from.toISOString()).toBe("2026-01-29T16:00:00.000Z");
    expect(span.to.toISOString()).toBe("2026-01-31T16:00:00.000Z");
  });

  it("takes instants as they are", () => {
    const range = { from: "2026-01-30T01:00:00.000Z", to: "2026-01-30T02:00:00.000Z" };
    expect(apiQuery({ ...everything, range }, resolve(range, now, zone)).toString())
      .toBe("from=2026-01-30T01%3A00%3A00.000Z&to=2026-01-30T02%3A00%3A00.000Z");
  });

  it.each([
    ["", "2026-03-01T00:00:00.000Z", "2026-03-08T00:00:00.000Z", "2026-02-22T00:00:00.000Z", "2026-03-01T00:00:00.000Z", "the equally long one right before"],
    ["year", "2026-03-01T00:00:00.000Z", "2026-03-08T00:00:00.000Z", "2025-03-01T00:00:00.000Z", "2025-03-08T00:00:00.000Z", "the same days a year earlier"],
    ["year", "2024-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z", "2021-12-31T00:00:00.000Z", "2024-01-01T00:00:00.000Z", "two years: a year earlier lies within them"],
  ] as const)("compares by %s %s…%s with %s…%s: %s", (compare, from, to, wantFrom, wantTo, _why) => {
    const before = spanBefore({ from: new Date(from), to: new Date(to) }, compare);
    expect([before.from.toISOString(), before.to.toISOString()]).toEqual([wantFrom, wantTo]);
  });

  it("draws a week in hours and a month in days", () => {
    expect(usualStep(resolve({ preset: "7d" }, now, zone))).toBe("hour");
    expect(usualStep(resolve({ preset: "30d" }, now, zone))).toBe("day");
  });
});

describe("what a cell or a word narrows a filter to", () => {
  const back = (part: Partial<typeof everything>) => readFilter(writeFilter({ ...everything, ...part }));

  it("comes back from the address as it went", () => {
    const part = { keyword: "封口膜", topic: "卫生-", also: "服务-等太久", aspect: "service.", judged: "negative", opinion: "太久", weekday: 7, hour: 0 } as const;
    expect(back(part)).toEqual({ ...everything, ...part });
  });

  it("leaves out what makes no sense, so that an old link still opens", () => {
    expect(readFilter(new URLSearchParams("weekday=8&hour=24&judged=angry"))).toEqual(everything);
    expect(writeFilter({ ...everything, judged: "negative" }).toString()).toBe(""); // of no aspect
  });

  it("midnight counts as a restriction, no hour does not", () => {
    expect(restrictions({ ...everything, hour: 0 })).toBe(1);
    expect(restrictions(everything)).toBe(0);
  });
});

describe("addresses", () => {
  it("drops a trailing slash and a lone question mark", () => {
    expect(parseRoute("/alerts/?x=1").path).toBe("/alerts");
    expect(parseRoute("/").path).toBe("/");
    expect(address("/mentions", new URLSearchParams())).toBe("/mentions");
  });

  it("changes some values and keeps the rest", () => {
    const q = withQuery(new URLSearchParams("brand=a&brand=b&q=x"), { q: null, sentiment: "negative" });
    expect(q.toString()).toBe("brand=a&brand=b&sentiment=negative");
  });
});
