import { describe, expect, it } from "vitest";
import { headlineInEnglish, pointInEnglish, routeInEnglish, spikeInEnglish, tongue } from "./server";

const told = (part: object = {}, spike: object = {}) => ({
  kind: "burst", state: "open", level: "red", peak: 65, ...part, spike: { hour: 65, usual: 3.13, sigma: 8.23, fired: true, unknown: false, planned: "", ...spike },
}) as Parameters<typeof spikeInEnglish>[0];

describe("what the server says in Chinese, on English pages", () => {
  it("tells points and routes of a known form in English", () => {
    expect(pointInEnglish("负面占 89%（70/79）")).toBe("89 % negative (70 of 79)");
    expect(pointInEnglish("一小时内翻倍（4 → 50）")).toBe("doubled within an hour (4 → 50)");
    expect(routeInEnglish("按规则“门店食品安全”交给门店负责人")).toBe("to the store's manager, by the routing rule “门店食品安全”");
  });
  it("leaves what it does not know as it is, marked as Chinese", () => {
    for (const text of ["提到食品安全", "按规则“食安”轮流（王芳休假）"]) {
      expect(pointInEnglish(text)).toBe(text);
      expect(routeInEnglish(text)).toBe(text);
      expect(tongue(text)).toBe("zh-CN");
    }
    expect(tongue("on 4 platforms")).toBeUndefined();
  });
  it("says a spike from its numbers, and nothing where numbers do not tell it", () => {
    expect(spikeInEnglish(told())).toBe("65 in the last hour, usually about 3.1; 8.2 standard deviations above the mean of seven days");
    expect(spikeInEnglish(told({}, { fired: false, hour: 4 }))).toBe("4 in the last hour, usually about 3.1: not out of the ordinary");
    expect(spikeInEnglish(told({ kind: "count" }))).toBe("65 in the last hour, usually about 3.1");
    expect(spikeInEnglish(told({}, { unknown: true }))).toBe("data is missing, nothing is judged");
    expect(spikeInEnglish(told({}, { planned: "618" }))).toBeNull();
    expect(spikeInEnglish(told({ kind: "share" }))).toBeNull();
  });
  it("makes headlines of bursts while they run and when they are over", () => {
    expect(headlineInEnglish(told(), "Qingheng", "price")).toBe("Qingheng · red alert: 65 mentions in the last hour, usually about 3.1, mostly about “price”");
    expect(headlineInEnglish(told({ state: "resolved" }), "Qingheng", "")).toBe("Qingheng · red alert is over: at most 65 mentions in an hour");
    expect(headlineInEnglish(told({ state: "merged" }), "Qingheng", "")).toBeNull();
    expect(headlineInEnglish(told({ kind: "critical" }), "Qingheng", "")).toBeNull();
  });
});
