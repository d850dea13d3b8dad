import type { Contract } from './document.ts';
import { isObject, isSame as isEqualJson, isScalar, type JsonObject, own } from './json.ts';
import { isSameScalar } from '@parley/shared/words/json-number';

type Target = { isSame: boolean; refs: readonly string[] };

const depthMax = 100;

/**
 * Tells which parts of two contracts are the same but for wording, and so is all that their references lead to. What it
 * calls changed may yet mean the same; what it calls unchanged never needs a look. Each node is read once or twice,
 * whatever the number of roles in which it is compared.
 */
export class Sameness {
  private readonly base: Contract;
  private readonly revision: Contract;
  // The twin of each node that is unchanged, and `undefined` for the others.
  private readonly twins = new Map<object, object | undefined>();
  // Unchanged parts of the nodes that are being compared, each followed by its twin.
  private readonly same: object[] = [];
  private readonly targets = new Map<string, Target>();
  private readonly unchanged = new Map<string, boolean>();
  private readonly isOneDialect: boolean;

  constructor(base: Contract, revision: Contract) {
    this.base = base;
    this.revision = revision;
    // From 3.0 to 3.1 the same words change their meaning.
    this.isOneDialect = (base.minor === 0) === (revision.minor === 0);
  }

  /** Whether nothing but wording has changed between two nodes. */
  isUnchanged(base: unknown, revision: unknown): boolean {
    if (!this.isOneDialect) return false;
    if (isScalar(base)) return isSameScalar(base, revision);
    if (this.twins.has(base)) return revision !== undefined && this.twins.get(base) === revision;
    const isSame = this.mark(base, revision, 0);
    if (isSame && !isScalar(revision)) this.twins.set(base, revision);
    return isSame;
  }

  /** Compares all of two nodes. Remembers who has changed, and of these the parts that have not. */
  private mark(base: unknown, revision: unknown, depth: number): boolean {
    if (isScalar(base)) return isSameScalar(base, revision);
    if (isScalar(revision) || depth > depthMax) return false;
    // Who is asked for again was part of something that has changed, or stands right below what was put together anew.
    if (depth > 0 && depth < 3 && this.twins.has(base)) return this.twins.get(base) === revision;
    const start = this.same.length;
    const isSame = Array.isArray(base)
      ? Array.isArray(revision) && this.markList(base, revision, depth)
      : isObject(base) && isObject(revision) && this.markObject(base, revision, depth);
    if (!isSame) {
      this.twins.set(base, undefined);
      for (let index = start + 1; index < this.same.length; index += 2) {
        const left = this.same[index - 1];
        if (left) this.twins.set(left, this.same[index]);
      }
    }
    this.same.length = start;
    return isSame;
  }

  private markList(base: readonly unknown[], revision: readonly unknown[], depth: number): boolean {
    let isSame = base.length === revision.length;
    for (let index = 0; index < base.length; index += 1) {
      const left = base[index];
      const right = revision[index];
      if (!this.mark(left, right, depth + 1)) isSame = false;
      else if (isNode(left) && isNode(right)) this.same.push(left, right);
    }
    return isSame;
  }

  private markObject(base: JsonObject, revision: JsonObject, depth: number): boolean {
    let isSame = true;
    const isComplete = eachPair(base, revision, (key, left, right) => {
      if (!this.mark(left, right, depth + 1) || !isSameData(key, left, right)) isSame = false;
      else if (isNode(left) && isNode(right)) this.same.push(left, right);
      else if (isRefKey(key) && typeof left === 'string' && !this.isTargetUnchanged(left)) isSame = false;
    });
    return isSame && isComplete;
  }

  private isTargetUnchanged(ref: string): boolean {
    const known = this.unchanged.get(ref);
    if (known !== undefined) return known;
    const found = new Set([ref]);
    for (const next of found) for (const inner of this.targetOf(next).refs) found.add(inner);
    this.settle([...found].filter((one) => !this.unchanged.has(one)));
    return this.unchanged.get(ref) ?? false;
  }

