// The clockwork of the wall: which panel, how long, and whether what it shows is still true. Pure.

export const panels = ["numbers", "topics", "now", "severe"] as const;
export type PanelName = (typeof panels)[number];

/** Seconds a panel stays unless the address says otherwise. */
export const usualStay = 20;

/** What the address says of the stay, in seconds: 5 to 600. */
export function stayOf(asked: string | null): number {
  const n = Number(asked);
  return asked && Number.isFinite(n) ? Math.min(600, Math.max(5, Math.round(n))) : usualStay;
}

/** The panel the address names; the first for what is none. */
export const panelOf = (asked: string | null): PanelName => panels.find((p) => p === asked) ?? panels[0];

/** The panel some steps on, around the corner in both directions. */
export function turn(from: PanelName, steps: number): PanelName {
  const n = panels.length;
  return panels[(((panels.indexOf(from) + steps) % n) + n) % n]!;
}

/** After so long without an answer, in milliseconds, the wall says that its numbers are old: five beats. */
export const staleAfter = 60_000;

export type Freshness = "waiting" | "live" | "stale";

/** How fresh the numbers are. They are old as soon as the server did not answer, and when it has been silent for long. */
export function freshness(heardAt: number, now: number, lost: boolean): Freshness {
  if (heardAt === 0) return lost ? "stale" : "waiting";
  return lost || now - heardAt > staleAfter ? "stale" : "live";
}

export type Action = "next" | "previous" | "pause" | "full" | "leave" | null;

/** What a key does on the wall. Keys with a modifier belong to the browser. */
export function actionOf(e: { key: string; ctrlKey?: boolean; metaKey?: boolean; altKey?: boolean }): Action {
  if (e.ctrlKey || e.metaKey || e.altKey) return null;
  switch (e.key) {
    case "ArrowRight": case "PageDown": return "next";
    case "ArrowLeft": case "PageUp": return "previous";
    case " ": case "p": case "P": return "pause";
    case "f": case "F": return "full";
    case "Escape": return "leave";
  }
  return null;
}
