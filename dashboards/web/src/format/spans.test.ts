import { describe, expect, it } from "vitest";
import { clip, cutSpans, harmless } from "./spans";

const show = (text: string, spans: { start: number; end: number; id: string }[]) =>
  cutSpans(text, spans).map((p) => (p.marks.length ? `[${p.text}|${p.marks.map((m) => m.id).join("")}]` : p.text)).join("");

describe("evidence in a text", () => {
  it.each([
    ["排队太久", [{ start: 0, end: 4, id: "a" }], "[排队太久|a]", "a span may be the whole text"],
    ["服务好，但排队太久", [{ start: 5, end: 9, id: "w" }, { start: 0, end: 3, id: "s" }], "[服务好|s]，但[排队太久|w]", "spans come in any order"],
    ["😤😤排队", [{ start: 2, end: 4, id: "a" }], "😤😤[排队|a]", "an emoji counts one although UTF-16 needs two"],
    ["👨‍👩‍👧好", [{ start: 5, end: 6, id: "a" }], "👨‍👩‍👧[好|a]", "a joined emoji counts each of its code points"],
    ["𠮷野家很慢", [{ start: 3, end: 5, id: "a" }], "𠮷野家[很慢|a]", "a rare character beyond the basic plane counts one"],
    ["又贵又慢", [{ start: 0, end: 4, id: "a" }, { start: 2, end: 4, id: "b" }], "[又贵|a][又慢|ab]", "overlapping spans share a piece"],
    ["贵", [{ start: 0, end: 2, id: "a" }], "贵", "a span beyond the end is left out"],
    ["贵", [{ start: 1, end: 0, id: "a" }], "贵", "a span turned round is left out"],
    ["贵", [{ start: -1, end: 1, id: "a" }], "贵", "a span before the beginning is left out"],
    ["", [{ start: 0, end: 0, id: "a" }], "", "nothing in an empty text"],
  ])("%s → %o", (text, spans, want) => expect(show(text, spans)).toBe(want));

  it("never loses or doubles a character, whatever the spans", () => {
    const text = "a😀b排队👩🏽‍🚀c";
    const n = Array.from(text).length;
    for (let i = -2; i < n + 2; i++) {
      for (let j = -2; j < n + 2; j++) {
        const pieces = cutSpans(text, [{ start: i, end: j }, { start: 1, end: 4 }]);
        expect(pieces.map((p) => p.text).join("")).toBe(text);
      }
    }
  });
});

describe("text of strangers", () => {
  it("shows direction overrides instead of obeying them", () => {
    expect(harmless("好\u202e评\u2066!")).toBe("好\ufffd评\ufffd!");
  });
  it("keeps line breaks, tabs and emoji", () => {
    expect(harmless("a\n\tb👨‍👩‍👧")).toBe("a\n\tb👨‍👩‍👧");
  });
  it("cuts between characters, never inside one", () => {
    expect(clip("😤😤😤", 2)).toBe("😤😤…");
    expect(clip("😤", 2)).toBe("😤");
  });
});
