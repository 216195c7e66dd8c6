import type { CommandType, OrderState } from "../../api/nouns";

/** What may be done in each state, the usual next step first. The server decides; this only decides what is offered. */
export const commandsOf: Record<OrderState, CommandType[]> = {
  new: ["claim", "note"],
  in_progress: ["resolve", "note"],
  resolved: ["close", "reopen", "note"],
  closed: ["reopen"],
};

/** Which field of the command holds the words it needs. */
export const fieldOf: Record<CommandType, "text" | "action" | "cause" | null> = {
  claim: null, note: "text", resolve: "action", close: "cause", reopen: "text",
};
