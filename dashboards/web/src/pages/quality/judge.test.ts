import { describe, expect, it } from "vitest";
import type { DriftWeek, Measured, MeasuredPart } from "../../api/nouns";
import { believable, boast, changeOf, drifted, weakest, weekBefore, worst } from "./judge";

const measured = (part: Partial<Measured>) => ({ n: 10, confusion: [], calibration: [], ...part }) as unknown as Measured;
const cells = (...rows: [number, number][][]) => rows.map((row) => row.map(([n, share]) => ({ n, share })));

describe("the commonest mistake", () => {
  it("is told by its share of the truth, not by its count", () => {
    const m = measured({ confusion: cells([[5, 0.5], [5, 0.5], [0, 0]], [[0, 0], [90, 0.9], [10, 0.1]], [[0, 0], [0, 0], [9, 1]]) });
    expect(worst(m)).toEqual({ truth: 0, said: 1, share: 0.5 });
  });
  it("is none when all is right", () => {
    expect(worst(measured({ confusion: cells([[5, 1], [0, 0]], [[0, 0], [3, 1]]) }))).toBeNull();
    expect(worst(measured({}))).toBeNull();
  });
});

describe("certainty", () => {
  const bin = (stated: number, accuracy: number, n: number) => ({ from: 0, to: 1, n, stated, accuracy, low: 0, high: 1 });
  it("is too high, too low, or neither", () => {
    expect(boast(measured({ calibration: [bin(0.9, 0.7, 10)] }))).toBe(1);
    expect(boast(measured({ calibration: [bin(0.6, 0.9, 10)] }))).toBe(-1);
    expect(boast(measured({ calibration: [bin(0.9, 0.88, 10)] }))).toBe(0);
    expect(boast(measured({ calibration: [] }))).toBe(0);
  });
});

it("believes certainty that is off by less than five points", () => {
  expect([0, 0.049, 0.05, 0.2].map((ece) => believable(measured({ ece })))).toEqual([true, true, false, false]);
});

describe("the weakest part", () => {
  const part = (key: string, accuracy: number, low: number, high: number, n = 50) => ({ key, title: key, n, accuracy, interval: { low, high }, macro_f1: 0 }) as MeasuredPart;
  it("is named only when its interval lies below another's", () => {
    expect(weakest([part("a", 0.9, 0.85, 0.95), part("b", 0.7, 0.6, 0.8)])?.key).toBe("b");
    expect(weakest([part("a", 0.9, 0.75, 0.95), part("b", 0.7, 0.6, 0.8)])).toBeNull();
  });
  it("is never one of a handful of readings", () => {
    expect(weakest([part("a", 0.9, 0.85, 0.95), part("b", 0.1, 0, 0.3, 4)])).toBeNull();
  });
});

describe("drift", () => {
  const week = (name: string, sentiment: number | null, length: number | null, whole = true) => ({ week: name, whole, psi_sentiment: sentiment, psi_probability: null, psi_length: length }) as DriftWeek;
  it("tells the strongest change of the weeks that are over", () => {
    expect(drifted([week("a", 0.05, 0.3), week("b", 0.12, 0.02), week("c", 0.9, null, false)])).toEqual({ week: "a", what: "length", change: "matters" });
  });
  it("knows nothing of weeks that were not compared, nor of those long ago", () => {
    expect(drifted([week("a", null, null)])).toBeNull();
    expect(drifted([week("a", 0.9, null), week("b", 0.01, null), week("c", 0.02, null), week("d", 0.01, null), week("e", 0.03, null)])?.change).toBe("same");
  });
  it("reads the index as the trade does", () => {
    expect([0, 0.099, 0.1, 0.249, 0.25, 3].map(changeOf)).toEqual(["same", "same", "noticed", "noticed", "matters", "matters"]);
  });
});

it("names the week before, over the ends of years too", () => {
  expect(weekBefore("2026-11-22")).toBe("2026-W46"); // a Sunday still belongs to its week
  expect(weekBefore("2026-11-23")).toBe("2026-W47");
  expect(weekBefore("2027-01-04")).toBe("2026-W53");
  expect(weekBefore("2021-01-07")).toBe("2020-W53");
});
