import { describe, expect, it } from "vitest";
import type { CauseNode, Order, ToneFlaw } from "../../api/nouns";
import { causesOf } from "./causes";
import { commandOf, fieldsOf, lacking } from "./fields";
import { lookQuery, narrowed, nextSort, readLook } from "./look";
import { caseAddress, openingOf, startOpening } from "./opening";
import { outsideLink } from "./outside";
import { mended } from "./tone";
import { fromWall, quickDays, toWall } from "./until";

const order = (more: Partial<Order>) => ({ state: "new", kind: "theme", owner: "", assignee: "", ...more }) as Order;
const names = (type: Parameters<typeof fieldsOf>[0], o: Order, who = "小周") => fieldsOf(type, o, who).map((f) => f.name + (f.needed ? "!" : ""));

describe("fields of a command", () => {
  it.each([
    ["claim", order({}), [], "a free one is just taken"],
    ["claim", order({ state: "in_progress", owner: "老王" }), ["text!"], "taking over needs a reason"],
    ["assign", order({}), ["to!", "text"], "giving away what is nobody's"],
    ["assign", order({ state: "in_progress", owner: "老王" }), ["to!", "text!"], "handing over needs words"],
    ["close", order({ state: "resolved" }), ["cause!", "process", "department", "text"], "a theme"],
    ["close", order({ state: "resolved", kind: "journey" }), ["cause!", "process", "department", "text!"], "a journey says what was made anew"],
  ] as const)("%s %o: %o (%s)", (type, o, want, _why) => expect(names(type, o)).toEqual(want));

  it("tells what is missing; an answer needs its words or its address", () => {
    const wait = fieldsOf("wait", order({}), "a");
    expect(lacking("wait", wait, { wait_for: "legal", text: "  " })).toEqual(["until", "text"]);
    const answer = fieldsOf("answer", order({}), "a");
    expect(lacking("answer", answer, {})).toEqual(["text"]);
    expect(lacking("answer", answer, { url: "https://x.example" })).toEqual([]);
  });

  it("sends only its own fields, trimmed, and no score of who was not reached", () => {
    const fields = fieldsOf("callback", order({}), "a");
    expect(commandOf("callback", "小周", 4, { result: "recovered", score: "5", text: " 满意 ", cause: "别的" }, fields, "web")).toEqual({ type: "callback", actor: "小周", version: 4, channel: "web", result: "recovered", score: 5, text: "满意" });
    expect(commandOf("callback", "小周", 4, { result: "unreachable", score: "5" }, fields, "bot")).toEqual({ type: "callback", actor: "小周", version: 4, channel: "bot", result: "unreachable" });
  });
});

describe("mending a flaw", () => {
  const flaw = (start: number, end: number, better: string) => ({ start, end, better, text: "", kind: "", why: "" }) as ToneFlaw;
  it.each([
    ["这是政策不允许的", flaw(2, 7, "暂时做不到"), "这是暂时做不到的", "in its place"],
    ["😤👍这是政策", flaw(4, 6, "规定"), "😤👍这是规定", "places count code points, not halves of an emoji"],
    ["亲，您好", flaw(0, 2, ""), "您好", "what has nothing better is left out"],
    ["已处理。", flaw(4, 4, "对不起，让您受委屈了。"), "已处理。\n对不起，让您受委屈了。", "what is missing goes on a line of its own"],
    ["您好", flaw(3, 9, "x"), "您好", "a place outside changes nothing"],
  ] as const)("%s %o → %s (%s)", (text, f, want, _why) => expect(mended(text, f)).toBe(want));
});

