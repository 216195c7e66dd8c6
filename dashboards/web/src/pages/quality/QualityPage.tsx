import type { Corrected, Quality } from "../../api/nouns";
import { count, percent } from "../../format/number";
import { addDays, dayOf } from "../../format/zone";
import { Link } from "../../parts/Link";
import { Panel } from "../../parts/Panel";
import { Show } from "../../parts/states";
import { useResource } from "../../state/live";
import { useMay } from "../../state/me";
import { useClock, useMeta, useView, useWords } from "../../state/world";
import { Calibration, Confusion, Parts } from "./Measures";
import { Drift } from "./Drift";
import { believable, boast, classes, drifted, weakest, weekBefore, worst } from "./judge";
import { ReadSample } from "./ReadSample";
import { useQualityWords, type QualityWords } from "./words";
import "../../parts/form.css";
import "./quality.css";

const weeks = 8;

/** How far the analysis can be trusted; or the sample of a week, to be read. */
export default function QualityPage({ id }: { id: string }) {
  const [week, brand] = id.split("/");
  return week && brand ? <ReadSample key={id} week={week} brand={brand} /> : <Trust />;
}

function Trust() {
  const w = useWords();
  const own = useQualityWords();
  const meta = useMeta();
  const clock = useClock();
  const { filter } = useView();
  const brands = new URLSearchParams(filter.brand.map((b) => ["brand", b]));
  const today = dayOf(clock.now, clock.zone);
  const span = new URLSearchParams([...brands, ["from", addDays(today, -29)], ["to", today]]);
  const quality = useResource<Quality>(`quality/${brands}`, () => `/quality?${new URLSearchParams([...brands, ["weeks", String(weeks)]])}`, { live: false });
  const corrected = useResource<Corrected>(`corrected/${span}`, () => `/quality/corrected?${span}`, { live: false });
  const q = quality.data;
  const demo = meta.demo && q !== null && q.read > 0;
  const names = (i: number) => w.sentiment[classes[i]!];
  return (
    <div className="quality">
      {demo && <p className="quality-demo" role="note">{own.demo}</p>}
      <div className="quality-pair">
        <Panel title={own.corrected} says={corrected.data && sayCorrected(corrected.data, own)} note={own.correctedNote}>
          <Show of={corrected} lines={4}>{(c) => <Shares of={c} />}</Show>
        </Panel>
        <Panel title={own.samples} says={q && (q.drawn ? own.samplesSays(q.read, q.drawn, weeks) : own.samplesNone)} note={own.samplesNote}>
          <Show of={quality} lines={4}>{(d) => <Samples of={d} today={today} />}</Show>
        </Panel>
      </div>
      {q && q.measured.n > 0 && (
        <>
          <div className="quality-pair">
            <Panel title={own.confusion} says={sayConfusion(q, own, names)}><Confusion of={q.measured} /></Panel>
            <Panel title={own.calibration} says={sayCalibration(q, own)}><Calibration of={q.measured} /></Panel>
          </div>
          <Panel title={own.parts} says={sayParts(q, own)}><Parts of={q} /></Panel>
        </>
      )}
      {q && (
        <Panel title={own.model} says={q.model.n ? own.modelSays(percent(q.model.accuracy, 0), count(q.model.n), q.model.kappa.toFixed(2)) : own.modelNone} note={q.model.n ? own.modelNote : undefined}>
          {q.model.n > 0 && <Confusion of={q.model} />}
          {q.model_audited.n > 0 && <p>{own.modelAudited(percent(q.model_audited.accuracy, 0), count(q.model_audited.n))}</p>}
        </Panel>
      )}
      <Panel title={own.drift} says={q && sayDrift(q, own)} note={own.driftNote}>
        <Show of={quality} lines={8}>{(d) => <Drift weeks={d.drift} />}</Show>
      </Panel>
    </div>
  );
}

function sayCorrected(c: Corrected, own: QualityWords): string {
  const { raw, corrected: e } = c.negative;
  return e ? own.correctedSays(percent(raw), percent(e.share), percent(e.low), percent(e.high), count(e.read)) : own.correctedNone;
}

function sayConfusion(q: Quality, own: QualityWords, name: (i: number) => string): string {
  const bad = worst(q.measured);
  return own.confusionSays(percent(q.measured.accuracy), count(q.measured.n), bad ? own.worst(name(bad.truth), name(bad.said), percent(bad.share, 0)) : own.noWorst);
}

function sayCalibration({ measured: m }: Quality, own: QualityWords): string {
  const middle = believable(m) ? own.calibrationGood : own.calibrationMixed;
  return own.calibrationSays(percent(m.ece)) + [own.calibrationLow, middle, own.calibrationHigh][boast(m) + 1]!;
}

