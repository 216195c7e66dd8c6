import { describe, expect, it } from "vitest";
import type { Meta } from "../api/nouns";
import { platformName, platforms, regions, shops, topics } from "./choices";

const source = (id: string, title: string, platform: string) => ({ id, title, platform, kind: "html", disabled: false }) as Meta["sources"][number];
const shop = (id: string, province: string, brand: string) => ({ id, name: id + "店", brand, province, city: province, area: "", manager: "", aliases: [] }) as Meta["stores"][number];

describe("what the header offers", () => {
  const meta = {
    sources: [source("a", "街坊点评 · 甲", "jiefang"), source("b", "街坊点评 · 乙", "jiefang"), source("c", "闲茶论坛", "xiancha"), source("d", "旧论坛", "xiancha"), source("e", "导入", "")],
    stores: [shop("s1", "浙江", "x"), shop("s2", "上海", "x"), shop("s3", "浙江", "y")],
  } as Pick<Meta, "sources" | "stores">;

  it.each([
    ["jiefang", "街坊点评", "its sources share the part before the dot"],
    ["xiancha", "xiancha", "its sources are called differently: its own name says less that is wrong"],
    ["gone", "gone", "no source has it any more"],
  ])("calls %s %s: %s", (id, name) => expect(platformName(meta, id)).toBe(name));

  it("leaves out sources without a platform", () => expect(platforms(meta).map((p) => p.id).sort()).toEqual(["jiefang", "xiancha"]));

  it("keeps a province of a link that no shop lies in", () => {
    expect(regions(meta, "西藏")).toContain("西藏");
    expect(regions(meta, "")).toEqual(["上海", "浙江"]);
  });

  it("offers the shops of the chosen brand and province only", () => {
    expect(shops(meta, [], "").map((g) => [g.title, g.offers.length])).toEqual([["上海", 1], ["浙江", 2]]);
    expect(shops(meta, ["y"], "浙江")).toEqual([{ title: "浙江", all: "", offers: [{ id: "s3", name: "s3店" }] }]);
  });

  it("takes names with a dash for topics, by group, and the others for aspects", () => {
    expect(topics({ titles: { "service.waiting": "等位", 卫生: "卫生", "卫生-异物": "吃出异物", "卫生-脏": "店里脏" } })).toEqual([
      { title: "卫生", all: "卫生-", offers: [{ id: "卫生-异物", name: "吃出异物" }, { id: "卫生-脏", name: "店里脏" }] },
    ]);
  });
});
