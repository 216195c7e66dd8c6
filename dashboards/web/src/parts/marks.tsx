// Small signs that carry a meaning. None of them relies on colour: each has a word, a sign or a shape.

import type { LevelName } from "../api/nouns";
import type { SentimentName } from "../state/filter";
import { useWords } from "../state/world";

const rank: Record<LevelName, number> = { red: 4, orange: 3, yellow: 2, blue: 1 };

/** Level of an alert or order: four steps filled from below, and the word. */
export function LevelMark({ level, long = false }: { level: LevelName; long?: boolean }) {
  const w = useWords();
  const steps = rank[level] ?? 0;
  return (
    <span className={`level level-${level}`} title={w.levelLong[level]}>
      <svg width="13" height="12" viewBox="0 0 13 12" aria-hidden="true">
        {[0, 1, 2, 3].map((i) => (
          <rect key={i} x={i * 3.4} y={9 - i * 3} width="2.4" height={3 + i * 3} rx="0.6" className={i < steps ? "on" : "off"} />
        ))}
      </svg>
      {long ? w.levelLong[level] : w.level[level]}
    </span>
  );
}

/** Polarity of a mention: its sign in a box, its word beside it or for screen readers. */
export function SentimentMark({ sentiment, word = false }: { sentiment: SentimentName; word?: boolean }) {
  const w = useWords();
  return (
    <span className={`sentiment sentiment-${sentiment}`} title={w.sentiment[sentiment]}>
      <b aria-hidden="true">{w.sign[sentiment]}</b>
      {word ? w.sentiment[sentiment] : <span className="unseen">{w.sentiment[sentiment]}</span>}
    </span>
  );
}

/** Severity 2 and more; below, nothing is said. */
export function SeverityMark({ severity }: { severity: number }) {
  const w = useWords();
  if (severity < 2) return null;
  return (
    <span className={`severity severity-${severity}`}>
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
        <path d="M5 .8 9.6 9.2H.4Z" />
      </svg>
      {w.severityMark(severity, w.severity[severity] ?? "")}
    </span>
  );
}

/** A word in a quiet box. */
export function Chip({ children, tone = "plain", title }: { children: React.ReactNode; tone?: "plain" | "negative" | "positive" | "noise"; title?: string }) {
  return <span className={`chip chip-${tone}`} title={title}>{children}</span>;
}
