import { Input, Select } from "antd";
import { useId, useState } from "react";
import { Problem, tell } from "../../api/client";
import type { DigestLine, LineReplied, People } from "../../api/nouns";
import { setOperator, useOperator } from "../../i18n/language";
import { harmless } from "../../format/spans";
import { Link } from "../../parts/Link";
import { NameField } from "../../parts/NameField";
import { Segments } from "../../parts/Segments";
import { useResource } from "../../state/live";
import { useActor } from "../../state/me";
import { useWords } from "../../state/world";
import { useLettersWords } from "./words";

interface Props {
  letter: string; // address of the letter below the API
  line: DigestLine;
  done: () => void; // something became of it: ask the letter anew
  close: () => void;
}

/** Turns a line of a letter into a question somebody answers by tomorrow, or into a work order. */
export function Reply({ letter, line, done, close }: Props) {
  const own = useLettersWords();
  const w = useWords();
  const signed = useActor();
  const operator = useOperator();
  const [kind, setKind] = useState<"question" | "order">("question");
  const [text, setText] = useState("");
  const [to, setTo] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const [became, setBecame] = useState<LineReplied | null>(null);
  const people = useResource<People>("people", () => "/people", { live: false });
  const id = useId();
  const actor = signed || operator.trim();
  const missing = kind === "question" && text.trim() === "";
  if (became) return <Became of={became} close={close} />;
  const send = async () => {
    setTried(true);
    if (missing || !actor) return;
    setBusy(true);
    setTrouble("");
    try {
      setBecame(await tell<LineReplied>(`${letter}/replies`, { line: line.id, kind, text: text.trim(), to, actor }));
      done();
    } catch (err) {
      setTrouble(err instanceof Problem && err.status !== 0 ? err.message : w.state.offline);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="reply" id="reply" aria-label={own.reply} onSubmit={(e) => { e.preventDefault(); void send(); }}>
      <Segments label={own.kind} value={kind} options={[{ value: "question", label: own.question }, { value: "order", label: own.order }]} onChange={setKind} />
      <label htmlFor={id}>{kind === "question" ? own.ask : own.note}</label>
      <Input.TextArea id={id} value={text} autoFocus autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} status={tried && missing ? "error" : undefined} aria-invalid={tried && missing}
        placeholder={kind === "question" ? own.askHint : own.noteHint} onChange={(e) => setText(e.target.value)} />
      {tried && missing && <p className="field-error">{own.askNeeded}</p>}
      <label htmlFor={id + "to"}>{own.to}</label>
      <Select id={id + "to"} value={to} showSearch={{ optionFilterProp: "label" }} options={[{ value: "", label: own.toWhom }, ...(people.data?.items ?? []).map((p) => ({ value: p.name, label: p.name }))]} onChange={setTo} />
      {!signed && <NameField value={operator} set={setOperator} missing={tried && !actor} help={own.nameHelp} />}
      {trouble && <p className="trouble" role="alert">{trouble}</p>}
      <p className="reply-do">
        <button type="submit" className="btn btn-main" disabled={busy}>{kind === "question" ? own.sendQuestion : own.sendOrder}</button>
        <button type="button" className="textlink" onClick={close}>{own.cancel}</button>
      </p>
    </form>
  );
}

function Became({ of: r, close }: { of: LineReplied; close: () => void }) {
  const own = useLettersWords();
  return (
    <p className="reply reply-done" role="status">
      {r.order ? <>{own.becameOrder} <Link to={`/orders/${encodeURIComponent(r.order.id)}`}>{r.order.id}</Link></>
        : <>{r.question?.to ? own.askedOf(harmless(r.question.to)) : own.asked} <Link to="/questions">{own.questions}</Link></>}
      {" "}<button type="button" className="textlink" onClick={close}>{own.close}</button>
    </p>
  );
}
