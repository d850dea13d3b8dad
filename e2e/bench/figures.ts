/** Prints one line. */
export const say = (line: string): void => void process.stdout.write(`${line}\n`);

type Cell = string | number;

/** A column of a table: its head, and its cell for one row. */
export type Column<Row> = [head: string, cell: (row: Row) => Cell];

const line = (cells: readonly Cell[]): string => cells.map((cell) => String(cell).padStart(13)).join('');

/** Prints the heads of these columns. */
export const sayHeads = (columns: readonly Column<never>[]): void => say(line(columns.map(([head]) => head)));

/** Prints one row of these columns. */
export const sayRow = <Row>(columns: readonly Column<Row>[], row: Row): void =>
  say(line(columns.map(([, cell]) => cell(row))));

/** Rounds to this many digits after the point. */
export const rounded = (value: number, digits = 0): number => Number(value.toFixed(digits));

/** The value that this share of the values does not exceed. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = Float64Array.from(values).toSorted();
  return rounded(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0, 1);
};

/** Resident memory over a phase. Early and late are the means of its second and its last quarter. */
export interface MemoryFigures {
  memoryMinMib: number;
  memoryMaxMib: number;
  memoryEarlyMib: number;
  memoryLateMib: number;
}

/** The columns of {@link MemoryFigures}. */
export const memoryColumns: Column<MemoryFigures>[] = [
  ['MiB min', (run) => run.memoryMinMib],
  ['MiB max', (run) => run.memoryMaxMib],
  ['MiB early', (run) => run.memoryEarlyMib],
  ['MiB late', (run) => run.memoryLateMib],
];

const everyMs = 250;

/** Samples resident memory until it is ended. */
export class MemoryWatch {
  readonly #samples: number[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(read: () => number) {
    this.#samples.push(read());
    this.#timer = setInterval(() => this.#samples.push(read()), everyMs);
  }

  end(): MemoryFigures {
    clearInterval(this.#timer);
    const quarter = Math.ceil(this.#samples.length / 4);
    const meanFrom = (start: number) => {
      const part = this.#samples.slice(start, start + quarter);
      return rounded(part.reduce((sum, one) => sum + one, 0) / Math.max(1, part.length));
    };
    return {
      memoryMinMib: rounded(Math.min(...this.#samples)),
      memoryMaxMib: rounded(Math.max(...this.#samples)),
      memoryEarlyMib: meanFrom(Math.min(quarter, this.#samples.length - quarter)),
      memoryLateMib: meanFrom(this.#samples.length - quarter),
    };
  }
}
