// The list of mentions, page by page. The window is fixed when the list is read, so that scrolling never
// skips or repeats a mention; what came in since is counted and offered, not pushed under the reader's eyes.

import { useCallback, useEffect, useState } from "react";
import { ask, Problem } from "../../api/client";
import type { Mention, Mentions } from "../../api/nouns";
import { apiQuery, type Span } from "../../state/filter";
import { usePulse, useResource } from "../../state/live";
import type { View } from "../../state/world";

const pageSize = 40;

interface Read {
  key: string; // of the filter it answers
  span: Span;
  items: Mention[];
  next: string;
  total: number;
  folded: number[]; // of each item; empty: not folded
  search: Mentions["search"];
}

export interface MentionList {
  items: Mention[];
  total: number;
  known: boolean; // something has been read
  stale: boolean; // it answers the filter before
  loading: boolean;
  error: Problem | null;
  more: (() => void) | null; // null: that was all
  fresh: number; // mentions that came in since
  restart: () => void;
  folded: number[];
  hits: string[]; // words that were searched for
  search: Mentions["search"] | null; // how the search was read
  span: Span | null; // the window as it was read
}

export function useMentionList(view: View, fold: boolean): MentionList {
  const asked = `${view.key}${fold ? "/fold" : ""}`;
  const folding: Record<string, string> = fold ? { fold: "true" } : {};
  const [read, setRead] = useState<Read | null>(null);
  const [error, setError] = useState<Problem | null>(null);
  const [loading, setLoading] = useState(true);
  const [round, setRound] = useState(0);

  useEffect(() => {
    const stop = new AbortController();
    const span = view.span();
    setLoading(true);
    ask<Mentions>(address(view, span, { limit: String(pageSize), ...folding }), stop.signal).then(
      ({ data }) => {
        setRead({ key: asked, span, items: data.items, next: data.next, total: data.total, folded: data.folded ?? [], search: data.search ?? { groups: [], not: [] } });
        setError(null);
        setLoading(false);
      },
      (err: unknown) => {
        if (stop.signal.aborted) return;
        setError(asProblem(err));
        setLoading(false);
      });
    return () => stop.abort();
  }, [view, fold, round]);

  const current = read?.key === asked ? read : null;
  const more = useCallback(() => {
    if (!current?.next || loading) return;
    setLoading(true);
    ask<Mentions>(address(view, current.span, { limit: String(pageSize), after: current.next, ...folding })).then(
      ({ data }) => {
        setRead((r) => (r && r.key === current.key && r.next === current.next ? { ...r, items: [...r.items, ...data.items], folded: [...r.folded, ...(data.folded ?? [])], next: data.next } : r));
        setError(null);
        setLoading(false);
      },
      (err: unknown) => {
        setError(asProblem(err));
        setLoading(false);
      });
  }, [current, loading, view, fold]);

  return {
    items: read?.items ?? [], total: read?.total ?? 0, known: !!read, stale: !!read && !current, loading, error,
    more: current?.next ? more : null,
    fresh: useFresh(view, current),
    folded: read?.folded ?? [], hits: read?.search.groups.flat() ?? [], search: read?.search ?? null, span: current?.span ?? null,
    restart: useCallback(() => setRound((n) => n + 1), []),
  };
}

/** How many more there are now from the same beginning on. */
function useFresh(view: View, read: Read | null): number {
  const { tick } = usePulse();
  const [first] = useState(tick);
  const key = read && tick !== first ? `fresh/${read.key}/${read.span.to.getTime()}` : null;
  const now = useResource<Mentions>(key, () => address(view, { from: read!.span.from, to: view.span().to }, { limit: "1", ...(read?.folded.length ? { fold: "true" } : {}) }), { hold: false });
  return read && now.data ? Math.max(0, now.data.total - read.total) : 0;
}

function address(view: View, span: Span, more: Record<string, string>): string {
  const q = apiQuery(view.filter, span);
  for (const [k, v] of Object.entries(more)) q.set(k, v);
  return `/mentions?${q.toString()}`;
}

function asProblem(err: unknown): Problem {
  return err instanceof Problem ? err : new Problem(0, "", String(err));
}
