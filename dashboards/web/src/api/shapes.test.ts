import { describe, expect, it } from "vitest";
import nouns from "./nouns.ts?raw";

const sources = import.meta.glob<string>("../**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });

/** Names nouns.ts takes out of the generated schema, directly or by way of another of its names. */
const generated = new Set([...nouns.matchAll(/^export type (\w+) = (?:Omit<)?(?:Schemas|[A-Z]\w+)\[/gm)].map((m) => m[1]));

/** Names a file takes out of the generated schema for itself. */
const own = (text: string) => [...text.matchAll(/^(?:export )?type (\w+) = components\["schemas"\]\["\w+"\];$/gm)].map((m) => m[1]);
for (const text of Object.values(sources)) own(text).forEach((n) => generated.add(n));

/** What a file asks the server for, by the type it says it gets: [file, type]. */
function asked(): [string, string][] {
  const found: [string, string][] = [];
  for (const [file, text] of Object.entries(sources)) {
    if (/\.test\.tsx?$|api\/schema\.ts$/.test(file)) continue;
    for (const m of text.matchAll(/\b(?:useResource|usePaged|ask|tell)<([^()]*?)>\(/g)) found.push([file, m[1] ?? ""]);
  }
  return found;
}

describe("what the server answers", () => {
  it("is read by shapes generated from the interface's document, never by hand-written ones", () => {
    const all = asked();
    expect(all.length).toBeGreaterThan(60);
    const strangers = all.filter(([, type]) => {
      if (/^[TP] extends /.test(type)) return false; // a declaration: its callers say which
      const names = type.match(/\b[A-Z]\w*/g) ?? [];
      return names.some((n) => n !== "T" && n !== "P" && !generated.has(n)) || /\b(string|number|boolean|any)\b/.test(type);
    });
    expect(strangers).toEqual([]);
  });
});
