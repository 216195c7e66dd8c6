// The picture of the curve: a lane of incidents, bars of volume by sentiment, and below them the line of net
// sentiment on a scale of its own, because two scales in one frame are read wrongly.

import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams, CustomSeriesRenderItemReturn } from "echarts";
import type { Trend } from "../../api/nouns";
import { count, nsr, percent } from "../../format/number";
import type { Clock } from "../../format/time";
import type { Words } from "../../i18n/zh";
import type { Option } from "../../parts/Chart";
import type { Palette } from "../../style/palette";
import { sayEffect, type Usual } from "./reading";
import type { OverviewWords } from "./words";
import { axisLabel, gaps, lanes, missingIn, nsrLine, wallTime } from "./trend";

export interface Picture {
  option: Option;
  height: number;
}

interface Makings {
  trend: Trend;
  usual: Usual | null; // null: not known (yet)
  own: OverviewWords;
  end: Date; // of the window
  clock: Clock;
  w: Words;
  p: Palette;
  hatching: unknown;
  narrow: boolean;
  topicTitle: (topic: string) => string;
  sourceTitle: (source: string) => string;
}

const laneHeight = 19;
const least = 8; // pixels of the shortest incident

export function trendPicture(m: Makings): Picture {
  const { trend, clock, p, narrow } = m;
  const step = trend.step === "hour" ? 3_600_000 : 86_400_000;
  const wallOf = (iso: string) => wallTime(new Date(iso), clock.zone);
  const first = trend.points[0] ? wallOf(trend.points[0].at) : 0;
  const last = trend.points.at(-1) ? wallOf(trend.points.at(-1)!.at) + step : 1;
  const middle = trend.points.map((x) => wallOf(x.at) + step / 2);
  const laid = lanes(trend.alerts, m.end.getTime());
  const rows = laid.length ? Math.max(...laid.map((l) => l.row)) + 1 : 0;

  const top = 4, laneBlock = rows * laneHeight + (rows ? 6 : 0), bars = narrow ? 150 : 250, line = narrow ? 56 : 70;
  const left = 40, right = 12;
  const grids = [
    { left, right, top, height: Math.max(1, rows * laneHeight) },
    { left, right, top: top + laneBlock + 8, height: bars },
    { left, right, top: top + laneBlock + 8 + bars + 18, height: line },
  ];
  const text = { color: p.inkFaint, fontSize: 11.5 };
  const timeAxis = (gridIndex: number, labels: boolean) => ({
    type: "time", gridIndex, min: first, max: last, axisTick: { show: false }, axisLine: { lineStyle: { color: p.lineStrong } }, splitLine: { show: false },
    axisLabel: {
      ...text, show: labels, hideOverlap: true,
      formatter: (at: number) => axisLabel(at, clock.language === "zh"),
    },
    axisPointer: { show: gridIndex > 0, type: "line", label: { show: false }, lineStyle: { color: p.lineStrong, type: "solid" } },
  });
  const areas = gaps(trend.points).map((g) => [
    { xAxis: middle[g.from]! - step / 2 }, { xAxis: middle[g.to - 1]! + step / 2 }]);
  const gapArea = { silent: true, itemStyle: { color: m.hatching, borderColor: p.gap, borderWidth: 0.5 }, data: areas };
  // The last bucket is still filling; it is drawn paler.
  const partial = (i: number) => i === trend.points.length - 1 && new Date(trend.points[i]!.at).getTime() + step > m.end.getTime();
  const bar = (id: "negative" | "neutral" | "positive", color: string, opacity: number) => ({
    id, name: m.w.sentiment[id], type: "bar", stack: "volume", xAxisIndex: 1, yAxisIndex: 1, barCategoryGap: trend.points.length > 60 ? "12%" : "24%",
    itemStyle: { color, opacity }, emphasis: { focus: "none", itemStyle: { opacity: 1 } },
    data: trend.points.map((x, i) => ({ value: [middle[i]!, x[id]], ...(partial(i) ? { itemStyle: { opacity: opacity * 0.5 } } : {}) })),
    ...(id === "negative" ? { markArea: gapArea } : {}),
  });

  return {
    height: top + laneBlock + 8 + bars + 18 + line + 24,
    option: {
      useUTC: true, // the times handed over are wall times already
      grid: grids,
      axisPointer: { link: [{ xAxisIndex: [1, 2] }] },
      xAxis: [{ ...timeAxis(0, false), axisLine: { show: false } }, { ...timeAxis(1, false) }, timeAxis(2, true)],
      yAxis: [
        { gridIndex: 0, type: "value", min: 0, max: Math.max(1, rows), inverse: true, show: false },
        { gridIndex: 1, type: "value", minInterval: 1, splitNumber: 3, axisLabel: text, splitLine: { lineStyle: { color: p.line } } },
        { gridIndex: 2, type: "value", min: -1, max: 1, interval: 1, axisLabel: { ...text, formatter: (v: number) => nsr(v).replace(".0", "") }, splitLine: { lineStyle: { color: p.line } } },
      ],
      tooltip: { trigger: "axis", confine: true, padding: 0, borderWidth: 0, backgroundColor: "transparent", extraCssText: "box-shadow:none", formatter: (hits: unknown) => tip(m, hits) },
      series: [
        bar("negative", p.negative, 1), bar("neutral", p.neutral, 0.65), bar("positive", p.positive, 0.8),
        {
          id: "nsr", type: "line", xAxisIndex: 2, yAxisIndex: 2, showSymbol: false, symbol: "circle", symbolSize: 5, connectNulls: false,
          lineStyle: { color: p.accent, width: 1.8 }, itemStyle: { color: p.accent },
          data: nsrLine(trend.points, trend.step).map((v, i) => [middle[i]!, v]),
          markArea: gapArea,
          markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: p.lineStrong, type: "solid", width: 1 }, data: [{ yAxis: 0 }] },
        },
        ...usualSeries(m, middle),
        incidentSeries(m, laid, first, last),
      ],
    },
  };
}

