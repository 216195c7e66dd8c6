// A page of single parts, for speed.mjs: a list of a hundred thousand rows, a curve of a hundred thousand points.
import { createRoot } from "react-dom/client";
import Chart from "../src/parts/Chart";
import { VirtualList } from "../src/parts/VirtualList";

const many = 100_000;

function List() {
  const rows = Array.from({ length: many }, (_, i) => i);
  return (
    <VirtualList items={rows} keyOf={(i) => String(i)} label="rows" rowHeight={60}>
      {(i) => <div style={{ padding: 8, minHeight: 30 + (i % 5) * 17 }}><a href={`#${i}`}>第 {i} 行</a></div>}
    </VirtualList>
  );
}

function Curve() {
  const points = Array.from({ length: many }, (_, i) => [i, i === 54_321 ? 900 : 100 + 40 * Math.sin(i / 700) + ((i * 7919) % 13)]);
  return (
    <Chart height={360} label="curve" option={{
      xAxis: { type: "value", max: many }, yAxis: { type: "value" }, tooltip: { trigger: "axis" }, grid: { left: 40, right: 10, top: 10, bottom: 30 },
      series: [{ type: "line", data: points }, { type: "bar", data: points }],
    }} />
  );
}

createRoot(document.getElementById("root")!).render(location.search === "?curve" ? <Curve /> : <List />);