  /** Settles references of which all that they lead to is among them or settled: changed is who leads to a change. */
  private settle(refs: readonly string[]): void {
    const sources = new Map<string, string[]>();
    const open: string[] = [];
    for (const ref of refs) {
      const { isSame, refs: inner } = this.targetOf(ref);
      if (!isSame || inner.some((one) => this.unchanged.get(one) === false)) open.push(ref);
      for (const one of inner) {
        const list = sources.get(one);
        if (list) list.push(ref);
        else sources.set(one, [ref]);
      }
    }
    const changed = new Set(open);
    for (const ref of changed) for (const source of sources.get(ref) ?? []) changed.add(source);
    for (const ref of refs) this.unchanged.set(ref, !changed.has(ref));
  }

  private targetOf(ref: string): Target {
    const known = this.targets.get(ref);
    if (known) return known;
    const left = this.base.targetOf(ref)?.node;
    const right = this.revision.targetOf(ref)?.node;
    const refs = new Set<string>();
    const isSame = left && right ? isEqual(left, right, refs, 0) : left === right;
    const target = { isSame, refs: isSame ? [...refs] : [] };
    this.targets.set(ref, target);
    return target;
  }
}

const isNode = (value: unknown): value is object => typeof value === 'object' && value !== null;

// Descriptions are most of a document and most of what changes in it, and nobody compares them here.
const isWording = (key: string, value: unknown): boolean =>
  (key === 'description' || key === 'summary') && typeof value === 'string';

/**
 * Visits the keys of an object with the values of both sides, wording left out; answers whether both have the same number
 * of keys. Keys mostly stand in one order: to read values side by side costs a quarter of asking for each key.
 */
const eachPair = (
  base: JsonObject,
  revision: JsonObject,
  visit: (key: string, left: unknown, right: unknown) => void,
): boolean => {
  const keys = Object.keys(base);
  const values = Object.values(base);
  const otherKeys = Object.keys(revision);
  const otherValues = Object.values(revision);
  let balance = 0;
  for (let index = 0; index < otherKeys.length; index += 1)
    if (!isWording(otherKeys[index] ?? '', otherValues[index])) balance += 1;
  let other = 0;
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] ?? '';
    const left = values[index];
    if (isWording(key, left)) continue;
    balance -= 1;
    if (otherKeys[other] !== key && otherKeys[other + 1] === key) other += 1;
    const isAligned = otherKeys[other] === key;
    visit(key, left, isAligned ? otherValues[other] : own(revision, key));
    if (isAligned) other += 1;
  }
  return balance === 0;
};

const dataKeys = new Set(['const', 'default', 'enum', 'mapping']);

/** In data a `description` is a value like others. A property may have such a name too: it is compared both ways. */
const isSameData = (key: string, left: unknown, right: unknown): boolean =>
  !isNode(left) || !dataKeys.has(key) || isEqualJson(left, right);

const isRefKey = (key: string): boolean => key === '$ref' || key === '$dynamicRef';

/** Whether two nodes are equal but for wording; collects the references on the way. */
const isEqual = (left: unknown, right: unknown, refs: Set<string>, depth: number): boolean => {
  if (isScalar(left)) return isSameScalar(left, right);
  if (isScalar(right) || depth > depthMax) return false;
  if (Array.isArray(left))
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((one, index) => isEqual(one, right[index], refs, depth + 1))
    );
  if (!isObject(left) || !isObject(right)) return false;
  let isSame = true;
  const isComplete = eachPair(left, right, (key, one, other) => {
    isSame = isSame && isEqual(one, other, refs, depth + 1) && isSameData(key, one, other);
    if (isSame && isRefKey(key) && typeof one === 'string') refs.add(one);
  });
  return isSame && isComplete;
};
