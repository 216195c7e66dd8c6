import { useMemo } from "react";
import type { Alert, Trend } from "../../api/nouns";
import { count, percent } from "../../format/number";
import type { Clock } from "../../format/time";
import { instant } from "../../format/zone";
import type { Words } from "../../i18n/zh";
import Chart, { hatch, type Option } from "../../parts/Chart";
import type { Palette } from "../../style/palette";
import { axisLabel, gaps, missingIn, wallTime } from "../overview/trend";
import "../overview/trend.css";

interface Props {
  alert: Alert;
  trend: Trend;
  clock: Clock;
  w: Words;
  p: Palette;
  sourceTitle: (source: string) => string;
  label: string;
  onBucket: (from: string, to: string) => void;
}

/** Negative mentions around an incident, the usual as a line, the incident shaded. */
export default function NegativeChart(props: Props) {
  const { alert, trend, clock, w, p, label, onBucket } = props;
  const step = trend.step === "hour" ? 3_600_000 : 86_400_000;
  const option = useMemo(() => picture(props, step), [alert, trend, clock, w, p]);
  return (
    <Chart option={option} height={180} label={label} onHit={({ index }) => {
      const at = trend.points[index] && new Date(trend.points[index].at);
      if (at) onBucket(at.toISOString(), new Date(at.getTime() + step).toISOString());
    }} />
  );
}

/** The range an hour usually stays in, behind the bars. It is known for hours only. */
function usualBand(alert: Alert, trend: Trend, p: Palette): unknown[] {
  const { low, high } = alert.spike;
  if (!(high > 0) || trend.step !== "hour") return [];
  return [[{ yAxis: low, itemStyle: { color: p.accent, opacity: 0.13 } }, { yAxis: high }]];
}

function picture({ alert, trend, clock, w, p, sourceTitle }: Props, step: number): Option {
  const at = (iso: string) => wallTime(new Date(iso), clock.zone);
  const start = at(alert.started_at);
  const ended = instant(alert.resolved_at);
  const end = ended ? wallTime(ended, clock.zone) : (trend.points.at(-1) ? at(trend.points.at(-1)!.at) + step : start);
  const text = { color: p.inkFaint, fontSize: 11.5 };
  const lost = gaps(trend.points).map((g) => [
    { xAxis: at(trend.points[g.from]!.at), itemStyle: { color: hatch(p.gap) } }, { xAxis: at(trend.points[g.to - 1]!.at) + step }]);
  return {
    useUTC: true,
    grid: { left: 34, right: 28, top: 24, bottom: 22 },
    xAxis: { type: "time", axisLabel: { ...text, hideOverlap: true, formatter: (t: number) => axisLabel(t, clock.language === "zh") }, axisTick: { show: false }, axisLine: { lineStyle: { color: p.lineStrong } } },
    yAxis: { type: "value", minInterval: 1, splitNumber: 3, axisLabel: text, splitLine: { lineStyle: { color: p.line } } },
    tooltip: {
      trigger: "axis", confine: true, padding: 0, borderWidth: 0, backgroundColor: "transparent",
      formatter: (hits: unknown) => {
        const box = document.createElement("div");
        box.className = "tip";
        const index = (hits as { dataIndex: number }[])[0]?.dataIndex ?? -1;
        const point = trend.points[index];
        if (!point) return box;
        const from = new Date(point.at);
        box.textContent = `${clock.day(from)} ${trend.step === "hour" ? clock.time(from) : ""} · ${w.unit.mentions(count(point.negative))}`
          + (point.coverage < 0.999 ? ` · ${[w.trend.coverage(percent(point.coverage, 0)), ...missingIn(trend, index).map(sourceTitle)].join(" · ")}` : "");
        return box;
      },
    },
    series: [{
      id: "negative", type: "bar", barCategoryGap: "14%", itemStyle: { color: p.negative },
      data: trend.points.map((x) => [at(x.at) + step / 2, x.negative]),
      markArea: { silent: true, data: [[{ name: w.alerts.during, xAxis: start, itemStyle: { color: p.negative, opacity: 0.09 }, label: { color: p.inkFaint, fontSize: 11, position: "top", distance: 3 } }, { xAxis: end }], ...lost, ...usualBand(alert, trend, p)] },
      ...(alert.spike.usual > 0 && trend.step === "hour" ? {
        markLine: { silent: true, symbol: "none", lineStyle: { color: p.inkSoft, type: "dashed", width: 1 }, label: { formatter: w.alerts.usualLine, color: p.inkFaint, fontSize: 11, position: "insideStartTop" }, data: [{ yAxis: alert.spike.usual }] },
      } : {}),
    }],
  };
}
