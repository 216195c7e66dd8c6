import { DatePicker, Select } from "antd";
import dayjs from "dayjs";
import { apiAddress } from "../../api/client";
import type { Audiences, Digest } from "../../api/nouns";
import { addDays, dayOf } from "../../format/zone";
import { Segments } from "../../parts/Segments";
import { Failed, Loading } from "../../parts/states";
import { useResource } from "../../state/live";
import { address, go, useRoute, withQuery } from "../../state/route";
import { useClock, useMeta } from "../../state/world";
import { AntLook } from "../../style/AntLook";
import { Letter } from "./Letter";
import { useDigestWords } from "./words";
import "./digest.css";

const day = /^\d{4}-\d{2}-\d{2}$/;
const periods = ["day", "week", "month"] as const;
type Period = (typeof periods)[number];
const step = { day: 1, week: 7, month: 30 };

/** The letter of a day, a week or a month as it would go out now. */
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
  const audience = query.get("audience") ?? "";
  const period = (periods as readonly string[]).includes(query.get("period") ?? "") ? (query.get("period") as Period) : "day";
  const ask = new URLSearchParams({ date, ...(brand ? { brand } : {}), ...(audience ? { audience } : {}), ...(period !== "day" ? { period } : {}) });
  const digest = useResource<Digest>(`digest/${ask}`, () => address("/digest", ask));
  const audiences = useResource<Audiences>("audiences", () => "/audiences", { live: false });
  const readers = (audiences.data?.items ?? []).filter((a) => a.audience.id !== "");
  const set = (change: Record<string, string | null>) => go(address("/digest", withQuery(query, change)));
  const toDay = (d: string) => set({ date: d >= today ? null : d });

  return (
    <div className="digest">
      <div className="digest-tools">
        <Segments label={w.period} value={period} options={periods.map((p) => ({ value: p, label: w.periods[p] }))} onChange={(p) => set({ period: p === "day" ? null : p })} />
        <button type="button" className="btn" onClick={() => toDay(addDays(date, -step[period]))} aria-label={w.previous} title={w.previous}>←</button>
        <DatePicker value={dayjs(date)} allowClear={false} aria-label={w.date} disabledDate={(d) => d.isAfter(dayjs(today), "day")} onChange={(d) => d && toDay(d.format("YYYY-MM-DD"))} />
        <button type="button" className="btn" onClick={() => toDay(addDays(date, step[period]))} disabled={date >= today} aria-label={w.next} title={w.next}>→</button>
        {date !== today && <button type="button" className="textlink" onClick={() => toDay(today)}>{w.today}</button>}
        {brands.length > 1 && <Select aria-label={w.brand} value={brand} popupMatchSelectWidth={false} options={brands.map((b) => ({ value: b.id, label: b.name }))} onChange={(b: string) => set({ brand: b })} />}
        {readers.length > 0 && <Select aria-label={w.audience} value={audience} popupMatchSelectWidth={false} options={[{ value: "", label: w.house }, ...readers.map((a) => ({ value: a.audience.id, label: a.audience.title || a.audience.id }))]} onChange={(a: string) => set({ audience: a || null })} />}
        <span className="digest-links">
          <button type="button" className="textlink" onClick={() => window.print()}>{w.print}</button>
          <a href={apiAddress("/digest.html", ask)} target="_blank" rel="noreferrer">{w.html} ↗</a>
          <a href={apiAddress("/digest.md", ask)} download={`tingfeng-${date}.md`}>{w.md} ↓</a>
        </span>
      </div>
      {digest.data !== null && !digest.stale ? <Letter digest={digest.data} />
        : digest.error ? <Failed error={digest.error} retry={digest.reload} />
          : <div className="letter"><p className="faint" role="status">{w.gathering}</p><Loading lines={12} /></div>}
    </div>
  );
}
