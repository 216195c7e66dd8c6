import { change, count, growth, signed } from "../format/number";
import { countMoved, shareMoved } from "../say/overview";
import { useWords } from "../state/world";

type Taste = "up" | "down" | "none"; // which direction is good news

interface Props {
  moved: "up" | "down" | "same";
  text: string;
  good: Taste;
}

/** A change: an arrow, a number, a word for those who hear the page; coloured only when it is good or bad news. */
function Delta({ moved, text, good }: Props) {
  const w = useWords();
  if (moved === "same") return <span className="delta">≈ {w.number.same}<span className="unseen"> {text}</span></span>;
  const tone = good === "none" ? "" : moved === good ? "good" : "bad";
  return (
    <span className={`delta ${tone}`}>
      <span aria-hidden="true">{moved === "up" ? "▲" : "▼"}</span>
      <span className="unseen">{moved === "up" ? w.number.up : w.number.down}</span> <b>{text}</b>
    </span>
  );
}

/** Change of a count against the equally long window before. */
export function CountDelta({ n, before, good = "none" }: { n: number; before: number; good?: Taste }) {
  const w = useWords();
  if (before === 0) return <span className="delta">{n > 0 ? w.panel.fresh : w.number.same}</span>;
  const rate = growth(n, before) ?? 0;
  // "+900 %" of two mentions says less than how many more there are.
  const text = before < 10 ? w.unit.more(count(Math.abs(n - before))) : change(rate);
  return <Delta moved={countMoved(n, before)} text={text} good={good} />;
}

/** Change of a share in percentage points; "same" inside what sampling explains. */
export function ShareDelta({ part, n, partBefore, nBefore, good }: { part: number; n: number; partBefore: number; nBefore: number; good: Taste }) {
  const w = useWords();
  if (n === 0 || nBefore === 0) return <span className="delta">{w.number.noBefore}</span>;
  const points = (part / n - partBefore / nBefore) * 100;
  return <Delta moved={shareMoved(part, n, partBefore, nBefore)} text={`${Math.abs(points).toFixed(1)} ${w.unit.points}`} good={good} />;
}

/** Change of the NSR in its own points. The test is that of the positive share among those who took sides. */
export function NsrDelta({ positive, negative, positiveBefore, negativeBefore }: { positive: number; negative: number; positiveBefore: number; negativeBefore: number }) {
  const w = useWords();
  const n = positive + negative, nBefore = positiveBefore + negativeBefore;
  if (n === 0 || nBefore === 0) return <span className="delta">{w.number.noBefore}</span>;
  const points = ((positive - negative) / n - (positiveBefore - negativeBefore) / nBefore) * 100;
  return <Delta moved={shareMoved(positive, n, positiveBefore, nBefore)} text={signed(points, 1).replace(/^[+−]/, "")} good="up" />;
}
