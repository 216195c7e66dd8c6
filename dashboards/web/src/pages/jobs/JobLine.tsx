import { useState } from "react";
import { Problem, tell } from "../../api/client";
import type { Job, Jobs } from "../../api/nouns";
import type { components } from "../../api/schema";
import { count, percent } from "../../format/number";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { useLanguage } from "../../i18n/language";
import { Told } from "../../parts/Told";
import { serverNow } from "../../state/live";
import { useActor, useMay, useMe } from "../../state/me";
import { useClock, useWords } from "../../state/world";
import { jobInEnglish } from "./english";
import { left, long, part, rate } from "./pace";
import { useJobWords } from "./words";
import "./jobs.css";

type Undone = components["schemas"]["Undone"];

const numberOf = (n: number) => (n >= 10 ? count(Math.round(n)) : n.toFixed(1));

/** Sends a word about a job and tells how it went. */
function useWord(reload: () => void) {
  const w = useWords();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const send = async (path: string) => {
    setBusy(true);
    setTrouble("");
    try {
      await tell<Jobs>(path, {});
    } catch (err) {
      setTrouble(err instanceof Problem && err.status !== 0 ? err.message : w.state.offline);
    } finally {
      setBusy(false);
      reload();
    }
  };
  return { busy, trouble, send };
}

function Head({ job }: { job: Job }) {
  const own = useJobWords();
  const english = useLanguage() === "en";
  return (
    <p className="job-head">
      <span className="job-kind">{own.kind[job.kind] ?? job.kind}</span>
      <b className="words"><Told text={harmless(english ? jobInEnglish(job.title) : job.title)} /></b>
    </p>
  );
}

/** Kinds that only people begin. */
const asked = ["export", "evidence", "correct", "undo", "erase", "visit", "backfill"];

function Who({ job }: { job: Job }) {
  const own = useJobWords();
  const clock = useClock();
  const began = instant(job.began);
  const nobody = !job.actor || job.actor === "tingfeng"; // the machine, or who works where nobody signs in
  return (
    <>
      {!(nobody && asked.includes(job.kind)) && <span>{nobody ? own.system : own.by(harmless(job.actor))}</span>}
      {began && <time dateTime={job.began} title={clock.exact(began)}>{own.began(clock.relative(began > clock.now ? clock.now : began))}</time>}
    </>
  );
}

/** Who operates stops any job; who may begin one stops their own. */
function useMayStop(job: Job): boolean {
  const me = useMe();
  const all = useMay("operate"), own = useMay("export");
  return all || (own && job.actor === me.name);
}

/** A job that runs: how far it is, how fast, and the way to stop it. */
export function Running({ job, reload }: { job: Job; reload: () => void }) {
  const own = useJobWords();
  const may = useMayStop(job);
  const [stopping, setStopping] = useState(false);
  const { busy, trouble, send } = useWord(reload);
  const now = serverNow();
  const done = part(job), pace = rate(job, now), rest = left(job, now);
  const unit = job.unit || own.unitless;
  return (
    <li className="job" data-job={job.id}>
      <Head job={job} />
      <span className={done === null ? "job-track job-track-open" : "job-track"} role="progressbar" aria-label={job.title} aria-valuemin={0} aria-valuemax={done === null ? undefined : job.total} aria-valuenow={done === null ? undefined : Math.min(job.done, job.total)}>
        <i style={{ width: done === null ? "30%" : `${done * 100}%` }} />
      </span>
      <p className="job-facts">
        <span className="job-done">{job.total > 0 ? `${own.progress(count(job.done), count(job.total), unit)} · ${percent(done, 0)}` : own.count(count(job.done), unit)}</span>
        {pace !== null && <span>{own.rate(numberOf(pace), unit)}</span>}
        {(rest !== null || job.total === 0) && <span>{rest === null ? own.leftUnknown : own.left(long(rest, own))}</span>}
        <Who job={job} />
      </p>
      {may && (job.can_stop
        ? <button type="button" className="btn btn-small" title={own.stopHelp} aria-label={`${own.stop} ${job.title}`} disabled={busy || stopping} onClick={() => { setStopping(true); void send(`/jobs/${encodeURIComponent(job.id)}/cancel`).finally(() => setStopping(false)); }}>{stopping ? own.stopping : own.stop}</button>
        : <span className="faint job-fixed">{own.cannotStop}</span>)}
      {trouble && <p role="alert" className="field-error">{own.refused}：{trouble}</p>}
    </li>
  );
}

/** A job that has ended: how, and what can be done about it now. */
export function Ended({ job, reload, putAway }: { job: Job; reload: () => void; putAway?: () => void }) {
  const own = useJobWords();
  const may = useMay("operate");
  const { busy, trouble, send } = useWord(reload);
  const english = useLanguage() === "en";
  const took = (Date.parse(job.ended) - Date.parse(job.began)) / 1000;
  const unit = job.unit || own.unitless;
  return (
    <li className="job job-ended" data-job={job.id}>
      <Head job={job} />
      <p className="job-facts">
        <span className={`job-state job-${job.state}`}><span aria-hidden="true">{own.mark[job.state]}</span> {own.state[job.state]}</span>
        <span className="job-done">{job.total > 0 && job.done < job.total ? own.progress(count(job.done), count(job.total), unit) : own.count(count(job.done), unit)}</span>
        {took > 0 && <span>{own.took(long(took, own))}</span>}
        <Who job={job} />
      </p>
      {job.state === "interrupted" && <p className="faint job-why">{own.cutOff}</p>}
      {job.problem && <p className="words job-why"><Told text={harmless(english ? jobInEnglish(job.problem) : job.problem)} /></p>}
      {job.kind === "correct" && job.done > 0 && <TakeBack job={job} reload={reload} />}
      {may && job.again && <button type="button" className="btn btn-small" disabled={busy} aria-label={`${own.resume} ${job.title}`} onClick={() => void send(`/jobs/${encodeURIComponent(job.id)}/resume`)}>{own.resume}</button>}
      {putAway && <button type="button" className="textlink job-away" aria-label={`${own.close} ${job.title}`} onClick={putAway}>×</button>}
      {trouble && <p role="alert" className="field-error">{own.refused}：{trouble}</p>}
    </li>
  );
}

/** The way back from a correction of many, whole or broken off: a job of that kind gives its id to the batch. */
function TakeBack({ job, reload }: { job: Job; reload: () => void }) {
  const own = useJobWords();
  const w = useWords();
  const may = useMay("correct");
  const signed = useActor();
  const [at, setAt] = useState<"" | "sure" | "busy">("");
  const [told, setTold] = useState("");
  if (told) return <p role="status" className="job-why">{told}</p>;
  if (!may) return null;
  const act = async () => {
    if (at === "") return setAt("sure");
    setAt("busy");
    try {
      const { n } = await tell<Undone>("/corrections/undo", { batch: job.id, actor: signed || job.actor });
      setTold(n > 0 ? own.tookBack(count(n)) : own.tookBackAll);
    } catch (err) {
      setTold(`${own.refused}：${err instanceof Problem && err.status !== 0 ? err.message : w.state.offline}`);
    } finally {
      reload();
    }
  };
  return <button type="button" className="btn btn-small" disabled={at === "busy"} aria-busy={at === "busy"} aria-label={`${at === "sure" ? own.takeBackSure : own.takeBack} ${job.title}`} onClick={() => void act()}>{at === "busy" ? own.takingBack : at === "sure" ? own.takeBackSure : own.takeBack}</button>;
}
