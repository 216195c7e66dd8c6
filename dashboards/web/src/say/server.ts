// What the server says in Chinese sentences, on English pages. Sentences of a known form are told in English;
// what has no such form stays as it is and is marked as Chinese, so that a screen reader reads it as that.

import type { Alert } from "../api/nouns";

/** The language to mark a text with: set when it holds Chinese, whatever the page's language is. */
export const tongue = (text: string): "zh-CN" | undefined => (/\p{Script=Han}/u.test(text) ? "zh-CN" : undefined);

const pointForms: [RegExp, string][] = [
  [/^超过预警阈值$/, "over the alert's threshold"],
  [/^达到阈值的两倍$/, "twice the threshold"],
  [/^达到阈值的四倍$/, "four times the threshold"],
  [/^负面占 (\d+)%（(\d+)\/(\d+)）$/, "$1 % negative ($2 of $3)"],
  [/^已出现在 (\d+) 个平台$/, "on $1 platforms"],
  [/^一小时内翻倍（(\d+) → (\d+)）$/, "doubled within an hour ($1 → $2)"],
  [/^前十位发帖人粉丝合计超过一千万$/, "the ten largest authors have over ten million followers together"],
];

const routeForms: [RegExp, string][] = [
  [/^由(.+)指定$/, "named by $1"],
  [/^预警规则指定$/, "named by the alert's rule"],
  [/^按规则“([^”]+)”$/, "by the routing rule “$1”"],
  [/^按规则“([^”]+)”交给门店负责人$/, "to the store's manager, by the routing rule “$1”"],
  [/^按规则“([^”]+)”轮流$/, "by the routing rule “$1”, in turn"],
  [/^门店负责人$/, "to the store's manager"],
  [/^默认值班$/, "to who is on duty"],
];

function formed(text: string, forms: [RegExp, string][]): string {
  const form = forms.find(([pattern]) => pattern.test(text));
  return form ? text.replace(form[0], form[1]) : text;
}

/** Why a level has a point. */
export const pointInEnglish = (reason: string): string => formed(reason, pointForms);

/** Why an order went to whom it went. */
export const routeInEnglish = (route: string): string => formed(route, routeForms);

type Told = Pick<Alert, "kind" | "state" | "level" | "peak"> & { spike: Pick<Alert["spike"], "hour" | "usual" | "sigma" | "fired" | "unknown" | "planned"> };

/** What a burst's or a count's numbers say; null: the numbers alone do not tell it. */
export function spikeInEnglish(a: Told): string | null {
  const s = a.spike;
  if ((a.kind !== "burst" && a.kind !== "count") || s.planned) return null;
  if (s.unknown) return "data is missing, nothing is judged";
  const hour = `${s.hour} in the last hour, usually about ${s.usual.toFixed(1)}`;
  if (a.kind === "count") return hour;
  return s.fired ? `${hour}; ${s.sigma.toFixed(1)} standard deviations above the mean of seven days` : `${hour}: not out of the ordinary`;
}

/** The headline of a burst or a count from its numbers; null: say the server's. */
export function headlineInEnglish(a: Told, brand: string, topic: string): string | null {
  if (a.kind !== "burst" && a.kind !== "count") return null;
  const about = topic && `, mostly about “${topic}”`;
  if (a.state === "resolved") return `${brand} · ${a.level} alert is over: at most ${a.peak} mentions in an hour${about}`;
  if (a.state !== "open" || a.spike.unknown) return null;
  return `${brand} · ${a.level} alert: ${a.spike.hour} mentions in the last hour, usually about ${a.spike.usual.toFixed(1)}${about}`;
}