/** The band the volume was expected in, as a stripe behind nothing: an outline over the bars; and the rulers, as lines across both frames. */
function usualSeries({ trend, usual, p, clock, own }: Makings, middle: number[]) {
  if (!usual) return [];
  const band = new Map(usual.points.map((u) => [Date.parse(u.at), u]));
  const at = trend.points.map((x) => band.get(Date.parse(x.at)));
  const lines = usual.rulers.map((r) => ({ xAxis: wallTime(new Date(r.at), clock.zone), name: [own.ruler, sayEffect(r, own)].filter(Boolean).join(" · ") }));
  const common = { type: "line", xAxisIndex: 1, yAxisIndex: 1, stack: "usual", step: "middle", showSymbol: false, silent: true, connectNulls: false, tooltip: { show: false }, z: 3 };
  return [
    { ...common, id: "usual-low", lineStyle: { color: p.inkSoft, width: 1, opacity: 0.75, type: [3, 3] }, data: at.map((u, i) => [middle[i]!, u?.low ?? null]),
      markLine: { silent: true, symbol: "none", data: lines, lineStyle: { color: p.orange, width: 1.4, type: "dashed" }, label: { show: true, position: "insideEndTop", rotate: 0, color: p.orange, fontSize: 11.5, formatter: "{b}" } } },
    { ...common, id: "usual-high", lineStyle: { color: p.inkSoft, width: 1, opacity: 0.75, type: [3, 3] }, areaStyle: { color: p.inkSoft, opacity: 0.13 }, data: at.map((u, i) => [middle[i]!, u?.high == null || u.low == null ? null : u.high - u.low]) },
  ];
}

