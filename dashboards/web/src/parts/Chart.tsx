// The only place that knows ECharts. Modules are picked one by one: the whole library is three times as large.

import { BarChart, CustomChart, LineChart } from "echarts/charts";
import { AxisPointerComponent, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use as add, type ECharts, type EChartsCoreOption } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { lighten } from "./light";

add([BarChart, LineChart, CustomChart, GridComponent, TooltipComponent, AxisPointerComponent, MarkAreaComponent, MarkLineComponent, CanvasRenderer]);

export type Option = EChartsCoreOption;

/** What was clicked: the series and which of its points. */
export interface Hit {
  series: string;
  index: number;
}

interface Props {
  option: Option;
  height: number;
  label: string; // what a screen reader says instead of the picture
  onHit?: (hit: Hit) => void;
}

export default function Chart({ option, height, label, onHit }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(null);
  const hit = useRef(onHit);
  hit.current = onHit;

  useEffect(() => {
    const c = init(box.current!, undefined, { renderer: "canvas", useDirtyRect: false });
    chart.current = c;
    c.on("click", (e) => hit.current?.({ series: e.seriesId ?? "", index: e.dataIndex }));
    const observer = new ResizeObserver(() => c.resize());
    observer.observe(box.current!);
    return () => {
      observer.disconnect();
      c.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    chart.current?.setOption({ animation: false, ...lighten(option) }, { replaceMerge: ["series", "xAxis", "yAxis", "grid"] });
  }, [option]);

  return <div ref={box} role="img" aria-label={label} style={{ width: "100%", height }} />;
}

/** Diagonal lines for time nobody listened to. */
export function hatch(color: string): { image: HTMLCanvasElement; repeat: "repeat" } {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const c = tile.getContext("2d")!;
  c.strokeStyle = color;
  c.globalAlpha = 0.55;
  c.lineWidth = 1;
  c.beginPath();
  for (const x of [-8, 0, 8]) {
    c.moveTo(x, 8);
    c.lineTo(x + 8, 0);
  }
  c.stroke();
  return { image: tile, repeat: "repeat" };
}
