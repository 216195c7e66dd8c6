import { useEffect, useState } from "react";
import { Problem, tell } from "../../api/client";
import type { Replay, Rule } from "../../api/nouns";
import { conditionOf } from "./rule";

/** How far back a preview looks. */
export const previewDays = 90;

const pause = 500; // ms after the last change, before history is replayed
const kept = new Map<string, Replay>();
const keptMost = 30;

export interface Backtest {
  replay: Replay | null; // the newest; of the rule before while `busy`
  problem: Problem | null;
  busy: boolean;
}

/** What a rule would have told in the past; asked anew once its conditions have rested. Null asks nothing. */
export function useBacktest(rule: Rule | null, brand: string): Backtest {
  const key = rule && `${brand}\n${conditionOf(rule)}`;
  const [state, setState] = useState<{ key: string | null; replay: Replay | null; problem: Problem | null }>({ key: null, replay: null, problem: null });
  useEffect(() => {
    if (!key || !rule) return;
    const old = kept.get(key);
    if (old) {
      setState({ key, replay: old, problem: null });
      return;
    }
    const stop = new AbortController();
    const timer = window.setTimeout(() => {
      tell<Replay>("/rules/backtest", { rule, brand, days: previewDays }, { signal: stop.signal }).then(
        (replay) => {
          kept.set(key, replay);
          if (kept.size > keptMost) kept.delete(kept.keys().next().value!);
          setState({ key, replay, problem: null });
        },
        (err: unknown) => {
          if (!stop.signal.aborted) setState((s) => ({ ...s, key, problem: err instanceof Problem ? err : new Problem(0, "", String(err)) }));
        },
      );
    }, pause);
    return () => { window.clearTimeout(timer); stop.abort(); };
  }, [key]);
  return { replay: state.replay, problem: state.key === key ? state.problem : null, busy: key !== null && state.key !== key };
}
