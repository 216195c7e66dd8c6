import { useEffect, useLayoutEffect, useReducer, useRef, type ReactNode } from "react";
import { Heights, visible } from "./virtual";

interface Props<T> {
  items: readonly T[];
  keyOf: (item: T, index: number) => string;
  children: (item: T, index: number) => ReactNode;
  label: string; // what the list holds, for screen readers
  rowHeight?: number; // what a row that was never drawn is taken to measure, in pixels
  total?: number; // how many there are in all, where more can be had than were loaded
  onEnd?: () => void; // the end of what was loaded is near
  className?: string;
}

/** A list of which only what is seen is in the document. It scrolls with the page, rows may be of any height and may change it;
 * a row that holds the keyboard stays where it is. */
export function VirtualList<T>({ items, keyOf, children, label, rowHeight = 120, total, onEnd, className }: Props<T>) {
  const box = useRef<HTMLDivElement>(null);
  const heights = useRef<Heights>(null);
  heights.current ??= new Heights(rowHeight);
  heights.current.grow(items.length);
  const [, draw] = useReducer((n: number) => n + 1, 0);
  const seen = useSeen(box, draw);
  const measure = useMeasure(heights.current, draw);
  const end = useRef(onEnd);
  end.current = onEnd;

  const range = visible(heights.current, seen.current.top, seen.current.bottom);
  const near = range.to >= items.length;
  useEffect(() => {
    if (near && items.length > 0) end.current?.();
  }, [near, items.length]);

  const held = heldRow(box.current, items.length, range.from, range.to);
  const rows: ReactNode[] = [];
  const row = (i: number, place?: number) => (
    <div key={keyOf(items[i]!, i)} role="listitem" aria-setsize={total ?? items.length} aria-posinset={i + 1} data-row={i} ref={measure}
      style={place === undefined ? undefined : { position: "absolute", top: place, left: 0, right: 0 }}>
      {children(items[i]!, i)}
    </div>
  );
  if (held >= 0) rows.push(row(held, heights.current.top(held)));
  for (let i = range.from; i < range.to; i++) rows.push(row(i));
  return (
    <div ref={box} role="list" aria-label={label} className={className} style={{ position: "relative", paddingTop: range.above, paddingBottom: range.below, overflowAnchor: "none" }}>
      {rows}
    </div>
  );
}

/** The row the keyboard is in, when it is not among those drawn anyway; -1 none. */
function heldRow(box: HTMLElement | null, n: number, from: number, to: number): number {
  const active = document.activeElement;
  const row = box && active && box.contains(active) ? active.closest<HTMLElement>("[data-row]") : null;
  const i = row ? Number(row.dataset.row) : -1;
  return i >= 0 && i < n && (i < from || i >= to) ? i : -1;
}

/** Which part of the list the window shows, in pixels from its top; draws anew, once a frame, when that changes. */
function useSeen(box: React.RefObject<HTMLDivElement | null>, draw: () => void) {
  const seen = useRef({ top: 0, bottom: 1000 });
  useLayoutEffect(() => {
    let frame = 0;
    const look = () => {
      frame = 0;
      const top = -(box.current?.getBoundingClientRect().top ?? 0);
      const bottom = top + window.innerHeight;
      if (top === seen.current.top && bottom === seen.current.bottom) return;
      seen.current = { top, bottom };
      draw();
    };
    const soon = () => {
      frame ||= requestAnimationFrame(look);
    };
    look();
    // Captured, so that a list within a box that scrolls is heard of too.
    document.addEventListener("scroll", soon, { capture: true, passive: true });
    window.addEventListener("resize", soon);
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener("scroll", soon, { capture: true });
      window.removeEventListener("resize", soon);
    };
  }, [box, draw]);
  return seen;
}

/** A ref for rows that tells the heights what they measure, now and whenever they change. */
function useMeasure(heights: Heights, draw: () => void) {
  const observer = useRef<ResizeObserver>(null);
  const ref = useRef<(row: HTMLElement | null) => void>(null);
  useEffect(() => () => observer.current?.disconnect(), []);
  ref.current ??= (row) => {
    observer.current ??= new ResizeObserver((entries) => {
      let news = false;
      for (const e of entries) {
        const i = Number((e.target as HTMLElement).dataset.row);
        if (e.target.isConnected) news = heights.measure(i, e.borderBoxSize[0]?.blockSize ?? e.contentRect.height) || news;
        else observer.current?.unobserve(e.target);
      }
      if (news) draw();
    });
    if (row) observer.current.observe(row, { box: "border-box" });
  };
  return ref.current;
}
