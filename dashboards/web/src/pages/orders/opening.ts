// An order about to be opened by hand. Pure.

import type { LevelName, OrderOpening } from "../../api/nouns";

export interface Opening {
  kind: "case" | "theme" | "journey";
  title: string;
  brand: string;
  topic: string;
  level: LevelName;
  store: string;
  stage: string;
  post: string; // the mention of a case
  to: string;
  text: string;
}

const most = 60; // letters of somebody's words that become a title

/** What a link to the form tells: the mention it is about, or a theme. */
export function startOpening(q: URLSearchParams, brand: string): Opening {
  const post = q.get("post") ?? "";
  const severity = Number(q.get("severity") ?? 0);
  return {
    kind: post ? "case" : "theme", title: Array.from((q.get("title") ?? "").replace(/\s+/g, " ").trim()).slice(0, most).join(""),
    brand: q.get("of") || brand, topic: q.get("topic") ?? "", store: q.get("store") ?? "", stage: "", post, to: "", text: "",
    level: severity >= 4 ? "red" : severity === 3 ? "orange" : post && severity < 2 ? "blue" : "yellow",
  };
}

/** As the API takes it: only what belongs to its kind. */
export function openingOf(o: Opening, actor: string): OrderOpening {
  const some = <K extends string>(key: K, value: string) => (value.trim() ? { [key]: value.trim() } : {}) as Partial<Record<K, string>>;
  return {
    kind: o.kind, title: o.title.trim(), brand: o.brand, level: o.level, actor: actor.trim(),
    ...some("topic", o.kind === "journey" ? "" : o.topic), ...some("store", o.store), ...some("stage", o.kind === "journey" ? o.stage : ""),
    ...some("to", o.to), ...some("text", o.text), ...(o.kind === "case" && o.post ? { posts: [o.post] } : {}),
  };
}

/** The address that opens the form for a mention. */
export function caseAddress(m: { post: { id: string; text: string; title: string; store: string }; brand: string; analysis: { severity: number; topics: string[]; store: string } }): string {
  const q = new URLSearchParams({ post: m.post.id, of: m.brand, title: Array.from(m.post.title || m.post.text).slice(0, most).join("") });
  const topic = m.analysis.topics[0], store = m.post.store || m.analysis.store;
  if (topic) q.set("topic", topic);
  if (store) q.set("store", store);
  if (m.analysis.severity) q.set("severity", String(m.analysis.severity));
  return `/orders/new?${q.toString()}`;
}
