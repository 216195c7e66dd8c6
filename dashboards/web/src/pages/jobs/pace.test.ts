import { expect, test } from "vitest";
import type { Job } from "../../api/nouns";
import { left, long, part, rate } from "./pace";

const began = "2026-11-22T12:00:00Z";
const after = (seconds: number) => new Date(Date.parse(began) + seconds * 1000);
const job = (done: number, total: number) => ({ began, done, total }) as Job;
const words = { seconds: (n: number) => `${n}s`, minutes: (n: number) => `${n}m`, hours: (h: number, m: number) => `${h}h${m}m` };

test("the pace is told once there is something to tell it from", () => {
  expect(rate(job(0, 100), after(10))).toBe(null);
  expect(rate(job(50, 100), after(0))).toBe(null);
  expect(rate(job(50, 100), after(10))).toBe(5);
});

test("what is left follows from the pace, and is unknown without a total", () => {
  expect(left(job(50, 100), after(10))).toBe(10);
  expect(left(job(50, 0), after(10))).toBe(null);
  expect(left(job(100, 100), after(10))).toBe(0);
  expect(left(job(120, 100), after(10))).toBe(null); // more came in than there was: no negative time
  expect(part(job(120, 100))).toBe(1);
  expect(part(job(5, 0))).toBe(null);
});

test("lengths are said no finer than they can be known", () => {
  expect([0.2, 59, 89, 90, 600, 5400, 7260].map((s) => long(s, words))).toEqual(["1s", "59s", "89s", "2m", "10m", "1h30m", "2h1m"]);
});
