import { describe, expect, it } from "vitest";
import { lighten, manyPoints, thin } from "./light";

const wave = (n: number) => Array.from({ length: n }, (_, i) => 100 + 20 * Math.sin(i / 900));

describe("thin", () => {
  it("leaves short curves alone", () => {
    expect(thin([3, 1, 2], 10)).toEqual([0, 1, 2]);
    expect(thin([], 10)).toEqual([]);
  });

  it("keeps the ends, the order and the limit", () => {
    const chosen = thin(wave(100_000), 1000);
    expect(chosen).toHaveLength(1000);
    expect(chosen[0]).toBe(0);
    expect(chosen.at(-1)).toBe(99_999);
    for (let i = 1; i < chosen.length; i++) expect(chosen[i]!).toBeGreaterThan(chosen[i - 1]!);
  });

  it("keeps every burst of a single point, which is what the curve is looked at for", () => {
    const values = wave(100_000);
    const bursts = [777, 20_001, 55_555, 99_000];
    for (const at of bursts) values[at] = 900;
    const chosen = new Set(thin(values, 1000));
    for (const at of bursts) expect(chosen.has(at)).toBe(true);
  });

  it("steps over what is not known", () => {
    const values: (number | null)[] = wave(10_000);
    for (let i = 4000; i < 6000; i++) values[i] = null;
    const chosen = thin(values, 200);
    expect(chosen).toHaveLength(200);
    expect(chosen.filter((i) => values[i] === null).length).toBeLessThanOrEqual(41); // one a stretch that has nothing else
    expect(thin(Array<null>(5000).fill(null), 100)).toHaveLength(100);
  });
});

describe("lighten", () => {
  const line = (n: number) => ({ type: "line", data: wave(n), showSymbol: true });

  it("changes nothing of a chart of few points", () => {
    const option = { series: [line(manyPoints)] };
    expect(lighten(option)).toBe(option);
    const none = {};
    expect(lighten(none)).toBe(none);
  });

  it("samples long lines, draws many bars at once, and leaves the short series beside them", () => {
    const short = { type: "line", data: [1, 2] };
    const option = lighten<{ series: object[] }>({ series: [line(manyPoints + 1), { type: "bar", data: wave(manyPoints + 1) }, { type: "custom", data: wave(manyPoints + 1) }, short] });
    expect(option.series[0]).toMatchObject({ sampling: "lttb", showSymbol: false });
    expect(option.series[1]).toMatchObject({ large: true });
    expect(option.series[2]).toMatchObject({ progressive: 2000 });
    expect(option.series[3]).toBe(short);
  });

  it("does not take a sampling of the page's own away", () => {
    expect(lighten<{ series: object }>({ series: { ...line(9000), sampling: "max" } }).series).toMatchObject([{ sampling: "max" }]);
  });
});
