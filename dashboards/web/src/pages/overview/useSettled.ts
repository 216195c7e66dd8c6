import { useMemo } from "react";
import type { Trend } from "../../api/nouns";
import type { Resource } from "../../state/live";
import { useClock } from "../../state/world";
import { settled } from "./trend";

/** A trend with its running bucket judged fairly; the same object as long as nothing changes within a minute. */
export function useSettled(answer: Resource<Trend>): Resource<Trend> {
  const clock = useClock();
  const { data } = answer;
  const minute = Math.floor(clock.now.getTime() / 60_000);
  const fair = useMemo(() => data && settled(data, new Date(minute * 60_000)), [data, minute]);
  return { ...answer, data: fair };
}
