// Asking the server. One place for addresses and for what can go wrong, told in the reader's language.

import { currentLanguage } from "../i18n/language";
import type { ProblemBody } from "./nouns";

const base = "/api/v1";

/** The event by which any answer 401 tells that the session has ended. */
export const signedOut = "tingfeng:signed-out";

/** Where the server tells at once that something changed. */
export const eventsAddress = base + "/events";

/** What the server refused and why, or that it could not be reached (status 0). */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly body: unknown; // the whole answer: some hold more than the sentence

  constructor(status: number, title: string, detail: string, body: unknown = {}) {
    super(detail || title);
    this.name = "Problem";
    this.status = status;
    this.title = title;
    this.body = body;
  }

  /** The field the server refused first, by its name; "" when it was not about a field. */
  get field(): string {
    return (this.body as Partial<ProblemBody>).errors?.[0]?.field ?? "";
  }
}

async function problemOf(r: Response): Promise<Problem> {
  let body: Partial<ProblemBody> = {};
  try {
    body = (await r.json()) as Partial<ProblemBody>;
  } catch {
    // A proxy's HTML page or nothing at all: the status line is what we know.
  }
  const detail = currentLanguage() === "zh" ? (body.detail_zh ?? body.detail) : body.detail;
  return new Problem(r.status, body.title ?? `HTTP ${r.status}`, detail ?? "", body);
}

async function send(path: string, init: RequestInit): Promise<Response> {
  let r: Response;
  try {
    r = await fetch(base + path, { ...init, credentials: "same-origin" });
  } catch (err) {
    if (err instanceof DOMException && err.name === "AbortError") throw err;
    throw new Problem(0, "", "");
  }
  if (r.status === 401 && path !== "/sign-in" && path !== "/me/password") window.dispatchEvent(new Event(signedOut));
  if (!r.ok) throw await problemOf(r);
  return r;
}

/** GETs a path; the text is handed back too, so that an unchanged answer can be told without comparing trees. */
export async function ask<T>(path: string, signal?: AbortSignal): Promise<{ data: T; text: string }> {
  const r = await send(path, { signal, headers: { accept: "application/json" } });
  const text = await r.text();
  return { data: JSON.parse(text) as T, text };
}

/** Sends a JSON body, as POST unless told otherwise, and returns the answer. */
export async function tell<T>(path: string, body: unknown, { method = "POST", signal }: { method?: "POST" | "PUT" | "DELETE"; signal?: AbortSignal } = {}): Promise<T> {
  const r = await send(path, {
    method, signal,
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
  });
  return (await r.json()) as T;
}

/** An address below the API for a link: the HTML and Markdown letters. */
export function apiAddress(path: string, query: URLSearchParams): string {
  return `${base}${path}?${query.toString()}`;
}