describe("a moment to come", () => {
  const zone = "Asia/Shanghai";
  it("is written and read on the zone's clocks", () => {
    expect(fromWall("2026-01-31T09:30", zone)).toBe("2026-01-31T01:30:00.000Z");
    expect(toWall(new Date("2026-01-31T01:30:00Z"), zone)).toBe("2026-01-31T09:30");
    for (const bad of ["", "morgen", "2026-01-31", "2026-13-41T09:00"]) expect(fromWall(bad, zone)).toBe("");
  });
  it("next Monday is next week's, on a Monday too", () => {
    expect(quickDays(new Date("2026-01-31T06:00:00Z"), zone)).toEqual({ tomorrow: "2026-02-01T01:00:00.000Z", three: "2026-02-03T01:00:00.000Z", week: "2026-02-02T01:00:00.000Z" });
    expect(quickDays(new Date("2026-02-02T06:00:00Z"), zone).week).toBe("2026-02-09T01:00:00.000Z");
  });
});

describe("what is looked at", () => {
  it("survives the address, and leaves out what makes no sense", () => {
    const q = new URLSearchParams("state=waiting&owner=-&level=red&kind=case&overdue=true&q= 冷藏 &sort=-level&store=sh-1");
    const look = readLook(q);
    expect(look).toEqual({ state: "waiting", owner: "-", level: "red", kind: "case", overdue: true, q: "冷藏", sort: "-level", store: "sh-1" });
    expect(lookQuery(look, new URLSearchParams("brand=a"), 200).toString()).toBe(new URLSearchParams("brand=a&state=waiting&owner=-&level=red&kind=case&q=冷藏&store=sh-1&sort=-level&overdue=true&limit=200").toString());
    const odd = readLook(new URLSearchParams("state=lost&level=pink&kind=x&sort=title&overdue=maybe"));
    expect(odd).toEqual({ state: "", owner: "", level: "", kind: "", overdue: false, q: "", sort: "", store: "" });
    expect(narrowed(odd)).toBe(false);
    expect(narrowed({ ...odd, sort: "level" })).toBe(false);
    expect(narrowed({ ...odd, overdue: true })).toBe(true);
  });
  it("a column sorts up, down, and then by urgency again", () => {
    expect([nextSort("", "due"), nextSort("due", "due"), nextSort("-due", "due"), nextSort("level", "due")]).toEqual(["due", "-due", "", "due"]);
  });
});

describe("opening by hand", () => {
  const mention = { post: { id: "p1", title: "", text: "杯子里有铁丝\n划破了嘴", store: "sh-1" }, brand: "qingheng", analysis: { severity: 3, topics: ["卫生-异物"], store: "" } };
  it("a mention's link fills the form and its case keeps the mention", () => {
    const o = startOpening(new URLSearchParams(caseAddress(mention).split("?")[1]), "luye");
    expect(o).toMatchObject({ kind: "case", post: "p1", brand: "qingheng", title: "杯子里有铁丝 划破了嘴", topic: "卫生-异物", store: "sh-1", level: "orange" });
    expect(openingOf(o, " 小周 ")).toMatchObject({ kind: "case", posts: ["p1"], actor: "小周", topic: "卫生-异物" });
  });
  it("only what belongs to the kind is sent", () => {
    const o = { ...startOpening(new URLSearchParams(), "luye"), title: " 取餐 ", topic: "服务-等待", stage: "取餐", kind: "journey" as const };
    expect(openingOf(o, "小周")).toEqual({ kind: "journey", title: "取餐", brand: "luye", level: "yellow", actor: "小周", stage: "取餐" });
  });
});

it("earlier causes are suggested with their places, the most frequent first", () => {
  const node = (name: string, orders: number, children: CauseNode[] = []) => ({ name, orders: Array.from({ length: orders }, (_, i) => `${name}${i}`), children }) as unknown as CauseNode;
  expect(causesOf([node("运营", 3, [node("出餐", 3, [node("没检查", 1), node("缺人", 2)])])])).toEqual([
    { cause: "缺人", process: "出餐", department: "运营", orders: 2 }, { cause: "没检查", process: "出餐", department: "运营", orders: 1 },
  ]);
});

it("only web addresses become links", () => {
  expect(["https://a.example/x", "javascript:alert(1)", "data:text/html,x", "a.example", ""].map(outsideLink)).toEqual(["https://a.example/x", null, null, null, null]);
});
