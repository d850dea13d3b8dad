import type { Contract } from '../diff-graph/document.ts';
import {
  isObject,
  isSame,
  type JsonObject,
  named,
  objectAt,
  own,
  step,
  textsAt,
} from '../diff-graph/json.ts';
import { type Alternative, alternativesOf, matchAlternatives } from '../diff-schema/alternatives.ts';
import { isAnnotation } from '../diff-value/null.ts';
import { intersectionOf } from './intersection.ts';
import { doOverlap, haveOdds } from './overlap.ts';
import { merge, partsOf, wholeOf } from './whole.ts';
import { type Compare, type Inherited, note, type Pair, type Spot, within } from '../diff-value/spot.ts';

type Side = Inherited['base'];

const sideOf = (whole: JsonObject): Side => ({
  properties: objectAt(whole, 'properties'),
  required: new Set(textsAt(whole, 'required')),
});

const meaning = (schema: JsonObject): [string, unknown][] =>
  Object.entries(schema).filter(([key]) => !isAnnotation(key));

const isPresent = (whole: JsonObject, key: string, value: unknown): boolean => {
  if (key === 'required')
    return textsAt({ required: value }, 'required').every((name) =>
      textsAt(whole, 'required').includes(name),
    );
  if (key !== 'properties') return isSame(own(whole, key), value);
  const known = objectAt(whole, 'properties');
  return Object.entries(isObject(value) ? value : {}).every(([name, one]) => isSame(own(known, name), one));
};

/** Whether a schema already says all that a part says. */
const saysAll = (whole: JsonObject, part: JsonObject): boolean =>
  meaning(part).every(([key, value]) => isPresent(whole, key, value));

/** What a rest says, without what the other side says in another of its parts. */
const unsaid = (rest: JsonObject, other: JsonObject, otherWhole: JsonObject): JsonObject => {
  const isSaid = (key: string): boolean =>
    key !== 'properties' &&
    key !== 'required' &&
    own(other, key) === undefined &&
    isSame(own(otherWhole, key), rest[key]);
  if (!Object.keys(rest).some(isSaid)) return rest;
  return Object.fromEntries(Object.entries(rest).filter(([key]) => !isSaid(key)));
};

type Members = {
  gone: readonly Alternative[];
  fresh: readonly Alternative[];
  wholes: Pair;
  isCompared: boolean;
};

/** `isCompared` says that all that the parts ask for is compared besides: then that they came or went is a note. */
const noteMembers = ({ gone, fresh, wholes, isCompared }: Members, pair: Pair, spot: Spot): void => {
  const hadAllOf = pair.base.allOf !== undefined;
  const hasAllOf = pair.revision.allOf !== undefined;
  const { graph } = spot;
  for (const one of gone) {
    const whole = wholeOf(graph.base, one.node);
    const isNote = meaning(whole).length === 0;
    // A schema that was one, or is one now, has no parts of which to speak.
    const isImplied = saysAll(wholes.revision, whole);
    if (!isNote && !hasAllOf && (isCompared || isImplied)) continue;
    note(spot, {
      suffix: isNote ? 'all-of-removed-annotation-only' : 'all-of-removed',
      // What the part said of properties is compared with the properties; the rest of it no longer holds.
      effect: isNote || isImplied || isCompared || spot.role.direction === 'response' ? 'notes' : 'risky',
      text: `the part ${named(one.name)} was removed from the allOf of %place%`,
      subject: one.name,
      keys: ['allOf', one.index],
      only: 'base',
    });
  }
  for (const one of fresh) {
    const whole = wholeOf(graph.revision, one.node);
    const isNote = meaning(whole).length === 0;
    const isImplied = saysAll(wholes.base, whole);
    if (!isNote && !hadAllOf && (isCompared || isImplied)) continue;
    note(spot, {
      suffix: isNote ? 'all-of-added-annotation-only' : 'all-of-added',
      effect: isNote || isImplied || isCompared ? 'notes' : 'narrows',
      text: `the part ${named(one.name)} was added to the allOf of %place%`,
      subject: one.name,
      keys: ['allOf', one.index],
      only: 'revision',
    });
  }
};

const restOf = (contract: Contract, node: JsonObject, others: readonly Alternative[]): JsonObject =>
  others.length === 0 && node.allOf === undefined
    ? node
    : merge([node, ...others.flatMap((one) => [...partsOf(contract, one.node)])]);

type Parts = {
  removed: readonly Alternative[];
  added: readonly Alternative[];
  matched: readonly [Alternative, Alternative][];
};

/** What both versions allow in one schema each, where only all parts together tell what a change in one means. */
const togetherOf = (pair: Pair, { matched, removed, added }: Parts, { graph }: Spot): Pair | undefined => {
  const whole = {
    base: intersectionOf(graph.base, pair.base),
    revision: intersectionOf(graph.revision, pair.revision),
  };
  const { base, revision } = whole;
  if (!base || !revision) return undefined;
  const rest = {
    base: restOf(graph.base, pair.base, removed),
    revision: restOf(graph.revision, pair.revision, added),
  };
  const units = matched.map(([left, right]) => ({
    base: wholeOf(graph.base, left.node),
    revision: wholeOf(graph.revision, right.node),
  }));
  const isOdd =
    haveOdds([pair.base, ...removed.flatMap((one) => [...partsOf(graph.base, one.node)])]) ||
    haveOdds([pair.revision, ...added.flatMap((one) => [...partsOf(graph.revision, one.node)])]);
  return isOdd || doOverlap(graph, [rest, ...units]) ? { base, revision } : undefined;
};

/**
 * Compares `allOf`: parts with a twin go pair by pair, so that a shared part is compared once; what the other parts say is
 * merged into what is left of the schemas, which is the answer. A property that moved between parts has not gone. Where
 * parts speak of the same thing, they are merged first and compared as one.
 */
export const compareAllOf = (
  pair: Pair,
  spot: Spot,
  compare: Compare,
): { rest: Pair; inherited: Inherited | undefined } => {
  const { base, revision } = spot.graph;
  const was = alternativesOf(base, pair.base.allOf);
  const is = alternativesOf(revision, pair.revision.allOf);
  const parts = matchAlternatives(was, is);
  const { matched, removed, added } = parts;
  const wholes = { base: wholeOf(base, pair.base), revision: wholeOf(revision, pair.revision) };
  const together = togetherOf(pair, parts, spot);
  noteMembers({ gone: removed, fresh: added, wholes, isCompared: together !== undefined }, pair, spot);
  // The same pair has the same rest, or schemas that hold themselves would be new ones for ever.
  if (together)
    return { rest: spot.graph.remainderOf(pair.base, pair.revision, () => together), inherited: undefined };
  const inherited = { base: sideOf(wholes.base), revision: sideOf(wholes.revision) };
  for (const [left, right] of matched)
    compare(left.schema, right.schema, {
      ...within(spot, []),
      trail: `${spot.trail}&${left.name}`,
      basePointer: step(step(spot.basePointer, 'allOf'), left.index),
      pointer: step(step(spot.pointer, 'allOf'), right.index),
      inherited,
    });
  const rest = spot.graph.remainderOf(pair.base, pair.revision, () => {
    const left = restOf(base, pair.base, removed);
    const right = restOf(revision, pair.revision, added);
    return { base: unsaid(left, right, wholes.revision), revision: unsaid(right, left, wholes.base) };
  });
  return { rest, inherited };
};