function incidentSeries(m: Makings, laid: ReturnType<typeof lanes>, first: number, last: number) {
  const { p, clock } = m;
  const fill = { red: p.red, orange: p.orange, yellow: p.yellow, blue: p.blue };
  const wallAt = (ms: number) => wallTime(new Date(ms), clock.zone);
  const end = Math.min(last, wallAt(m.end.getTime()));
  return {
    id: "incidents", type: "custom", xAxisIndex: 0, yAxisIndex: 0, tooltip: { show: false }, clip: true, encode: { x: [0, 1], y: 2 },
    data: laid.map((l) => [Math.max(first, wallAt(l.from)), Math.min(end, wallAt(l.to)), l.row]),
    renderItem: (params: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI): CustomSeriesRenderItemReturn => {
      const l = laid[params.dataIndex]!;
      const [start, y] = api.coord([api.value(0), api.value(2)]) as [number, number];
      const frame = params.coordSys as unknown as { x: number; width: number };
      // One that began a minute ago is still wide enough to be seen and clicked.
      const x0 = Math.min(start, frame.x + frame.width - least);
      const x1 = Math.max((api.coord([api.value(1), 0]) as [number, number])[0], x0 + least);
      const color = fill[l.alert.level];
      const word = `${m.w.level[l.alert.level]} ${m.topicTitle(l.alert.topic)}`.trim();
      return {
        type: "group",
        children: [
          { type: "rect", shape: { x: x0, y: y + 2, width: x1 - x0, height: laneHeight - 3, r: 2 }, style: { fill: color, opacity: l.alert.history ? 0.55 : 0.95 } },
          ...(x1 - x0 > 52 ? [{ type: "text" as const, silent: true, style: { x: x0 + 5, y: y + 2 + (laneHeight - 3) / 2, text: word, fill: p.surface, fontSize: 11.5, fontWeight: 600 as const, verticalAlign: "middle" as const, width: x1 - x0 - 8, overflow: "truncate" as const } }] : []),
        ],
      };
    },
  };
}

/** The tooltip, built as nodes: names of topics come from outside and must never be parsed as HTML. */
function tip(m: Makings, hits: unknown): HTMLElement {
  const box = document.createElement("div");
  box.className = "tip";
  const first = (Array.isArray(hits) ? hits : [hits])[0] as { dataIndex?: number } | undefined;
  const index = first?.dataIndex ?? -1;
  const point = m.trend.points[index];
  if (!point) return box;
  const at = new Date(point.at);
  const step = m.trend.step === "hour" ? 3_600_000 : 86_400_000;
  const line = (name: string, value: string, kind = "") => {
    const row = box.appendChild(document.createElement("div"));
    row.className = `tip-row ${kind}`;
    row.appendChild(document.createElement("span")).textContent = name;
    row.appendChild(document.createElement("b")).textContent = value;
  };
  const head = box.appendChild(document.createElement("div"));
  head.className = "tip-head";
  head.textContent = m.trend.step === "hour" ? `${m.clock.dayAndWeekday(at)} ${m.clock.time(at)}–${m.clock.time(new Date(at.getTime() + step))}` : m.clock.dayAndWeekday(at);
  line(m.w.trend.volume, count(point.total));
  const u = m.usual?.points.find((x) => Date.parse(x.at) === at.getTime());
  if (u && u.low !== null && u.high !== null) line(m.own.usual, m.own.usualRange(count(u.low), count(u.high)));
  for (const s of ["negative", "neutral", "positive"] as const) line(m.w.sentiment[s], count(point[s]), `tip-${s}`);
  line(m.w.trend.nsr, point.nsr === null ? m.w.trend.noSides : nsr(point.nsr));
  if (point.coverage < 0.999) line(m.w.trend.gap, m.w.trend.coverage(percent(point.coverage, 0)), "tip-gap");
  for (const source of missingIn(m.trend, index).slice(0, 4)) line("▨", m.sourceTitle(source), "tip-gap");
  return box;
}
