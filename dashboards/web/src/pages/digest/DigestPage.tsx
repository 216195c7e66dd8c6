import { DatePicker, Select } from "antd";
import dayjs from "dayjs";
import { apiAddress } from "../../api/client";
import type { Digest, DigestLine } from "../../api/nouns";
import { addDays, dayOf, dayStart, instant } from "../../format/zone";
import { Link } from "../../parts/Link";
import { Quotes } from "../../parts/Quotes";
import { Nothing, Show } from "../../parts/states";
import { everything } from "../../state/filter";
import { useResource } from "../../state/live";
import { address, go, useRoute, withQuery } from "../../state/route";
import { mentionsAddress, useClock, useMeta } from "../../state/world";
import { AntLook } from "../../style/AntLook";
import { useDigestWords } from "./words";
import "./digest.css";

const day = /^\d{4}-\d{2}-\d{2}$/;

/** The letter of a day: what is new, what got worse, what is still open and whose it is, what was praised. */
export default function DigestPage() {
  return <AntLook><Day /></AntLook>;
}

function Day() {
  const w = useDigestWords();
  const { query } = useRoute();
  const { brands } = useMeta();
  const clock = useClock();
  const today = dayOf(clock.now, clock.zone);
  const asked = query.get("date") ?? "";
  const date = day.test(asked) ? asked : today;
  const brand = query.get("brand") ?? brands.find((b) => b.own)?.id ?? brands[0]?.id ?? "";
  const ask = new URLSearchParams({ date, ...(brand ? { brand } : {}) });
  const digest = useResource<Digest>(`digest/${ask}`, () => address("/digest", ask));
  const set = (change: Record<string, string | null>) => go(address("/digest", withQuery(query, change)));
  const toDay = (d: string) => set({ date: d === today ? null : d });

  return (
    <div className="digest">
      <div className="digest-tools">
        <button type="button" className="btn" onClick={() => toDay(addDays(date, -1))} aria-label={w.previous} title={w.previous}>←</button>
        <DatePicker value={dayjs(date)} allowClear={false} aria-label={w.date} disabledDate={(d) => d.isAfter(dayjs(today), "day")} onChange={(d) => d && toDay(d.format("YYYY-MM-DD"))} />
        <button type="button" className="btn" onClick={() => toDay(addDays(date, 1))} disabled={date >= today} aria-label={w.next} title={w.next}>→</button>
        {date !== today && <button type="button" className="textlink" onClick={() => toDay(today)}>{w.today}</button>}
        {brands.length > 1 && <Select aria-label={w.brand} value={brand} popupMatchSelectWidth={false} options={brands.map((b) => ({ value: b.id, label: b.name }))} onChange={(b: string) => set({ brand: b })} />}
        <span className="digest-links">
          <a href={apiAddress("/digest.html", ask)} target="_blank" rel="noreferrer">{w.html} ↗</a>
          <a href={apiAddress("/digest.md", ask)} download={`tingfeng-${date}.md`}>{w.md} ↓</a>
        </span>
      </div>
      <Show of={digest} lines={14}>{(d) => <Letter digest={d} />}</Show>
    </div>
  );
}

function Letter({ digest }: { digest: Digest }) {
  const w = useDigestWords();
  const clock = useClock();
  const asOf = instant(digest.as_of);
  const sections = digest.sections.filter((s) => s.lines.length > 0);
  return (
    <article className="letter" aria-labelledby="letter-title">
      <header>
        <p className="faint">{clock.dayAndWeekday(dayStart(digest.date, clock.zone))}{asOf && <> · {w.asOf(clock.moment(asOf))}</>}</p>
        <h2 id="letter-title">{digest.title}</h2>
        {digest.lead && <p className="letter-lead">{digest.lead}</p>}
      </header>
      {sections.length === 0 && <Nothing title={w.none} help={w.noneHelp} />}
      {sections.map((s) => (
        <section key={s.name} className={`letter-section letter-${s.name}`}>
          <h3>{s.title}</h3>
          <ul>{s.lines.map((l, i) => <Line key={i} line={l} digest={digest} />)}</ul>
        </section>
      ))}
    </article>
  );
}

/** More numbered links than these nobody follows; the rest is counted. */
const mostProofs = 10;

/** One sentence and what proves it: the voices, the orders, or the query its number comes from. */
function Line({ line, digest }: { line: DigestLine; digest: Digest }) {
  const w = useDigestWords();
  const behind = mentionsAddress(everything, { brand: digest.brand ? [digest.brand] : [], range: { from: digest.date, to: digest.date } });
  const mention = (post: string) => `${behind}&open=${encodeURIComponent(`${post}/${digest.brand || "-"}`)}`;
  return (
    <li className="letter-line">
      <p className="letter-text words">{line.text}</p>
      {line.evidence.length > 0 && <Quotes evidence={line.evidence} />}
      <p className="split-meta">
        {line.orders.map((o) => <Link key={o} to={`/orders/${encodeURIComponent(o)}`}>{o} →</Link>)}
        {line.posts.length > 0 && (
          <span className="proofs">
            {w.evidence(line.posts.length)}
            {line.posts.slice(0, mostProofs).map((p, i) => <Link key={p} to={mention(p)} aria-label={w.proof(i + 1)}>{i + 1}</Link>)}
          </span>
        )}
        {line.query && <Link to={behind} title={w.query(line.query)}>{w.mentions} →</Link>}
      </p>
    </li>
  );
}
