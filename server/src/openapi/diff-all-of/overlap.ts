import type { DiffGraph } from '../diff-graph/graph.ts';
import { isScalar, isSame, type JsonObject, objectAt, own, textsAt } from '../diff-graph/json.ts';
import { isAnnotation } from '../diff-value/null.ts';
import type { Pair } from '../diff-value/spot.ts';

const isUnchanged = ({ sameness }: DiffGraph, left: unknown, right: unknown): boolean =>
  isScalar(left) || isScalar(right) ? isSame(left, right) : sameness.isUnchanged(left, right);

const differingNames = (graph: DiffGraph, left: JsonObject, right: JsonObject): string[] =>
  [...new Set([...Object.keys(left), ...Object.keys(right)])].filter(
    (name) => !isUnchanged(graph, own(left, name), own(right, name)),
  );

/** What differs between two versions of a part: names of properties, names that are needed, other keywords. */
type Difference = { properties: readonly string[]; required: readonly string[]; keywords: readonly string[] };

const differenceOf = (graph: DiffGraph, { base, revision }: Pair): Difference => {
  const [was, is] = [new Set(textsAt(base, 'required')), new Set(textsAt(revision, 'required'))];
  const keywords = differingNames(graph, base, revision).filter(
    (key) => key !== 'properties' && key !== 'required' && key !== 'allOf' && !isAnnotation(key),
  );
  return {
    properties: differingNames(graph, objectAt(base, 'properties'), objectAt(revision, 'properties')),
    required: [...[...was].filter((name) => !is.has(name)), ...[...is].filter((name) => !was.has(name))],
    keywords,
  };
};

const isOfValues = (key: string): boolean =>
  key !== 'properties' && key !== 'required' && key !== 'allOf' && !isAnnotation(key);

/** Whether another part has a say in what differs. */
const isTouched = (difference: Difference, part: Pair, other: JsonObject): boolean => {
  const known = objectAt(other, 'properties');
  if (difference.properties.some((name) => Object.hasOwn(known, name))) return true;
  const needed = new Set(textsAt(other, 'required'));
  if (difference.required.some((name) => needed.has(name) || Object.hasOwn(known, name))) return true;
  if (difference.keywords.length === 0) return false;
  // That all parts are of one type is said in each, and settles nothing.
  const isCommon = [part.base, part.revision].every(
    ({ type }) => type === undefined || isSame(type, other.type),
  );
  const isTyped = part.base.type !== undefined || part.revision.type !== undefined;
  const keywords = difference.keywords.filter((key) => !(key === 'type' && isCommon));
  if (keywords.length === 0) return false;
  return Object.keys(other).some((key) => isOfValues(key) && !(key === 'type' && isCommon && isTyped));
};

/** Whether two parts of one schema speak of the same thing in other words, so that neither alone tells what it allows. */
const areAtOdds = (left: JsonObject, right: JsonObject): boolean => {
  const [mine, theirs] = [objectAt(left, 'properties'), objectAt(right, 'properties')];
  const isNameShared = Object.keys(mine).some(
    (name) => Object.hasOwn(theirs, name) && !isSame(mine[name], theirs[name]),
  );
  return (
    isNameShared ||
    Object.keys(left).some(
      (key) => isOfValues(key) && Object.hasOwn(right, key) && !isSame(left[key], right[key]),
    )
  );
};

const oddsMax = 50;

/** Whether any two parts of one schema speak of the same thing in other words. */
export const haveOdds = (parts: readonly JsonObject[]): boolean =>
  parts.length <= oddsMax &&
  parts.some((left, index) => parts.slice(index + 1).some((right) => areAtOdds(left, right)));

/**
 * Whether what changed in one part of an `allOf` is also the matter of another part, so that only all parts together tell
 * what it means: a name that another part still needs, a bound that another part already sets.
 */
export const doOverlap = (graph: DiffGraph, parts: readonly Pair[]): boolean =>
  parts.some((part, index) => {
    const difference = differenceOf(graph, part);
    const isIdle =
      difference.properties.length + difference.required.length + difference.keywords.length === 0;
    if (isIdle) return false;
    return parts.some(
      (other, place) =>
        place !== index &&
        (isTouched(difference, part, other.base) || isTouched(difference, part, other.revision)),
    );
  });
