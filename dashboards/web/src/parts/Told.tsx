import type { Alert } from "../api/nouns";
import { useLanguage } from "../i18n/language";
import { headlineInEnglish, pointInEnglish, routeInEnglish, spikeInEnglish, tongue } from "../say/server";
import { useNames } from "../state/world";

/** A sentence of the server's: marked as Chinese where it is. */
export function Told({ text }: { text: string }) {
  return <span lang={tongue(text)}>{text}</span>;
}

/** An incident in one line. */
export function Headline({ alert }: { alert: Alert }) {
  const names = useNames();
  const english = useLanguage() === "en";
  const topic = alert.topics[0] ?? alert.topic;
  return <Told text={(english && headlineInEnglish(alert, names.brand(alert.brand), topic ? names.title(topic) : "")) || alert.headline} />;
}

/** What the last look at an incident's numbers said. */
export function SpikeReason({ alert }: { alert: Alert }) {
  return <Told text={(useLanguage() === "en" && spikeInEnglish(alert)) || alert.spike.reason} />;
}

/** Why a level has a point. */
export function PointReason({ text }: { text: string }) {
  return <Told text={useLanguage() === "en" ? pointInEnglish(text) : text} />;
}

/** Why an order went to whom it went. */
export function RouteReason({ text }: { text: string }) {
  return <Told text={useLanguage() === "en" ? routeInEnglish(text) : text} />;
}