function sayParts(q: Quality, own: QualityWords): string {
  const bad = weakest(q.by_source) ?? weakest(q.by_brand) ?? weakest(q.by_length.map((p) => ({ ...p, title: own.lengths[Number(p.key)] ?? p.key })));
  return bad ? own.partsSays(bad.title, percent(bad.accuracy, 0), percent(bad.interval.low, 0), percent(bad.interval.high, 0)) : own.partsSame;
}

function sayDrift(q: Quality, own: QualityWords): string {
  const moved = drifted(q.drift);
  if (!moved) return own.driftSays.few;
  return moved.change === "same" ? own.driftSays.same : own.driftSays[moved.change](moved.week, own.what[moved.what]!);
}

/** Raw and corrected side by side, each sentiment with its interval drawn on one scale. */
function Shares({ of: c }: { of: Corrected }) {
  const w = useWords();
  const own = useQualityWords();
  const meta = useMeta();
  const name = (id: string) => meta.brands.find((b) => b.id === id)?.name ?? (id || own.noBrand);
  if (!c.negative.corrected) return c.unaudited.length ? <p className="faint">{own.unaudited(c.unaudited.map(name).join("、"))}</p> : null;
  const top = Math.max(...classes.map((s) => Math.max(c[s].corrected?.high ?? 0, c[s].raw ?? 0)), 0.01);
  return (
    <>
      <table className="shares">
        <caption className="unseen">{own.corrected}</caption>
        <thead><tr><th scope="col">{own.sentiment}</th><th scope="col" className="num">{own.raw}</th><th scope="col" className="num">{own.real}</th><th scope="col" className="num">{own.interval}</th><th scope="col" className="shares-bar"><span className="unseen">{own.interval}</span></th></tr></thead>
        <tbody>
          {classes.map((s) => {
            const { raw, corrected: e } = c[s];
            if (!e) return null;
            const at = (v: number) => `${(v / top) * 100}%`;
            return (
              <tr key={s}>
                <th scope="row">{w.sentiment[s]}</th><td className="num">{percent(raw)}</td><td className="num shares-real">{percent(e.share)}</td><td className="num">{percent(e.low)} – {percent(e.high)}</td>
                <td className="shares-bar" aria-hidden="true"><span className="shares-track"><i className={`bar-${s}`} style={{ left: at(e.low), width: `${((e.high - e.low) / top) * 100}%` }} /><b style={{ left: at(e.share) }} /><u style={{ left: at(raw ?? 0) }} title={own.raw} /></span></td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="shares-key faint" aria-hidden="true"><span className="key-real" />{own.real} <span className="key-raw" />{own.raw}</p>
      {c.unaudited.length > 0 && <p className="faint">{own.unaudited(c.unaudited.map(name).join("、"))}</p>}
      {c.negative.corrected.blind >= 0.005 && <p className="faint">{own.blind(percent(c.negative.corrected.blind, 0))}</p>}
    </>
  );
}

/** The samples of the latest weeks and how far each was read; last week's is offered even before it is drawn. */
function Samples({ of: q, today }: { of: Quality; today: string }) {
  const own = useQualityWords();
  const meta = useMeta();
  const { filter } = useView();
  const may = useMay("correct");
  const last = weekBefore(today);
  const brands = meta.brands.filter((b) => !filter.brand.length || filter.brand.includes(b.id));
  const offered = brands.filter((b) => b.own && !q.samples.some((s) => s.week === last && s.brand === b.id)).map((b) => ({ week: last, brand: b.id, drawn: 0, read: 0, skipped: 0 }));
  const list = [...offered, ...q.samples].slice(0, 12);
  return (
    <ul className="samples">
      {list.map((s) => {
        const seen = s.read + s.skipped;
        const name = meta.brands.find((b) => b.id === s.brand)?.name ?? own.noBrand;
        const word = s.drawn === 0 ? own.draw : seen === 0 ? own.read : seen < s.drawn ? own.goOn : own.again;
        return (
          <li key={`${s.week}/${s.brand}`}>
            <span>{name} <span className="faint">{s.week}</span></span>
            <span className="samples-track" role="progressbar" aria-label={`${name} ${s.week}`} aria-valuemin={0} aria-valuemax={s.drawn || 1} aria-valuenow={seen}><i style={{ width: `${s.drawn ? (seen / s.drawn) * 100 : 0}%` }} /></span>
            <span className="num">{s.drawn ? own.progress(seen, s.drawn) : "—"}</span>
            {may && <Link className="btn btn-small" to={`/quality/${s.week}/${s.brand || "-"}`} aria-label={`${word} ${name} ${s.week}`}>{word}</Link>}
          </li>
        );
      })}
    </ul>
  );
}
