import { Input } from "antd";
import { useEffect, useId, useState } from "react";
import { Problem, tell } from "../../api/client";
import type { Question, Questions } from "../../api/nouns";
import { setOperator, useOperator } from "../../i18n/language";
import { harmless } from "../../format/spans";
import { instant } from "../../format/zone";
import { Link } from "../../parts/Link";
import { NameField } from "../../parts/NameField";
import { Panel } from "../../parts/Panel";
import { Segments } from "../../parts/Segments";
import { Nothing, Show } from "../../parts/states";
import { useResource } from "../../state/live";
import { useActor, useMay } from "../../state/me";
import { go, useRoute, withQuery } from "../../state/route";
import { useClock, useWords } from "../../state/world";
import { AntLook } from "../../style/AntLook";
import { useQuestionWords } from "./words";
import "./questions.css";

/** What readers of letters asked, and who has to answer: the open ones first. A message leads to one of them by its id. */
export default function QuestionsPage({ id }: { id: string }) {
  const own = useQuestionWords();
  const { query } = useRoute();
  const state = query.get("state") === "answered" ? "answered" : "open";
  const questions = useResource<Questions>(`questions/${id ? "" : state}`, () => (id ? "/questions" : `/questions?state=${state}`));
  const found = questions.data !== null;
  useEffect(() => {
    if (id && found) document.getElementById(id)?.scrollIntoView({ block: "center" });
  }, [id, found]);
  const set = (s: string) => go(`/questions?${withQuery(query, { state: s === "open" ? null : s })}`, { replace: true, keepScroll: true });
  return (
    <AntLook>
      <div className="questions">
        <Panel title={own.title} says={questions.data && own.says(questions.data.open)}
          aside={<Segments label={own.title} value={state} options={[{ value: "open", label: own.open }, { value: "answered", label: own.answered }]} onChange={set} />}>
          <Show of={questions} lines={6}>
            {(d) => (d.items.length === 0 ? <Nothing title={state === "open" ? own.none : own.noneAnswered} help={own.noneHelp} />
              : <ul className="question-list">{d.items.map((q) => <Asked key={q.id} question={q} chosen={q.id === id} reload={questions.reload} />)}</ul>)}
          </Show>
        </Panel>
      </div>
    </AntLook>
  );
}

function Asked({ question: q, chosen, reload }: { question: Question; chosen: boolean; reload: () => void }) {
  const own = useQuestionWords();
  const clock = useClock();
  const may = useMay("act");
  const [answering, setAnswering] = useState(false);
  const at = instant(q.asked_at), answered = instant(q.answered_at);
  return (
    <li className={chosen ? "question chosen" : "question"} id={q.id} aria-current={chosen || undefined}>
      <p className="question-text words">{harmless(q.text)}</p>
      <p className="split-meta">
        <span>{own.by(harmless(q.asker))}</span>
        {at && <time dateTime={q.asked_at} title={clock.exact(at)}>{clock.relative(at)}</time>}
        {!q.answer && <span>{q.to ? own.to(harmless(q.to)) : own.nobody}</span>}
        <Link to={`/letters/${q.letter}?line=${encodeURIComponent(q.line)}&from=archive`}>{own.letter}</Link>
        {q.order && <Link to={`/orders/${encodeURIComponent(q.order)}`}>{q.order}</Link>}
      </p>
      <blockquote className="words">{harmless(q.about)}</blockquote>
      {q.answer && <p className="question-answer words"><b>{harmless(q.answered_by)}</b>{answered && <span className="faint"> {clock.moment(answered)}</span>}：{harmless(q.answer)} {instant(q.told_at) && <span className="faint">{own.told}</span>}</p>}
      {!q.answer && may && (answering ? <Answer question={q} done={reload} close={() => setAnswering(false)} /> : <button type="button" className="btn btn-small" onClick={() => setAnswering(true)}>{own.answer}</button>)}
    </li>
  );
}

function Answer({ question: q, done, close }: { question: Question; done: () => void; close: () => void }) {
  const own = useQuestionWords();
  const w = useWords();
  const signed = useActor();
  const operator = useOperator();
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const id = useId();
  const actor = signed || operator.trim();
  const send = async () => {
    setTried(true);
    if (!text.trim() || !actor) return;
    setBusy(true);
    try {
      await tell<Question>(`/questions/${encodeURIComponent(q.id)}/answer`, { text: text.trim(), actor });
      done();
      close();
    } catch (err) {
      setTrouble(err instanceof Problem && err.status !== 0 ? err.message : w.state.offline);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="question-form" onSubmit={(e) => { e.preventDefault(); void send(); }}>
      <label htmlFor={id}>{own.answerLabel}</label>
      <Input.TextArea id={id} autoFocus value={text} maxLength={1000} autoSize={{ minRows: 2, maxRows: 8 }} status={tried && !text.trim() ? "error" : undefined} aria-invalid={tried && !text.trim()} onChange={(e) => setText(e.target.value)} />
      <p className="faint">{own.answerHelp}</p>
      {!signed && <NameField value={operator} set={setOperator} missing={tried && !actor} help={own.nameHelp} />}
      {trouble && <p className="trouble" role="alert">{trouble}</p>}
      <p className="reply-do"><button type="submit" className="btn btn-main" disabled={busy}>{own.send}</button><button type="button" className="textlink" onClick={close}>{own.cancel}</button></p>
    </form>
  );
}
