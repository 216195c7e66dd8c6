// What every page knows: the names of things, the clock, the words, and what is being looked at.

import { createContext, useContext, useMemo, type ReactNode } from "react";
import type { Meta } from "../api/nouns";
import { Clock } from "../format/time";
import { en } from "../i18n/en";
import { useLanguage } from "../i18n/language";
import { zh, type Words } from "../i18n/zh";
import { apiQuery, readFilter, resolve, writeFilter, type Filter, type Span } from "./filter";
import { serverNow, usePulse } from "./live";
import { address, useRoute } from "./route";

const dictionaries: Record<string, Words> = { zh, en };

export const useWords = (): Words => dictionaries[useLanguage()] ?? zh;

const MetaContext = createContext<Meta | null>(null);

export function World({ meta, children }: { meta: Meta; children: ReactNode }) {
  return <MetaContext value={meta}>{children}</MetaContext>;
}

export function useMeta(): Meta {
  const meta = useContext(MetaContext);
  if (!meta) throw new Error("useMeta outside of World");
  return meta;
}

/** The clock of the server's zone, showing the time of the last beat. */
export function useClock(): Clock {
  const { timezone } = useMeta();
  const language = useLanguage();
  const { now } = usePulse();
  return useMemo(() => new Clock(timezone, language, new Date(now)), [timezone, language, now]);
}

export interface Names {
  brand: (id: string) => string;
  store: (id: string) => string;
  source: (id: string) => string;
  title: (name: string) => string; // of an aspect or a topic
}

export function useNames(): Names {
  const meta = useMeta();
  const w = useWords();
  return useMemo(() => {
    const brands = new Map(meta.brands.map((b) => [b.id, b.name]));
    const stores = new Map(meta.stores.map((s) => [s.id, s.name]));
    const sources = new Map(meta.sources.map((s) => [s.id, s.title]));
    return {
      brand: (id) => (id === "" || id === "-" ? w.filter.noBrand : (brands.get(id) ?? id)),
      store: (id) => stores.get(id) ?? id,
      source: (id) => sources.get(id) || id,
      title: (name) => meta.titles[name] ?? name,
    };
  }, [meta, w]);
}

export interface View {
  filter: Filter;
  key: string; // names the filter: "the last 7 days" stays the same question as time goes by
  span: () => Span; // what the window means now
  ask: (path: string, more?: Record<string, string>) => string; // address of an API question over this filter
}

/** The filter of the address bar, ready to ask with. */
export function useView(): View {
  const { query } = useRoute();
  const { timezone } = useMeta();
  return useMemo(() => viewOf(readFilter(query), timezone), [query, timezone]);
}

export function viewOf(filter: Filter, zone: string): View {
  const span = () => resolve(filter.range, serverNow(), zone);
  return {
    filter,
    key: writeFilter(filter).toString(),
    span,
    ask: (path, more = {}) => {
      const q = apiQuery(filter, span());
      for (const [k, v] of Object.entries(more)) q.set(k, v);
      return `${path}?${q.toString()}`;
    },
  };
}

/** The address of the mentions behind a number: this filter and what the number adds to it. */
export function mentionsAddress(f: Filter, more: Partial<Filter> = {}): string {
  return address("/mentions", writeFilter({ ...f, ...more }));
}

/** The address of a page that keeps brand and time when the reader moves between pages. */
export function pageAddress(path: string, f: Filter): string {
  return address(path, writeFilter({ brand: f.brand, range: f.range }));
}
