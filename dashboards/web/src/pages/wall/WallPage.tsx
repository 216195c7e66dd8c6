import { useEffect, useRef, useState } from "react";
import { WindMark } from "../../parts/icons";
import { serverNow, usePulse } from "../../state/live";
import { address, go, useRoute, withQuery } from "../../state/route";
import { pageAddress, useClock, useNames, useView, useWords } from "../../state/world";
import { NowWall, NumbersWall, SevereWall, TopicsWall } from "./panels";
import { actionOf, freshness, panelOf, panels, stayOf, turn, type Action, type PanelName } from "./rotation";
import { useAwake } from "./useAwake";
import { useWallWords } from "./words";
import "./wall.css";

const bodies: Record<PanelName, () => React.ReactNode> = { numbers: NumbersWall, topics: TopicsWall, now: NowWall, severe: SevereWall };

/** The picture on the wall: one panel after the other, large enough to be read from across the room. */
export default function WallPage() {
  const own = useWallWords();
  const { path, query } = useRoute();
  const { filter } = useView();
  const box = useRef<HTMLDivElement>(null);
  const [paused, setPaused] = useState(false);
  const panel = panelOf(query.get("panel"));
  const stay = stayOf(query.get("stay"));
  const awake = useAwake();
  const show = (p: PanelName) => go(address(path, withQuery(query, { panel: p === panels[0] ? null : p })), { replace: true });
  const act = (action: Action) => {
    if (action === "next" || action === "previous") show(turn(panel, action === "next" ? 1 : -1));
    if (action === "pause") setPaused(!paused);
    if (action === "full") void (document.fullscreenElement ? document.exitFullscreen() : box.current?.requestFullscreen())?.catch(() => undefined);
    if (action === "leave" && !document.fullscreenElement) go(pageAddress("/", filter));
  };
  const doing = useRef(act);
  doing.current = act;

  useEffect(() => {
    if (paused) return;
    const timer = window.setTimeout(() => doing.current("next"), stay * 1000);
    return () => window.clearTimeout(timer);
  }, [panel, paused, stay]);
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      // A focused button takes the space bar itself.
      if (e.key === " " && e.target instanceof HTMLButtonElement) return;
      const action = actionOf(e);
      if (!action) return;
      e.preventDefault();
      doing.current(action);
    };
    document.addEventListener("keydown", key);
    return () => document.removeEventListener("keydown", key);
  }, []);

  const Body = bodies[panel];
  return (
    <div className="wall" ref={box}>
      <WallHead panel={panel} />
      <main className="wall-body" key={panel} aria-label={own.panels[panel]}><Body /></main>
      <footer className="wall-foot" aria-label={own.controls}>
        <div className="wall-dots">
          {panels.map((p) => <button key={p} type="button" aria-current={p === panel} aria-label={own.show(own.panels[p])} onClick={() => show(p)}><span>{own.panels[p]}</span></button>)}
        </div>
        {!paused && <i className="wall-progress" key={panel} style={{ animationDuration: `${stay}s` }} aria-hidden="true" />}
        <div className="wall-keys">
          <span>{own.keys}{awake && ` · ${own.awake}`}</span>
          <button type="button" onClick={() => act("previous")}>{own.previous}</button>
          <button type="button" aria-pressed={paused} onClick={() => act("pause")}>{paused ? own.play : own.pause}</button>
          <button type="button" onClick={() => act("next")}>{own.next}</button>
          <button type="button" onClick={() => act("full")}>{own.full}</button>
          <button type="button" onClick={() => act("leave")}>{own.leave}</button>
        </div>
      </footer>
    </div>
  );
}

/** Whose numbers, of which time, and whether they are still true. */
function WallHead({ panel }: { panel: PanelName }) {
  const w = useWords();
  const own = useWallWords();
  const names = useNames();
  const { filter, span } = useView();
  const pulse = usePulse();
  const clock = useClock();
  const [now, setNow] = useState(() => serverNow());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(serverNow()), 1000);
    return () => window.clearInterval(timer);
  }, []);
  const fresh = freshness(pulse.heardAt, now.getTime(), pulse.lost);
  const heard = pulse.heardAt ? clock.time(new Date(pulse.heardAt)) : "—";
  const { from, to } = span();
  const time = "preset" in filter.range ? w.filter.preset[filter.range.preset] : clock.span(from, to);
  return (
    <header className="wall-head">
      <span className="wall-mark"><WindMark />{w.name}</span>
      <h1>{own.panels[panel]}</h1>
      <span className="wall-about">{filter.brand.length ? filter.brand.map(names.brand).join(w.sources.conclusion.comma) : w.filter.allBrands} · {time}</span>
      <span className={`wall-fresh ${fresh}`} role="status">{fresh === "waiting" ? own.waiting : fresh === "live" ? own.live(heard) : own.stale(heard)}</span>
      <time className="wall-clock" dateTime={now.toISOString()}>{clock.dayAndWeekday(now)} <b>{clock.time(now)}</b></time>
    </header>
  );
}
