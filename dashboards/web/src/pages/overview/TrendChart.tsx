import { useMemo } from "react";
import Chart, { hatch } from "../../parts/Chart";
import type { SentimentName } from "../../state/filter";
import { trendPicture } from "./trendOption";

type Makings = Omit<Parameters<typeof trendPicture>[0], "hatching">;

interface Props {
  makings: Makings;
  label: string;
  onBucket: (index: number, sentiment: SentimentName | "") => void;
  onIncident: (id: string) => void;
}

/** The curve itself, in a file of its own so that ECharts is fetched beside the numbers and not before them. */
export default function TrendChart({ makings, label, onBucket, onIncident }: Props) {
  const { trend, usual, end, clock, w, p, narrow } = makings;
  const picture = useMemo(
    () => trendPicture({ ...makings, hatching: hatch(p.gap) }),
    [trend, usual, end.getTime(), clock, w, p, narrow],
  );
  return (
    <Chart option={picture.option} height={picture.height} label={label} onHit={({ series, index }) => {
      if (series === "incidents") {
        const laid = [...trend.alerts].sort((a, b) => Date.parse(a.started_at) - Date.parse(b.started_at));
        if (laid[index]) onIncident(laid[index].id);
      } else if (trend.points[index]) {
        onBucket(index, series === "negative" || series === "neutral" || series === "positive" ? series : "");
      }
    }} />
  );
}
