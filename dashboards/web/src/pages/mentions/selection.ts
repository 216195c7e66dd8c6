// Which mentions somebody chose. Pure.

export interface Chosen {
  ids: ReadonlySet<string>; // post/brand
  all: boolean; // everything the search means
}

export const nothingChosen: Chosen = { ids: new Set(), all: false };

/** Chooses one, or no longer. Taking one out of all leaves those that are loaded. */
export function toggled(c: Chosen, id: string, loaded: readonly string[]): Chosen {
  const ids = new Set(c.all ? loaded : c.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, all: false };
}

export const isChosen = (c: Chosen, id: string): boolean => c.all || c.ids.has(id);
export const isEmpty = (c: Chosen): boolean => !c.all && c.ids.size === 0;

/** What the API takes: the chosen ones, or the search with the ends of its time. */
export function selectionBody(c: Chosen, query: string): { mentions: string[] } | { query: string } {
  return c.all ? { query } : { mentions: [...c.ids] };
}
