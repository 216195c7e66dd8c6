// The API's nouns under the names the pages use. Their shape is generated from the OpenAPI document
// (npm run types), so a change of the server that a page does not follow is an error of npm run check.

import type { components } from "./schema";

type Schemas = components["schemas"];

export type Meta = Schemas["Meta"];
export type Numbers = Schemas["Numbers"];
export type Overview = Omit<Schemas["Overview"], "from" | "to">;
export type Trend = Omit<Schemas["Trend"], "from" | "to">;
export type TrendPoint = Schemas["TrendPoint"];
export type TrendAlert = Schemas["TrendAlert"];
export type Group = Schemas["Group"];
export type Groups = Schemas["Groups"];
export type Post = Schemas["Post"];
export type Aspect = Schemas["Aspect"];
export type Mention = Schemas["Mention"];
export type Mentions = Schemas["Mentions"];
export type Evidence = Schemas["Evidence"];
export type Share = Schemas["Share"];
export type Alert = Schemas["Alert"];
export type Alerts = Schemas["Alerts"];
export type Order = Schemas["WorkOrder"];
export type Orders = Schemas["Orders"];
export type OrderNote = Schemas["OrderNote"];
export type OrderCommand = Schemas["OrderCommand"];
export type Digest = Schemas["Digest"];
export type DigestLine = Schemas["DigestLine"];
export type Visit = Schemas["Visit"];
export type Visits = Schemas["Visits"];
export type Message = Schemas["Message"];
export type SourceStatus = Schemas["SourceStatus"];
export type StatusReport = Schemas["StatusReport"];
export type Collection = Schemas["Collection"];
export type Collected = Schemas["Collected"];
export type SourceDetail = Schemas["Detail"];
export type Heard = Schemas["Heard"];
export type Gap = Schemas["Gap"];
export type VisitOrder = Schemas["VisitOrder"];
export type Visiting = Schemas["Visiting"];
export type Observations = Schemas["Observations"];
export type News = Schemas["News"];
export type Analysis = Schemas["Analysis"];
export type Fact = Schemas["Fact"];
export type Reading = Schemas["Reading"];
export type Readings = Schemas["Readings"];
export type Correction = Schemas["Correction"];
export type Discovery = Schemas["Discovery"];
export type Discoveries = Schemas["Discoveries"];
export type Decision = Schemas["Decision"];
export type Change = Schemas["Change"];
export type Effect = Schemas["Effect"];
export type Retagging = Schemas["Retagging"];
export type Searched = Schemas["Searched"];
export type ProblemBody = Schemas["Problem"];

export type LevelName = Order["level"];
export type OrderState = Order["state"];
export type CommandType = OrderCommand["type"];
export type Outcome = Visit["outcome"];
