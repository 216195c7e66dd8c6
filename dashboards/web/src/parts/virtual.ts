// Which rows of a very long list are drawn. Pure: a scroll position and the heights known so far go in, a range comes out.

/** The rows [from, to) that are drawn, and the empty space above and below them, in pixels. */
export interface Range {
  from: number;
  to: number;
  above: number;
  below: number;
}

/** After so many measured rows the guess at the others stands: if it went on changing by a hair, row fifty thousand would jump by a page. */
export const enough = 24;

/** Heights of rows: measured where a row was drawn once, the mean of the first ones measured elsewhere. Sums are kept in a Fenwick tree,
 * so that a row measured and a position looked up cost the same in a list of ten and of a million. */
export class Heights {
  private tree: number[] = [0];
  private counts: number[] = [0]; // of rows measured, the same way
  private known: (number | undefined)[] = [];
  private sum = 0;
  private measured = 0;
  private settled: number | undefined;

  constructor(private guess: number) {}

  get length(): number {
    return this.known.length;
  }

  /** The height a row is taken to have that nobody has seen. */
  get usual(): number {
    return this.settled ?? (this.measured > 0 ? this.sum / this.measured : this.guess);
  }

  /** grow makes room for so many rows; fewer than before begins anew. */
  grow(n: number): void {
    if (n < this.known.length) {
      this.tree = [0];
      this.counts = [0];
      this.known = [];
      this.sum = this.measured = 0;
      this.settled = undefined;
    }
    while (this.known.length < n) {
      this.known.push(undefined);
      const i = this.known.length;
      // A new node holds the sums of the nodes below it.
      let height = 0;
      let seen = 0;
      for (let j = i - 1, stop = i - (i & -i); j > stop; j -= j & -j) {
        height += this.tree[j]!;
        seen += this.counts[j]!;
      }
      this.tree.push(height);
      this.counts.push(seen);
    }
  }

  /** measure says how high a row is; true when that is news. */
  measure(row: number, height: number): boolean {
    if (row < 0 || row >= this.known.length || !(height > 0)) return false;
    const before = this.known[row];
    if (before !== undefined && Math.abs(before - height) < 0.5) return false;
    this.known[row] = height;
    this.sum += height - (before ?? 0);
    if (before === undefined) this.measured++;
    if (this.measured >= enough) this.settled ??= this.sum / this.measured;
    this.add(row + 1, height - (before ?? 0), before === undefined ? 1 : 0);
    return true;
  }

  private add(i: number, height: number, seen: number): void {
    for (; i < this.tree.length; i += i & -i) {
      this.tree[i]! += height;
      this.counts[i]! += seen;
    }
  }

  /** top is where a row begins. */
  top(row: number): number {
    let height = 0;
    let seen = 0;
    const n = Math.max(0, Math.min(row, this.known.length));
    for (let i = n; i > 0; i -= i & -i) {
      height += this.tree[i]!;
      seen += this.counts[i]!;
    }
    return height + (n - seen) * this.usual;
  }

  /** at is the row that lies at a height, the last one below the end. */
  at(y: number): number {
    let low = 0;
    let high = this.known.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.top(middle) <= y) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }
}

/** visible gives the rows between two heights and a few more on either side, so that a flick of the wheel shows no gap. */
export function visible(heights: Heights, top: number, bottom: number, spare = 6): Range {
  const n = heights.length;
  if (n === 0) return { from: 0, to: 0, above: 0, below: 0 };
  const from = Math.max(0, heights.at(Math.max(0, top)) - spare);
  const to = Math.min(n, heights.at(Math.max(0, bottom)) + 1 + spare);
  return { from, to, above: heights.top(from), below: Math.max(0, heights.top(n) - heights.top(to)) };
}
