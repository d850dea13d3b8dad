import type { OperationRef } from './frame.ts';

/** A set of operations. Equal sets are one object. */
export interface OperationSet {
  readonly size: number;
  /** In the order of the contract; made once. */
  readonly operations: readonly OperationRef[];
  has(operation: OperationRef): boolean;
}

/** Up to here a list of numbers is smaller than a bit for each operation. */
const fewMax = 32;

/** The numbers of a set, in order: as a list while they are few, else one bit each. */
type Numbers = { few: readonly number[] } | { bits: Uint32Array };

const hasBit = (bits: Uint32Array, number: number): boolean =>
  ((bits[number >>> 5] ?? 0) & (1 << (number & 31))) !== 0;

const setBit = (bits: Uint32Array, number: number): void => {
  bits[number >>> 5] = (bits[number >>> 5] ?? 0) | (1 << (number & 31));
};

const countOf = (bits: Uint32Array): number => {
  let count = 0;
  for (const word of bits) for (let rest = word; rest !== 0; rest &= rest - 1) count += 1;
  return count;
};

class NumberedSet implements OperationSet {
  readonly numbers: Numbers;
  readonly size: number;
  readonly #owner: OperationSets;
  #operations: readonly OperationRef[] | undefined;

  constructor(owner: OperationSets, numbers: Numbers) {
    this.#owner = owner;
    this.numbers = numbers;
    this.size = 'few' in numbers ? numbers.few.length : countOf(numbers.bits);
  }

  get operations(): readonly OperationRef[] {
    return (this.#operations ??= this.#owner.listOf(this.numbers));
  }

  has(operation: OperationRef): boolean {
    const number = this.#owner.numberOf(operation);
    if (number === undefined) return false;
    return 'few' in this.numbers ? this.numbers.few.includes(number) : hasBit(this.numbers.bits, number);
  }
}

/** Sets over the operations of one comparison: a few words say what a list of thousands would. */
export class OperationSets {
  readonly empty: OperationSet;
  readonly #operations: readonly OperationRef[];
  readonly #numbers: ReadonlyMap<OperationRef, number>;
  readonly #known = new Map<string, NumberedSet>();

  constructor(operations: readonly OperationRef[]) {
    this.#operations = operations;
    this.#numbers = new Map(operations.map((operation, number) => [operation, number]));
    this.empty = this.union([], []);
  }

  /** All that is in any of these, and these operations. */
  union(sets: Iterable<OperationSet>, operations: readonly OperationRef[]): OperationSet {
    const distinct = new Set(sets);
    const [only] = distinct;
    if (only && distinct.size === 1 && operations.length === 0) return only;
    const own = operations.flatMap((operation) => this.#numbers.get(operation) ?? []);
    let most = own.length;
    for (const { size } of distinct) most += size;
    return most <= fewMax ? this.#unionOfFew(distinct, own) : this.#unionOfMany(distinct, own);
  }

  numberOf(operation: OperationRef): number | undefined {
    return this.#numbers.get(operation);
  }

  listOf(numbers: Numbers): OperationRef[] {
    if ('few' in numbers) return numbers.few.flatMap((number) => this.#operations[number] ?? []);
    return this.#operations.filter((_, number) => hasBit(numbers.bits, number));
  }

  #unionOfFew(sets: ReadonlySet<OperationSet>, own: readonly number[]): OperationSet {
    const numbers = new Set(own);
    for (const set of sets)
      if (set instanceof NumberedSet && 'few' in set.numbers)
        for (const number of set.numbers.few) numbers.add(number);
    return this.#internFew([...numbers].toSorted((left, right) => left - right));
  }

  #unionOfMany(sets: ReadonlySet<OperationSet>, own: readonly number[]): OperationSet {
    const bits = new Uint32Array((this.#operations.length + 31) >>> 5);
    for (const number of own) setBit(bits, number);
    for (const set of sets) {
      if (!(set instanceof NumberedSet)) continue;
      if ('few' in set.numbers) for (const number of set.numbers.few) setBit(bits, number);
      else
        for (let word = 0; word < bits.length; word += 1)
          bits[word] = (bits[word] ?? 0) | (set.numbers.bits[word] ?? 0);
    }
    if (countOf(bits) > fewMax) return this.#intern(Buffer.from(bits.buffer).toString('latin1'), { bits });
    // Twins among them made the sum larger than what they are: one form for each set, so that equal ones meet.
    return this.#internFew([...this.#numbers.values()].filter((number) => hasBit(bits, number)));
  }

  #internFew(few: readonly number[]): OperationSet {
    return this.#intern(few.join(), { few });
  }

  #intern(key: string, numbers: Numbers): OperationSet {
    const known = this.#known.get(key);
    if (known) return known;
    const set = new NumberedSet(this, numbers);
    this.#known.set(key, set);
    return set;
  }
}
