// Whose letter one is, as people call them.

import type { Audiences, LetterRecord } from "../../api/nouns";
import { harmless } from "../../format/spans";

/** The title of the audience a letter was written for; its id where the audience is gone or not known; "" for the letter of the house. */
export function reader(r: Pick<LetterRecord, "audience">, audiences: Audiences | null): string {
  if (!r.audience) return "";
  return harmless(audiences?.items.find((a) => a.audience.id === r.audience)?.audience.title || r.audience);
}
