import { describe, expect, it } from "vitest";
import { apiQuery, everything, readFilter, resolve, restrictions, usualStep, writeFilter, type Filter } from "./filter";
import { address, parseRoute, withQuery } from "./route";

const zone = "Asia/Shanghai";
const now = new Date("2026-01-31T06:20:30Z"); // 14:20:30 in Shanghai

describe("the filter in the address bar", () => {
  const full: Filter = {
    brand: ["qingheng", "shanlan"], range: { from: "2026-01-01", to: "2026-01-31" }, source: ["forum", "news"],
    sentiment: "negative", topic: "卫生-异物", aspect: "service.waiting", store: "sh-01", q: "\"排队 久\" -广告 &=+",
    complaint: true, severity: 3, raw: true,
    keyword: "排队", also: "服务-等太久", judged: "negative", opinion: "太久", weekday: 7, hour: 0,
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
    ["brand=&source=", "empty names"],
  ])("ignores %s: %s", (query) => {
    expect(readFilter(new URLSearchParams(query))).toEqual(everything);
  });

  it("counts what is restricted beyond brand and time", () => {
    expect(restrictions(everything)).toBe(0);
    expect(restrictions(full)).toBe(15);
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
