// The pages: their addresses, where they stand in the menu, and what of the header they use.

import { lazy, type ComponentType } from "react";
import type { Permission } from "../api/nouns";
import type { Words } from "../i18n/zh";
import type { IconName } from "../parts/icons";
import { headFields, type HeadField } from "../state/filter";

export const groups = ["monitor", "analysis", "alert", "order", "report", "settings"] as const;

export interface Page {
  name: Exclude<keyof Words["page"], "lost">;
  path: string;
  icon: IconName;
  group: (typeof groups)[number];
  brand: boolean; // the header's brand choice means something here
  time: boolean; // and its time
  obeys?: readonly HeadField[]; // and these of its other filters
  facets?: boolean; // shows and changes what narrows it itself: the header does not do it a second time
  may?: Permission; // only for who may this; absent: for everybody
  thumb?: boolean; // stands in the menu of a phone itself; the others behind "more"
  bare?: boolean; // fills the screen: neither menu nor header
  view: ComponentType<{ id: string }>; // id: what follows the path, "" for none
}

/** Everything the header has. */
const whole = Object.keys(headFields) as HeadField[];

export const pages: Page[] = [
  { name: "overview", path: "/", icon: "overview", group: "monitor", brand: true, time: true, obeys: whole, thumb: true, view: lazy(() => import("./overview/OverviewPage")) },
  { name: "mentions", path: "/mentions", icon: "mentions", group: "monitor", brand: true, time: true, obeys: whole.filter((f) => f !== "compare"), facets: true, thumb: true, view: lazy(() => import("./mentions/MentionsPage")) },
  { name: "topics", path: "/topics", icon: "topics", group: "analysis", brand: true, time: true, obeys: whole, view: lazy(() => import("./topics/TopicsPage")) },
  { name: "aspects", path: "/aspects", icon: "aspects", group: "analysis", brand: true, time: true, obeys: whole, view: lazy(() => import("./aspects/AspectsPage")) },
  { name: "words", path: "/words", icon: "words", group: "analysis", brand: true, time: true, obeys: whole, view: lazy(() => import("./words/WordsPage")) },
  { name: "heat", path: "/heat", icon: "heat", group: "analysis", brand: true, time: true, obeys: whole, view: lazy(() => import("./heat/HeatPage")) },
  { name: "map", path: "/map", icon: "map", group: "analysis", brand: true, time: true, obeys: whole, view: lazy(() => import("./map/MapPage")) },
  { name: "stores", path: "/stores", icon: "stores", group: "analysis", brand: true, time: true, obeys: whole, view: lazy(() => import("./stores/StoresPage")) },
  { name: "authors", path: "/authors", icon: "authors", group: "analysis", brand: true, time: true, obeys: whole.filter((field) => field !== "compare"), view: lazy(() => import("./authors/AuthorsPage")) },
  { name: "rivals", path: "/rivals", icon: "rivals", group: "analysis", brand: true, time: true, obeys: whole.filter((field) => field !== "compare"), view: lazy(() => import("./rivals/RivalsPage")) },
  { name: "wall", path: "/wall", icon: "wall", group: "monitor", brand: true, time: true, obeys: whole, bare: true, view: lazy(() => import("./wall/WallPage")) },
  { name: "discoveries", path: "/discoveries", icon: "discoveries", group: "monitor", brand: true, time: false, view: lazy(() => import("./discoveries/DiscoveriesPage")) },
  { name: "alerts", path: "/alerts", icon: "alerts", group: "alert", brand: true, time: false, thumb: true, view: lazy(() => import("./alerts/AlertsPage")) },
  { name: "rules", path: "/rules", icon: "rules", group: "alert", brand: false, time: false, view: lazy(() => import("./rules/RulesPage")) },
  { name: "silences", path: "/silences", icon: "silences", group: "alert", brand: false, time: false, view: lazy(() => import("./silences/SilencesPage")) },
  { name: "orders", path: "/orders", icon: "orders", group: "order", brand: true, time: false, thumb: true, view: lazy(() => import("./orders/OrdersPage")) },
  { name: "digest", path: "/digest", icon: "digest", group: "report", brand: false, time: false, view: lazy(() => import("./digest/DigestPage")) },
  { name: "letters", path: "/letters", icon: "letters", group: "report", brand: false, time: false, view: lazy(() => import("./letters/LettersPage")) },
  { name: "questions", path: "/questions", icon: "questions", group: "report", brand: false, time: false, view: lazy(() => import("./questions/QuestionsPage")) },
  { name: "audiences", path: "/audiences", icon: "audiences", group: "report", brand: false, time: false, view: lazy(() => import("./audiences/AudiencesPage")) },
  { name: "report", path: "/report", icon: "report", group: "report", brand: true, time: true, view: lazy(() => import("./report/ReportPage")) },
  { name: "causes", path: "/causes", icon: "causes", group: "report", brand: true, time: true, view: lazy(() => import("./causes/CausesPage")) },
  { name: "deliveries", path: "/deliveries", icon: "deliveries", group: "settings", brand: false, time: false, view: lazy(() => import("./deliveries/DeliveriesPage")) },
  { name: "quality", path: "/quality", icon: "quality", group: "settings", brand: true, time: false, view: lazy(() => import("./quality/QualityPage")) },
  { name: "jobs", path: "/jobs", icon: "jobs", group: "settings", brand: false, time: false, may: "operate", view: lazy(() => import("./jobs/JobsPage")) },
  { name: "ledger", path: "/ledger", icon: "ledger", group: "settings", brand: false, time: false, may: "operate", view: lazy(() => import("./ledger/LedgerPage")) },
  { name: "sources", path: "/sources", icon: "sources", group: "settings", brand: false, time: false, view: lazy(() => import("./sources/SourcesPage")) },
  { name: "audit", path: "/audit", icon: "ledger", group: "settings", brand: false, time: false, may: "admin", view: lazy(() => import("./audit/AuditPage")) },
  { name: "users", path: "/users", icon: "users", group: "settings", brand: false, time: false, may: "admin", view: lazy(() => import("./users/UsersPage")) },
  { name: "tokens", path: "/tokens", icon: "tokens", group: "settings", brand: false, time: false, may: "admin", view: lazy(() => import("./tokens/TokensPage")) },
  { name: "account", path: "/account", icon: "account", group: "settings", brand: false, time: false, view: lazy(() => import("./account/AccountPage")) },
];

/** The page of a path and the id that follows it; null when there is no such page. */
export function findPage(path: string): { page: Page; id: string } | null {
  const page = pages.find((p) => p.path === path || (p.path !== "/" && path.startsWith(p.path + "/")));
  if (!page) return null;
  return { page, id: page.path === path ? "" : decodeURIComponent(path.slice(page.path.length + 1)) };
}
