// Silences and plans as the page sees them. Nothing here knows React.

import type { Plan, Silence } from "../../api/nouns";
import { addDays, dayOf, dayStart, wall, wallText } from "../../format/zone";

export const states = ["running", "planned", "ended"] as const;

/** How long from now, as people choose it. */
export type Preset = "2h" | "tomorrow" | "24h" | "7d";
export const presets: Preset[] = ["2h", "tomorrow", "24h", "7d"];

/** When a chosen length ends; "tomorrow" is eight in the morning after the coming night. */
export function presetEnd(preset: Preset, now: Date, zone: string): Date {
  switch (preset) {
    case "2h": return new Date(now.getTime() + 2 * 3_600_000);
    case "24h": return new Date(now.getTime() + 24 * 3_600_000);
    case "7d": return new Date(now.getTime() + 7 * 86_400_000);
  }
  const night = wall(now, zone).hour < 6 ? 0 : 1; // after midnight the night is this one
  return new Date(dayStart(addDays(dayOf(now, zone), night), zone).getTime() + 8 * 3_600_000);
}

/** What a new silence begins with: an incident's own brand, topic and rule, when the address names them. */
export function wished(query: URLSearchParams): { brand: string; topic: string; rule: string } | null {
  if (query.get("new") !== "1") return null;
  return { brand: query.get("brand") ?? "", topic: query.get("topic") ?? "", rule: query.get("rule") ?? "" };
}

/** Silences by where they stand, in the server's order. */
export function byState(items: Silence[]): { state: Silence["state"]; items: Silence[] }[] {
  return states.map((state) => ({ state, items: items.filter((s) => s.state === state) })).filter((g) => g.items.length > 0);
}

/** Plans by the month they begin in, those that are over left out unless asked for. */
export function byMonth(items: Plan[], zone: string, past: boolean): { month: string; items: Plan[] }[] {
  const months: { month: string; items: Plan[] }[] = [];
  for (const p of items) {
    if (!past && p.state === "ended") continue;
    const month = wallText(new Date(p.from), zone).slice(0, 7);
    const last = months.at(-1);
    if (last?.month === month) last.items.push(p);
    else months.push({ month, items: [p] });
  }
  return months;
}

/** The last moment of a window that ends before a midnight is told as its last day: people say "to the 12th". */
export function lastDay(to: Date, zone: string): Date {
  const w = wall(to, zone);
  return w.hour === 0 && w.minute === 0 ? new Date(to.getTime() - 60_000) : to;
}
