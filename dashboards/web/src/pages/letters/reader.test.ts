import { expect, test } from "vitest";
import type { Audiences } from "../../api/nouns";
import { reader } from "./reader";

const audiences = { items: [{ audience: { id: "founder", title: "创始人" } }, { audience: { id: "east", title: "" } }, { audience: { id: "", title: "全公司" } }] } as unknown as Audiences;

test.each([
  ["an audience is called by its title", "founder", audiences, "创始人"],
  ["one without a title by its id", "east", audiences, "east"],
  ["one that is gone keeps its id", "former", audiences, "former"],
  ["as long as the audiences are not known, the id stands", "founder", null, "founder"],
  ["the letter of the house is for nobody in particular", "", audiences, ""],
  ["an id that turns the writing round is disarmed", "a\u202eb", audiences, "a\ufffdb"],
])("%s", (_, audience, known, want) => {
  expect(reader({ audience }, known)).toBe(want);
});
