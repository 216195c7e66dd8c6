// Which fields each command asks for. Pure; Commands.tsx draws them, the server reads them again.

import type { CommandType, Order, OrderCommand } from "../../api/nouns";
import { takesOver } from "./offered";

export type FieldName = "to" | "text" | "action" | "cause" | "process" | "department" | "url" | "title" | "level" | "wait_for" | "until" | "result" | "score" | "into" | "lead";

export interface Field {
  name: FieldName;
  needed: boolean;
}

const need = (name: FieldName): Field => ({ name, needed: true });
const may = (name: FieldName): Field => ({ name, needed: false });

const fixed: Record<CommandType, Field[]> = {
  assign: [need("to")],
  claim: [],
  note: [need("text")],
  attach: [need("url"), may("title")],
  collaborate: [need("to"), may("text")],
  leave: [need("to")],
  answer: [may("text"), may("url")], // one of the two
  wait: [need("wait_for"), need("until"), need("text")],
  resume: [may("text")],
  resolve: [need("action"), may("url")],
  callback: [need("result"), may("score"), may("text")],
  verify: [may("text")],
  close: [need("cause"), may("process"), may("department")],
  reopen: [need("text")],
  regrade: [need("level"), need("text")],
  false_alarm: [need("text")],
  merge: [need("into"), may("text")],
  cancel: [need("text")],
};

/** The fields of a command on this order, in the order they are asked for. */
export function fieldsOf(type: CommandType, order: Order, who: string): Field[] {
  if (takesOver(type, order, who)) return [...fixed[type], need("text")];
  if (type === "assign") return [...fixed.assign, may("text")];
  // A journey is closed only when it is written down what was made anew.
  if (type === "close") return [...fixed.close, order.kind === "journey" ? need("text") : may("text")];
  return fixed[type];
}

/** What somebody has written so far. */
export type Draft = Partial<Record<FieldName, string>>;

/** The fields that still lack something; an answer needs its words or its address. */
export function lacking(type: CommandType, fields: Field[], draft: Draft): FieldName[] {
  const empty = (name: FieldName) => !draft[name]?.trim();
  if (type === "answer") return empty("text") && empty("url") ? ["text"] : [];
  return fields.filter((f) => f.needed && empty(f.name)).map((f) => f.name);
}

/** The command as the API takes it. `until` is an instant already. */
export function commandOf(type: CommandType, actor: string, version: number, draft: Draft, fields: Field[], channel: "web" | "bot"): OrderCommand {
  const command: Record<string, unknown> = { type, actor, version, channel };
  for (const { name } of fields) {
    const value = draft[name]?.trim();
    if (!value) continue;
    command[name] = name === "score" ? Number(value) : name === "lead" ? value === "true" : value;
  }
  if (type === "wait" && draft.lead === "true") command.lead = true;
  // Who was not reached cannot have said how content they are.
  if (command.result === "unreachable") delete command.score;
  return command as unknown as OrderCommand;
}
