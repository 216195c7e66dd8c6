// The pulse of the pages: every few seconds what is on the screen asks again, as long as somebody looks.

import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { ask, eventsAddress, Problem } from "../api/client";
import type { News } from "../api/nouns";

/** How often the screen asks again, in milliseconds. */
export const beat = 12_000;

export interface Pulse {
  tick: number; // grows by one with every beat
  now: number; // the server's clock at that beat, in milliseconds
  heardAt: number; // the server's clock when it last answered; 0: never
  paused: boolean;
  lost: boolean; // the last question found no server
}

let pulse: Pulse = { tick: 0, now: Date.now(), heardAt: 0, paused: false, lost: false };
let skew = 0; // server's clock minus ours
const listeners = new Set<() => void>();

function set(change: Partial<Pulse>): void {
  pulse = { ...pulse, ...change };
  for (const f of listeners) f();
}

function listen(f: () => void): () => void {
  listeners.add(f);
  return () => listeners.delete(f);
}

export const usePulse = () => useSyncExternalStore(listen, () => pulse);

/** The server's clock now. */
export const serverNow = () => new Date(Date.now() + skew);

/** Sets our idea of the server's clock from an answer that holds it, rounded to the minute by the server. */
export function setServerClock(now: string): void {
  const difference = Date.parse(now) - Date.now();
  // A difference under two minutes is rounding and travel time.
  skew = Math.abs(difference) < 120_000 ? 0 : difference;
  set({ now: serverNow().getTime() });
}

export function setPaused(paused: boolean): void {
  set({ paused });
  if (!paused) pulseNow();
}

/** Makes everything on the screen ask again now: after a command, on a retry. */
export function pulseNow(): void {
  set({ tick: pulse.tick + 1, now: serverNow().getTime() });
}

function answered(ok: boolean): void {
  if (ok) set({ heardAt: serverNow().getTime(), lost: false });
  else if (!pulse.lost) set({ lost: true });
}

/** Starts the beat; returns how to stop it. A hidden page rests, and asks at once when seen again. */
export function startPulse(): () => void {
  let last = Date.now();
  const go = () => {
    if (document.hidden || pulse.paused) return;
    last = Date.now();
    pulseNow();
  };
  const timer = window.setInterval(go, beat);
  const seen = () => {
    if (!document.hidden && Date.now() - last >= beat) go();
  };
  document.addEventListener("visibilitychange", seen);
  const hush = listenForNews(go);
  return () => {
    hush();
    window.clearInterval(timer);
    document.removeEventListener("visibilitychange", seen);
  };
}

/** The event by which the server tells that a job has begun, moved or ended: at most one a second. */
export const jobsMoved = "tingfeng:jobs";

/**
 * Beats at once when the server says that an alert or a work order changed. The stream is a courtesy: the
 * browser mends it when it breaks, and without it the beat still comes.
 */
function listenForNews(go: () => void): () => void {
  let seq = -1;
  let jobs = -1;
  const stream = new EventSource(eventsAddress);
  stream.addEventListener("news", (e: MessageEvent<string>) => {
    const news = JSON.parse(e.data) as News;
    if (seq >= 0 && news.seq !== seq) go();
    seq = news.seq;
    if (jobs !== news.jobs) window.dispatchEvent(new Event(jobsMoved));
    jobs = news.jobs;
  });
  return () => stream.close();
}

interface Kept {
  text: string;
  data: unknown;
}
const kept = new Map<string, Kept>();
const keptMost = 60; // answers; the oldest goes first

function keep(key: string, answer: Kept): void {
  kept.delete(key);
  kept.set(key, answer);
  if (kept.size > keptMost) kept.delete(kept.keys().next().value!);
}

export interface Resource<T> {
  data: T | null; // the newest answer; of another question while `stale`
  error: Problem | null; // why the newest question was not answered; data may still be the one before
  loading: boolean; // no answer yet at all
  stale: boolean; // data answers the question before this one
  reload: () => void;
}

interface State {
  key: string | null;
  answer: Kept | null;
  error: Problem | null;
}

interface ResourceOptions<T> {
  live?: boolean; // asks again with every beat
  hold?: boolean; // the old answer stays on the screen until the new one is there
  read?: (path: string, signal: AbortSignal) => Promise<{ data: T; text: string }>; // how it is asked
}

/**
 * Asks a question and keeps its answer fresh. `key` names the question for people's purposes ("the last
 * 7 days"); `path` is what is really asked now. While a new question is on its way the old answer stays on
 * the screen, marked stale; an answer equal to the one before changes nothing, so nothing flickers.
 */
export function useResource<T>(key: string | null, path: () => string, { live = true, hold = true, read = ask<T> }: ResourceOptions<T> = {}): Resource<T> {
  const { tick } = usePulse();
  const [state, setState] = useState<State>({ key: null, answer: null, error: null });
  const [again, setAgain] = useState(0);
  const now = useRef({ path, read });
  now.current = { path, read };

  useEffect(() => {
    if (key === null) return;
    const old = kept.get(key);
    if (old) setState((s) => (s.key === key ? s : { key, answer: old, error: null }));
    const stop = new AbortController();
    now.current.read(now.current.path(), stop.signal).then(
      (answer) => {
        answered(true);
        keep(key, answer);
        setState((s) => (s.key === key && s.answer?.text === answer.text && !s.error ? s : { key, answer, error: null }));
      },
      (err: unknown) => {
        if (stop.signal.aborted) return;
        const problem = err instanceof Problem ? err : new Problem(0, "", String(err));
        answered(problem.status !== 0);
        setState((s) => ({ key, answer: s.key === key ? s.answer : (kept.get(key) ?? null), error: problem }));
      },
    );
    return () => stop.abort();
  }, [key, live ? tick : 0, again]);

  const mine = state.key === key;
  const cached = key !== null && !mine ? kept.get(key) : undefined;
  const answer = mine ? state.answer : (cached ?? (hold ? state.answer : null));
  return {
    data: key === null ? null : ((answer?.data as T | undefined) ?? null),
    error: mine ? state.error : null,
    loading: key !== null && !answer && !(mine && state.error),
    stale: !mine && !cached && !!answer,
    reload: useCallback(() => setAgain((n) => n + 1), []),
  };
}
