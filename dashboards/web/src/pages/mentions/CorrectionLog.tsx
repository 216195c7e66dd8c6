import { useState } from "react";
import { Problem, tell } from "../../api/client";
import type { components } from "../../api/schema";
import type { Mention } from "../../api/nouns";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { useOperator } from "../../i18n/language";
import { useResource } from "../../state/live";
import { useActor } from "../../state/me";
import { useClock, useNames, useWords } from "../../state/world";
import { useListWords } from "./listWords";
import { verdicts } from "./second";
import { useDetailWords } from "./words";

type History = components["schemas"]["CorrectionHistory"];
type Made = History["items"][number];

/** Every correction of a mention, who made it and when, with the way back for who did. */
export function CorrectionLog({ mention, round, changed }: { mention: Mention; round: number; changed: () => void }) {
  const own = useListWords();
  const clock = useClock();
  const says = useSays(mention);
  const signed = useActor();
  const operator = useOperator();
  const actor = signed || operator;
  const brand = mention.brand || "-";
  const asked = useResource<History>(`corrections/${mention.post.id}/${brand}/${actor}/${round}`, () => `/mentions/${mention.post.id}/${encodeURIComponent(brand)}/corrections?actor=${encodeURIComponent(actor)}`, { live: false, hold: false });
  const [trouble, setTrouble] = useState("");
  const items = asked.data?.items ?? [];
  if (items.length === 0) return null;
  const undo = (c: Made) => tell("/corrections/undo", { post: mention.post.id, brand, id: c.id, actor }).then(() => { asked.reload(); changed(); }, (err: unknown) => setTrouble(err instanceof Problem ? err.message : String(err)));
  return (
    <details className="correction-log">
      <summary>{own.history} · {items.length}</summary>
      <ol>
        {items.map((c) => {
          const at = instant(c.at);
          return (
            <li key={c.id} className={c.undone ? "undone" : undefined}>
              <span className="faint">{at && <time dateTime={c.at} title={clock.exact(at)}>{clock.moment(at)}</time>} {harmless(c.name)}{c.batch && ` · ${own.batch}`}</span> <span>{c.undoes ? own.tookBack : says(c)}</span>
              {c.mine && !c.undone && <button type="button" className="textlink" onClick={() => void undo(c)}>{own.undo}</button>}
            </li>
          );
        })}
      </ol>
      {trouble && <p className="field-error" role="alert">{trouble}</p>}
    </details>
  );
}

/** What a correction says, in a line. */
function useSays(mention: Mention): (c: Made) => string {
  const own = useListWords();
  const w = useDetailWords();
  const all = useWords();
  const names = useNames();
  return ({ reading: r }) => {
    const said = verdicts(r, mention.analysis).map((v) => {
      const named: Record<string, string> = v.field === "sentiment" ? all.sentiment : v.field === "emotion" ? all.emotion : all.intent;
      const value = typeof v.theirs === "boolean" ? (v.theirs ? w.yes : w.no) : typeof v.theirs === "number" ? w.level(v.theirs, all.severity[v.theirs] ?? "") : (named[v.theirs] ?? v.theirs);
      return `${w.field[v.field]} ${value}`;
    });
    if (r.noise_judged) said.push(r.noise.length ? `${own.field.noise} ${r.noise.map((n) => all.noise[n] ?? n).join(w.comma)}` : own.noNoise);
    if (r.brand_wrong !== null) said.push(r.brand_wrong ? own.wrongBrand : own.rightBrand);
    if (r.aspects_judged) said.push(r.aspects.length ? r.aspects.map((a) => `${names.title(a.name)} ${all.sentiment[a.sentiment]}`).join(w.comma) : own.noAspects);
    if (r.note) said.push(harmless(r.note));
    return said.join(" · ");
  };
}
