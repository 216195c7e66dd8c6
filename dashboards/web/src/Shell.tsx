import { Suspense, useEffect, useRef } from "react";
import type { Alerts, Orders } from "./api/nouns";
import { HeadFilters } from "./HeadFilters";
import { Fold } from "./parts/Fold";
import { Icon, WindMark } from "./parts/icons";
import { Link } from "./parts/Link";
import { Preferences } from "./parts/Preferences";
import { CatchCrash, Loading, Nothing } from "./parts/states";
import { findPage, groups, pages, type Page } from "./pages/pages";
import { setPaused, usePulse, useResource } from "./state/live";
import { useMe } from "./state/me";
import { everything, obeyed, writeFilter, type Filter } from "./state/filter";
import { address, useRoute } from "./state/route";
import { useClock, useMeta, useView, useWords } from "./state/world";

export function Shell() {
  const w = useWords();
  const { path } = useRoute();
  const found = findPage(path);
  const title = found ? w.page[found.page.name] : w.page.lost;
  const to = useCarried(found?.page);
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);

  useEffect(() => {
    document.title = `${title} · ${w.name}`;
    // A new page is announced by moving the focus to it; the first one is where the reader already is.
    if (first.current) first.current = false;
    else main.current?.focus({ preventScroll: true });
  }, [title, w.name]);

  const Body = found?.page.view;
  if (found?.page.bare && Body) {
    return (
      <CatchCrash key={found.page.name} words={w.state}>
        <Suspense fallback={<div className="body"><Loading lines={10} /></div>}><Body id={found.id} /></Suspense>
      </CatchCrash>
    );
  }
  return (
    <div className="shell">
      <a className="skip" href="#main">{w.skip}</a>
      <Side current={found?.page} to={to} />
      <div>
        <Head title={title} page={found?.page} />
        <main id="main" className="body" tabIndex={-1} ref={main}>
          <CatchCrash key={found?.page.name ?? "lost"} words={w.state}>
            <Suspense fallback={<Loading lines={10} />}>
              {Body ? <Body id={found.id} /> : <Nothing title={w.page.lost} help={w.state.goneHelp}><Link to="/">{w.state.home}</Link></Nothing>}
            </Suspense>
          </CatchCrash>
        </main>
      </div>
      <Tabs current={found?.page} to={to} />
    </div>
  );
}

/** The pages this reader may open. The server refuses the others; the menu does not offer them. */
function useMenu(): Page[] {
  const { permits } = useMe();
  return pages.filter((p) => !p.may || permits.includes(p.may));
}

/** What waits behind a menu entry: running alerts, unfinished orders. */
function useBadges(): Partial<Record<Page["name"], { n: number; urgent: boolean }>> {
  const alerts = useResource<Alerts>("badge/alerts", () => "/alerts?state=open&limit=1");
  const orders = useResource<Orders>("badge/orders", () => "/orders?state=open&limit=1");
  const c = orders.data?.counts;
  return {
    alerts: { n: alerts.data?.open ?? 0, urgent: true },
    orders: { n: c?.open ?? 0, urgent: (c?.overdue ?? 0) > 0 },
  };
}

function Badge({ of }: { of?: { n: number; urgent: boolean } }) {
  if (!of?.n) return null;
  return <b className={of.urgent ? "badge" : "badge quiet"}>{of.n}</b>;
}

interface MenuProps {
  current?: Page;
  to: (p: Page) => string;
}

/**
 * Where a menu entry leads: to its page under the filter of the header as far as that page obeys it. What the page
 * on the screen does not obey is remembered for the next one that does.
 */
function useCarried(current?: Page): (p: Page) => string {
  const { filter } = useView();
  const carried = useRef<Filter>(everything);
  carried.current = { ...carried.current, ...(current ? obeyed(filter, current.obeys ?? []) : {}) };
  return (p) => address(p.path, writeFilter(obeyed(carried.current, p.obeys ?? [])));
}

function Side({ current, to }: MenuProps) {
  const w = useWords();
  const meta = useMeta();
  const badges = useBadges();
  const menu = useMenu();
  const side = useRef<HTMLElement>(null);
  useEffect(() => {
    side.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" }); // newer browsers answer with a promise: an effect must not hand it on
  }, [current]);
  return (
    <nav ref={side} className="side" aria-label={w.nav}>
      <Link to="/" className="brandmark" title={w.tagline}><WindMark /><span>{w.name}</span></Link>
      {groups.filter((g) => menu.some((p) => p.group === g)).map((g) => (
        <div className="side-group" key={g}>
          <div className="side-title">{w.group[g]}</div>
          {menu.filter((p) => p.group === g).map((p) => (
            <Link key={p.name} to={to(p)} className="item" aria-current={p === current ? "page" : undefined} title={w.page[p.name]}>
              <Icon name={p.icon} /><span>{w.page[p.name]}</span><Badge of={badges[p.name]} />
            </Link>
          ))}
        </div>
      ))}
      <div className="side-foot">
        {meta.demo && <span className="demo-tag">{w.demo}</span>}
        <span>{meta.version}</span>
      </div>
    </nav>
  );
}

/** The menu on a phone, within reach of the thumb; what does not fit there is on a sheet above it. */
function Tabs({ current, to }: MenuProps) {
  const w = useWords();
  const badges = useBadges();
  const menu = useMenu();
  const entry = (p: Page, close?: () => void) => (
    <Link key={p.name} to={to(p)} onClick={close} aria-current={p === current ? "page" : undefined}>
      <Icon name={p.icon} size={20} /><span>{w.page[p.name]}</span><Badge of={badges[p.name]} />
    </Link>
  );
  const rest = menu.filter((p) => !p.thumb);
  return (
    <nav className="tabs" aria-label={w.nav}>
      {menu.filter((p) => p.thumb).map((p) => entry(p))}
      <Fold label={w.more} className={current && !current.thumb ? "tabs-more tabs-here" : "tabs-more"} text={<><Icon name="more" size={20} /><span>{w.more}</span></>}>
        {(close) => groups.filter((g) => rest.some((p) => p.group === g)).map((g) => (
          <section className="tabs-group" key={g}>
            <h2>{w.group[g]}</h2>
            <div>{rest.filter((p) => p.group === g).map((p) => entry(p, close))}</div>
          </section>
        ))}
      </Fold>
    </nav>
  );
}

function Head({ title, page }: { title: string; page?: Page }) {
  return (
    <header className="head">
      <h1>{title}</h1>
      {page && (page.brand || page.time || page.obeys) && <HeadFilters page={page} />}
      <div className="head-right">
        <PulseButton />
        <Preferences />
      </div>
    </header>
  );
}

function PulseButton() {
  const w = useWords();
  const pulse = usePulse();
  const clock = useClock();
  const state = pulse.paused ? "paused" : pulse.lost ? "lost" : "live";
  const text = pulse.paused ? w.live.paused : pulse.lost ? w.live.lost
    : pulse.heardAt ? w.live.live(clock.time(new Date(pulse.heardAt))) : w.live.waiting;
  return (
    <button type="button" className={`pulse ${state}`} onClick={() => setPaused(!pulse.paused)}
      title={pulse.paused ? w.live.resume : w.live.pause} aria-label={`${text}. ${pulse.paused ? w.live.resume : w.live.pause}`}>
      <i aria-hidden="true" /><span>{text}</span>
    </button>
  );
}
