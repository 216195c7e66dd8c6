// The shapes of shares over time, in a frame of 100 by 100 with nought at its foot.

interface Portion { value: number | null; low: number | null; high: number | null }

export interface Shape {
  lines: string[]; // paths, one for each stretch without a hole
  bands: string[];
  dots: { i: number; x: number; y: number }[]; // i: which point of the window
}

/** One shape a brand. Pieces in which nobody spoke leave a hole: no line is drawn across what is not known. */
export function areas(points: readonly (readonly Portion[])[], brands: number): { most: number; brands: Shape[] } {
  const all = points.flat().flatMap((p) => (p.high === null ? [] : [p.high]));
  const most = Math.min(1, Math.ceil(Math.max(0.1, ...all) * 10) / 10);
  const x = (i: number) => (points.length > 1 ? (i / (points.length - 1)) * 100 : 50);
  const y = (v: number) => 100 - Math.min(1, v / most) * 100;
  return { most, brands: Array.from({ length: brands }, (_, b) => shape(points.map((p) => p[b]), x, y)) };
}

function shape(of: readonly (Portion | undefined)[], x: (i: number) => number, y: (v: number) => number): Shape {
  const out: Shape = { lines: [], bands: [], dots: [] };
  let run: { i: number; p: { value: number; low: number; high: number } }[] = [];
  const end = () => {
    if (run.length > 1) {
      out.lines.push("M" + run.map(({ i, p }) => `${round(x(i))} ${round(y(p.value))}`).join("L"));
      out.bands.push("M" + [...run.map(({ i, p }) => `${round(x(i))} ${round(y(p.high))}`), ...[...run].reverse().map(({ i, p }) => `${round(x(i))} ${round(y(p.low))}`)].join("L") + "Z");
    }
    run = [];
  };
  of.forEach((p, i) => {
    if (!p || p.value === null || p.low === null || p.high === null) return end();
    run.push({ i, p: { value: p.value, low: p.low, high: p.high } });
    out.dots.push({ i, x: round(x(i)), y: round(y(p.value)) });
  });
  end();
  return out;
}

const round = (n: number) => Math.round(n * 100) / 100;
