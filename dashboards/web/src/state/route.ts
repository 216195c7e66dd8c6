// Where the reader is: the path and the query of the address bar, and nothing else. Every view can
// be sent to a colleague as a link, and the back button does what it says.

import { useMemo, useSyncExternalStore } from "react";

export interface Route {
  path: string;
  query: URLSearchParams;
}

const moved = "tingfeng:moved";

function subscribe(changed: () => void): () => void {
  window.addEventListener("popstate", changed);
  window.addEventListener(moved, changed);
  return () => {
    window.removeEventListener("popstate", changed);
    window.removeEventListener(moved, changed);
  };
}

const here = () => window.location.pathname + window.location.search;

export function parseRoute(url: string): Route {
  const cut = url.indexOf("?");
  const path = cut < 0 ? url : url.slice(0, cut);
  return { path: path.replace(/\/+$/, "") || "/", query: new URLSearchParams(cut < 0 ? "" : url.slice(cut + 1)) };
}

/** The current route; the component renders again when it changes. */
export function useRoute(): Route {
  const url = useSyncExternalStore(subscribe, here);
  return useMemo(() => parseRoute(url), [url]);
}

/** Goes to an address of our own. `replace` leaves no step behind for the back button: typing, sorting. */
export function go(to: string, { replace = false, keepScroll = false } = {}): void {
  if (to === here()) return;
  const samePath = parseRoute(to).path === parseRoute(here()).path;
  window.history[replace ? "replaceState" : "pushState"](null, "", to);
  window.dispatchEvent(new Event(moved));
  if (!samePath && !keepScroll) window.scrollTo(0, 0);
}

/** The path with a query, without a lone "?". */
export function address(path: string, query: URLSearchParams): string {
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** The same query with some values set; null or "" removes one. */
export function withQuery(query: URLSearchParams, change: Record<string, string | null>): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const [key, value] of Object.entries(change)) {
    if (value === null || value === "") next.delete(key);
    else next.set(key, value);
  }
  return next;
}
