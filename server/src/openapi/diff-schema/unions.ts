import type { Contract } from '../diff-graph/document.ts';
import { isObject, isSame, type JsonObject, named, step } from '../diff-graph/json.ts';
import type { Effect } from '../diff-graph/severity.ts';
import {
  type Alternative,
  alternativesOf,
  matchAlternatives,
  mostAlike,
  withoutIdle,
} from './alternatives.ts';
import { isAnnotation } from '../diff-value/null.ts';
import { type Compare, note, type Pair, type Spot, within } from '../diff-value/spot.ts';
import { areExclusive, isApartFrom } from './exclusive.ts';

type Keyword = 'oneOf' | 'anyOf';

const idNames: Record<Keyword, string> = { oneOf: 'one-of', anyOf: 'any-of' };

/** The alternatives of a union that count. */
const choicesOf = (contract: Contract, schema: JsonObject, key: Keyword): Alternative[] => {
  const list = alternativesOf(contract, schema[key], key);
  return key === 'anyOf' ? withoutIdle(list) : list;
};

/** The place of one alternative on each side. */
const alternativeSpot = (spot: Spot, was: [string, Alternative], is: [string, Alternative]): Spot => ({
  ...within(spot, []),
  trail: `${spot.trail}|${was[1].name}`,
  basePointer: step(step(spot.basePointer, was[0]), was[1].index),
  pointer: step(step(spot.pointer, is[0]), is[1].index),
});

const noteAdded = (spot: Spot, keyword: string, one: Alternative, effect: Effect): void =>
  note(spot, {
    suffix: `${idNames[keyword === 'oneOf' ? 'oneOf' : 'anyOf']}-added`,
    effect,
    text: `the alternative ${named(one.name)} was added to %place%`,
    subject: `${keyword} ${one.name}`,
    keys: [keyword, one.index],
    only: 'revision',
  });

const noteRemoved = (spot: Spot, keyword: string, one: Alternative, effect: Effect): void =>
  note(spot, {
    suffix: `${idNames[keyword === 'oneOf' ? 'oneOf' : 'anyOf']}-removed`,
    effect,
    text: `the alternative ${named(one.name)} was removed from %place%`,
    subject: `${keyword} ${one.name}`,
    keys: [keyword, one.index],
    only: 'base',
  });

/** Between alternatives of which no value fits two, both words say the same. */
const effectOfMove = (pair: Pair, was: Keyword, is: Keyword, { graph }: Spot): Effect => {
  const lists = [pair.base[was], pair.revision[is]].map((list) => (Array.isArray(list) ? list : []));
  if (areExclusive(graph.base, lists[0] ?? []) && areExclusive(graph.revision, lists[1] ?? []))
    return 'notes';
  return is === 'anyOf' ? 'widens' : 'shifts';
};

const compareLists = (pair: Pair, was: Keyword, is: Keyword, spot: Spot, compare: Compare): void => {
  const { graph } = spot;
  const matches = matchAlternatives(
    choicesOf(graph.base, pair.base, was),
    choicesOf(graph.revision, pair.revision, is),
  );
  if (was !== is)
    note(spot, {
      suffix: is === 'anyOf' ? 'one-of-became-any-of' : 'any-of-became-one-of',
      effect: effectOfMove(pair, was, is, spot),
      text: `the alternatives of %place% moved from ${was} to ${is}`,
      subject: `${was} ${is}`,
      keys: [is],
    });
  for (const one of matches.removed) noteRemoved(spot, was, one, 'narrows');
  for (const one of matches.added) noteAdded(spot, is, one, 'widens');
  for (const [one, twin] of matches.matched)
    compare(one.schema, twin.schema, alternativeSpot(spot, [was, one], [is, twin]));
};

/** Whether a value of the first schema fits none of the others, so that a `oneOf` takes it as before. */
const isApart = ({ graph: { revision } }: Spot, one: Alternative, list: readonly Alternative[]): boolean =>
  isApartFrom(
    revision,
    one.schema,
    list.filter((other) => other !== one).map(({ schema }) => schema),
  );

const meaningOf = (schema: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(schema).filter(([key]) => !isAnnotation(key)));

/** A value that fits two alternatives of a oneOf is refused, so that even a caller of before may be. */
const effectOfWrap = (spot: Spot, is: Keyword, isPreserved: boolean, isSafe: boolean): Effect => {
  if (is === 'anyOf' || isSafe || spot.role.direction === 'response') return 'widens';
  return isPreserved ? 'risky' : 'replaces';
};

/** A schema that became one alternative of a union. */
const compareWrapped = (pair: Pair, is: Keyword, spot: Spot, compare: Compare): boolean => {
  const list = choicesOf(spot.graph.revision, pair.revision, is);
  const core = mostAlike(list, pair.base);
  if (!core) {
    const isOpen = Object.keys(pair.base).every(isAnnotation);
    for (const one of list) noteAdded(spot, is, one, isOpen ? 'narrows' : 'replaces');
    return false;
  }
  const others = list.filter((one) => one !== core).map(({ name }) => named(name));
  const isPreserved = isSame(meaningOf(pair.base), meaningOf(core.node));
  const isSafe = isApart(spot, core, list) || isObject(pair.revision.discriminator);
  if (others.length > 0)
    note(spot, {
      suffix: `wrapped-in-${idNames[is]}${isPreserved && is === 'oneOf' ? '-original-preserved' : ''}`,
      effect: effectOfWrap(spot, is, isPreserved, isSafe),
      text: `%place% became a choice between ${named(core.name)} and ${others.slice(0, 5).join(', ')}`,
      subject: list
        .map(({ name }) => name)
        .toSorted()
        .join('|'),
      keys: [is],
    });
  compare(pair.base, core.schema, {
    ...within(spot, [], '', spot.role),
    pointer: step(step(spot.pointer, is), core.index),
  });
  return true;
};

/** A union of which one alternative is left. */
const compareUnwrapped = (pair: Pair, was: Keyword, spot: Spot, compare: Compare): boolean => {
  const list = choicesOf(spot.graph.base, pair.base, was);
  const core = mostAlike(list, pair.revision);
  if (!core) {
    const isOpen = Object.keys(pair.revision).every(isAnnotation);
    for (const one of list) noteRemoved(spot, was, one, isOpen ? 'widens' : 'replaces');
    return false;
  }
  for (const one of list) if (one !== core) noteRemoved(spot, was, one, 'narrows');
  compare(core.schema, pair.revision, {
    ...within(spot, [], '', spot.role),
    basePointer: step(step(spot.basePointer, was), core.index),
  });
  return true;
};

const hasOwnShape = (schema: JsonObject): boolean =>
  schema.properties !== undefined || schema.items !== undefined;

/** Compares `oneOf` and `anyOf`. Answers whether that covers all that the schemas say. */
export const compareUnions = (pair: Pair, spot: Spot, compare: Compare): boolean => {
  const { base, revision } = pair;
  const was = (['oneOf', 'anyOf'] as const).filter((key) => Array.isArray(base[key]));
  const is = (['oneOf', 'anyOf'] as const).filter((key) => Array.isArray(revision[key]));
  let isDone = false;
  for (const key of was) {
    if (is.includes(key)) compareLists(pair, key, key, spot, compare);
    else if (is[0] && !was.includes(is[0])) compareLists(pair, key, is[0], spot, compare);
    else isDone = (!hasOwnShape(base) && compareUnwrapped(pair, key, spot, compare)) || isDone;
  }
  if (was.length === 0)
    for (const key of is)
      isDone = (!hasOwnShape(revision) && compareWrapped(pair, key, spot, compare)) || isDone;
  return isDone;
};
