/**
 * Which operations each change reaches, small enough to be kept: every name once, every set once, and a set as runs of
 * neighbours, `[first, count, first, count, …]`.
 */
export interface ReachedOperations {
  /** Method and path, in the order of the contract. */
  names: string[];
  sets: number[][];
}

const runsOf = (numbers: Iterable<number>): number[] => {
  const runs: number[] = [];
  let end = -1;
  for (const number of numbers) {
    if (number === end) runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1;
    else runs.push(number, 1);
    end = number + 1;
  }
  return runs;
};

/** Collects sets of names. A list that was given before is the set that it was. */
export class ReachedCollector<Item> {
  readonly reached: ReachedOperations = { names: [], sets: [] };
  readonly #nameOf: (item: Item) => string;
  readonly #numbers = new Map<Item, number>();
  readonly #sets = new Map<readonly Item[], number>();

  constructor(items: readonly Item[], nameOf: (item: Item) => string) {
    this.#nameOf = nameOf;
    for (const item of items) this.#numberOf(item);
  }

  /** The number of the set of these. */
  take(items: readonly Item[]): number {
    let set = this.#sets.get(items);
    if (set === undefined) {
      set = this.reached.sets.length;
      this.#sets.set(items, set);
      this.reached.sets.push(runsOf(items.map((item) => this.#numberOf(item))));
    }
    return set;
  }

  #numberOf(item: Item): number {
    let number = this.#numbers.get(item);
    if (number === undefined) {
      number = this.reached.names.length;
      this.#numbers.set(item, number);
      this.reached.names.push(this.#nameOf(item));
    }
    return number;
  }
}

/** At most `count` names of a set, from the one at `start` on. */
export const namesOfSet = (
  { names, sets }: ReachedOperations,
  set: number,
  { start = 0, count = Infinity }: { start?: number; count?: number } = {},
): string[] => {
  const found: string[] = [];
  const runs = sets[set] ?? [];
  let skip = start;
  for (let index = 0; index < runs.length && found.length < count; index += 2) {
    const first = runs[index] ?? 0;
    const length = runs[index + 1] ?? 0;
    const from = Math.min(skip, length);
    skip -= from;
    const to = Math.min(length, from + count - found.length);
    found.push(...names.slice(first + from, first + to));
  }
  return found;
};
