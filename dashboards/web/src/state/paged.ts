import { useCallback, useEffect, useRef, useState } from "react";
import { ask } from "../api/client";
import { follow, type Page } from "./follow";
import { useResource, type Resource } from "./live";

export interface Paged<P> extends Resource<P> {
  more: (() => void) | null; // null: that was all
  busy: boolean; // the next page is on its way
}

interface Options<T> {
  all?: boolean; // every page at once: for a list that is searched or counted on the screen
  look?: string; // somebody looks for this one, however far down; "" for none
  idOf?: (item: T) => string; // by what it is known
}

/**
 * A list that the API gives in pages, as far as somebody asked for it. All that is on the screen stays
 * fresh, not the first page alone. `key` and `path` are those of useResource; the path names no cursor.
 */
export function usePaged<P extends Page<unknown>>(key: string, path: () => string, { all = false, look = "", idOf = String }: Options<P["items"][number]> = {}): Paged<P> {
  const [asked, setAsked] = useState({ key, pages: 1 });
  const [busy, setBusy] = useState(false);
  const pages = all ? Infinity : asked.key === key ? asked.pages : 1;
  const found = (items: P["items"]) => look === "" || items.some((item) => idOf(item) === look);
  const read = (path: string, signal: AbortSignal) =>
    follow<P["items"][number], P>((p) => ask<P>(p, signal), path, pages, found).finally(() => { if (!signal.aborted) setBusy(false); });
  const of = useResource<P>(key, path, { read });
  const { data, reload } = of;
  const further = useRef(false);
  further.current = !!data?.next && !found(data.items);
  useEffect(() => {
    if (further.current) reload();
  }, [look, data, reload]);
  const more = useCallback(() => {
    setAsked({ key, pages: pages + 1 });
    setBusy(true);
    reload();
  }, [key, pages, reload]);
  return { ...of, more: data?.next ? more : null, busy };
}

/** The beginning of a list that is all there, and the way on in it: a thousand rows at once help nobody. */
export function useShown<T>(items: readonly T[], step: number): { shown: readonly T[]; more: (() => void) | null; busy: boolean } {
  const [most, setMost] = useState(step);
  return { shown: items.slice(0, most), more: items.length > most ? () => setMost(most + step) : null, busy: false };
}
