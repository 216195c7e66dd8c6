import { change, count, growth } from "../format/number";
import { useWords } from "../state/world";

interface Props {
  n: number;
  before: number;
  moved: "up" | "down" | "same"; // what the server's exact test says
  good?: "up" | "down";
}

/** A change of a count the server has judged: told loudly only beyond chance, so that a handful never shouts. */
export function Moved({ n, before, moved, good }: Props) {
  const w = useWords();
  const rate = growth(n, before);
  // "+900 %" of two mentions says less than how many more there are.
  const text = rate === null || before < 10 ? w.unit.more(count(Math.abs(n - before))) : change(rate);
  if (moved === "same") return <span className="delta">≈ {w.number.same}<span className="unseen"> {text}</span></span>;
  const tone = !good ? "" : moved === good ? "good" : "bad";
  return (
    <span className={`delta ${tone}`}>
      <span aria-hidden="true">{moved === "up" ? "▲" : "▼"}</span>
      <span className="unseen">{moved === "up" ? w.number.up : w.number.down}</span> <b>{before === 0 && moved === "up" ? w.panel.fresh : text}</b>
    </span>
  );
}
