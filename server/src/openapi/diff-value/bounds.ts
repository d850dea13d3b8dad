import { isSameScalar } from '@parley/shared/words/json-number';
import { brief, type JsonObject } from '../diff-graph/json.ts';
import {
  type Amount,
  impliedRange,
  isAmount,
  isInteger,
  isMeasured,
  type Measure,
  order,
} from './implied.ts';
import { note, type Pair, type Spot } from './spot.ts';
import { compareContent, comparePattern } from './texts.ts';

type Bound = { keyword: string; name: string; words: string; isUpper: boolean; measure: Measure };

const bounds: readonly Bound[] = [
  { keyword: 'maximum', name: 'max', words: 'maximum', isUpper: true, measure: 'number' },
  { keyword: 'minimum', name: 'min', words: 'minimum', isUpper: false, measure: 'number' },
  {
    keyword: 'exclusiveMaximum',
    name: 'exclusive-max',
    words: 'exclusive maximum',
    isUpper: true,
    measure: 'number',
  },
  {
    keyword: 'exclusiveMinimum',
    name: 'exclusive-min',
    words: 'exclusive minimum',
    isUpper: false,
    measure: 'number',
  },
  { keyword: 'maxLength', name: 'max-length', words: 'maximum length', isUpper: true, measure: 'string' },
  { keyword: 'minLength', name: 'min-length', words: 'minimum length', isUpper: false, measure: 'string' },
  {
    keyword: 'maxItems',
    name: 'max-items',
    words: 'maximum number of items',
    isUpper: true,
    measure: 'array',
  },
  {
    keyword: 'minItems',
    name: 'min-items',
    words: 'minimum number of items',
    isUpper: false,
    measure: 'array',
  },
  {
    keyword: 'maxProperties',
    name: 'max-properties',
    words: 'maximum number of properties',
    isUpper: true,
    measure: 'object',
  },
  {
    keyword: 'minProperties',
    name: 'min-properties',
    words: 'minimum number of properties',
    isUpper: false,
    measure: 'object',
  },
  {
    keyword: 'maxContains',
    name: 'max-contains',
    words: 'maximum number of matching items',
    isUpper: true,
    measure: 'array',
  },
  {
    keyword: 'minContains',
    name: 'min-contains',
    words: 'minimum number of matching items',
    isUpper: false,
    measure: 'array',
  },
];

/**
 * Whether two bounds are one. A document that was kept before numbers were exact holds 9223372036854776000 where its author
 * wrote 9223372036854775807: a double and a number that is rounded to it are no change.
 */
const isSameBound = (left: Amount | undefined, right: Amount | undefined): boolean =>
  isSameScalar(left, right) || (typeof left !== typeof right && Number(left) === Number(right));

/** The bound that a keyword sets. OpenAPI 3.0 says with a boolean that `maximum` is exclusive. */
const writtenOf = (schema: JsonObject, { keyword }: Bound): Amount | undefined => {
  // With `contains`, no word on how many means at least one.
  if (keyword === 'minContains' && schema.contains !== undefined) {
    const value = schema.minContains ?? 1;
    return isAmount(value) ? value : undefined;
  }
  const twin = { maximum: 'exclusiveMaximum', minimum: 'exclusiveMinimum' }[keyword];
  if (twin !== undefined && schema[twin] === true) return undefined;
  const isExclusive = schema[keyword] === true;
  const value = isExclusive
    ? schema[keyword === 'exclusiveMaximum' ? 'maximum' : 'minimum']
    : schema[keyword];
  return isAmount(value) ? value : undefined;
};

/** Where the allowed values end, and whether the end itself is outside. */
type Limit = { value: Amount; isExclusive: boolean };

/** Of whole numbers the last one inside. */
const inclusive = ({ value, isExclusive }: Limit, isUpper: boolean): Limit => {
  const number = Number(value);
  if (!Number.isSafeInteger(Math.trunc(number))) return { value, isExclusive };
  const inner = isUpper ? Math.floor(number) : Math.ceil(number);
  const isOutside = isExclusive && inner === number;
  return { value: isOutside ? inner + (isUpper ? -1 : 1) : inner, isExclusive: false };
};

const limitOf = (schema: JsonObject, bound: Bound, value: Amount): Limit => {
  const limit = { value, isExclusive: bound.keyword.startsWith('exclusive') };
  return bound.measure === 'number' && isInteger(schema) ? inclusive(limit, bound.isUpper) : limit;
};

/** Whether all that is inside of one limit is inside of the other. */
const isWithin = (inner: Limit, outer: Limit, isUpper: boolean): boolean => {
  const slack = isUpper ? order(outer.value, inner.value) : order(inner.value, outer.value);
  return slack > 0 || (slack === 0 && (inner.isExclusive || !outer.isExclusive));
};

const twins: Record<string, string> = {
  maximum: 'exclusiveMaximum',
  minimum: 'exclusiveMinimum',
  exclusiveMaximum: 'maximum',
  exclusiveMinimum: 'minimum',
};

/** What a schema says of the same end in other words: by its values, its type, its format, or the bound's twin. */
const limitsBeside = (schema: JsonObject, bound: Bound): Limit[] => {
  if (bound.name === 'min-contains') return [{ value: 0, isExclusive: false }];
  if (bound.name === 'max-contains') return [];
  const twin = bounds.find(({ keyword }) => keyword === twins[bound.keyword]);
  const other = twin && writtenOf(schema, twin);
  const { min, max } = impliedRange(schema, bound.measure);
  const implied = bound.isUpper ? max : min;
  return [
    ...(twin && other !== undefined ? [limitOf(schema, twin, other)] : []),
    ...(implied === undefined ? [] : [{ value: implied, isExclusive: false }]),
  ];
};

/** Whether a bound adds nothing to what a schema says already. */
const isImplied = (schema: JsonObject, bound: Bound, limit: Limit): boolean =>
  limitsBeside(schema, bound).some((one) => isWithin(one, limit, bound.isUpper));

const compareBound = (pair: Pair, bound: Bound, spot: Spot): void => {
  const [was, is] = [writtenOf(pair.base, bound), writtenOf(pair.revision, bound)];
  if (isSameBound(was, is)) return;
  const { name, words, isUpper, keyword } = bound;
  const { base, revision } = pair;
  const [before, after] = [
    was === undefined ? undefined : limitOf(base, bound, was),
    is === undefined ? undefined : limitOf(revision, bound, is),
  ];
  // What holds anyway on the other side is not new, and not gone.
  const isVoid = [
    !before || isImplied(base, bound, before) || isImplied(revision, bound, before),
    !after || isImplied(revision, bound, after) || isImplied(base, bound, after),
  ];
  if (isVoid[0] && isVoid[1]) return;
  if (before && after && isWithin(before, after, isUpper) && isWithin(after, before, isUpper)) return;
  const subject = `${keyword} ${String(was)} ${String(is)}`;
  const keys = [keyword];
  if (!before) {
    const text = `a ${words} of ${String(is)} was set on %place%`;
    note(spot, { suffix: `${name}-set`, effect: 'narrows', text, subject, keys, only: 'revision' });
  } else if (!after) {
    const text = `the ${words} of ${String(was)} was removed from %place%`;
    note(spot, { suffix: `${name}-unset`, effect: 'widens', text, subject, keys, only: 'base' });
  } else {
    const isMore = order(after.value, before.value) > 0;
    const verb = isMore ? 'increased' : 'decreased';
    const effect = isMore === isUpper ? 'widens' : 'narrows';
    note(spot, {
      suffix: `${name}-${verb}`,
      effect,
      text: `the ${words} of %place% ${verb} from ${String(was)} to ${String(is)}`,
      subject,
      keys,
    });
  }
};

const isMultiple = (large: number, small: number): boolean =>
  small !== 0 && Number.isFinite(large / small) && Math.abs(large / small - Math.round(large / small)) < 1e-9;

/** Whether every whole number is such a multiple. */
const isAnyWhole = (schema: JsonObject, multiple: unknown): boolean =>
  isInteger({ ...schema, multipleOf: undefined }) && isAmount(multiple) && isMultiple(1, Number(multiple));

const compareMultipleOf = ({ base, revision }: Pair, spot: Spot): void => {
  const [was, is] = [base.multipleOf, revision.multipleOf];
  if (isSameScalar(was, is)) return;
  const isIdle = (multiple: unknown): boolean =>
    !isAmount(multiple) || isAnyWhole(base, multiple) || isAnyWhole(revision, multiple);
  if (isIdle(was) && isIdle(is)) return;
  const subject = `multipleOf ${brief(was)} ${brief(is)}`;
  const keys = ['multipleOf'];
  if (!isAmount(is) && isAmount(was)) {
    const text = `%place% need no longer be a multiple of ${String(was)}`;
    note(spot, { suffix: 'multiple-of-unset', effect: 'widens', text, subject, keys, only: 'base' });
  } else if (!isAmount(was) && isAmount(is)) {
    const text = `%place% must now be a multiple of ${String(is)}`;
    note(spot, { suffix: 'multiple-of-set', effect: 'narrows', text, subject, keys, only: 'revision' });
  } else if (isAmount(was) && isAmount(is)) {
    const [before, after] = [Number(was), Number(is)];
    const effect = isMultiple(after, before) ? 'narrows' : isMultiple(before, after) ? 'widens' : 'replaces';
    const isRequest = spot.role.direction === 'request';
    const verb =
      isRequest && effect === 'widens'
        ? 'generalized'
        : !isRequest && effect === 'narrows'
          ? 'specialized'
          : 'changed';
    const text = `%place% must be a multiple of ${String(is)} instead of ${String(was)}`;
    note(spot, { suffix: `multiple-of-${verb}`, effect, text, subject, keys });
  }
};

// A list of one has no item twice.
const isUnique = ({ uniqueItems, maxItems }: JsonObject): boolean =>
  uniqueItems === true || (isAmount(maxItems) && Number(maxItems) <= 1);

const compareUniqueItems = ({ base, revision }: Pair, spot: Spot): void => {
  const [was, is] = [isUnique(base), isUnique(revision)];
  if (was === is || (base.uniqueItems === true) === (revision.uniqueItems === true)) return;
  const keys = ['uniqueItems'];
  if (is)
    note(spot, {
      suffix: 'unique-items-set',
      effect: 'narrows',
      text: 'the items of %place% must now be unique',
      keys,
    });
  else
    note(spot, {
      suffix: 'unique-items-unset',
      effect: 'widens',
      text: 'the items of %place% need no longer be unique',
      keys,
    });
};

/** Without a rule for some items it is idle; with a new one only what it says itself counts. */
const isMinContainsMeant = ({ base, revision }: Pair): boolean =>
  (base.contains !== undefined && revision.contains !== undefined) ||
  (base.minContains === undefined) !== (revision.minContains === undefined);

/**
 * Whether a keyword says anything of the values of both sides. Of values that one side does not allow at all, their type is
 * the change; where values travel as text, a number that became a string is bound as one.
 */
const isFelt = ({ base, revision }: Pair, measure: Measure, { role }: Spot): boolean => {
  const felt = [isMeasured(base, measure), isMeasured(revision, measure)];
  return role.isLoose ? felt.includes(true) : !felt.includes(false);
};

/**
 * A bound for values of another type binds nobody when it comes or goes. One that both versions set is compared all the
 * same: it is likelier that the type is a slip than that the bound is.
 */
const feltAs = (pair: Pair, keyword: string, measure: Measure, spot: Spot): Spot => {
  const isInBoth = pair.base[keyword] !== undefined && pair.revision[keyword] !== undefined;
  if (isFelt(pair, measure, spot) || (isInBoth && spot.isTogether !== true)) return spot;
  return { ...spot, isIdle: true };
};

/** Compares what a schema says of one value by itself: bounds, lengths, counts, pattern, multiples, encoding. */
export const compareBounds = (pair: Pair, spot: Spot): void => {
  for (const bound of bounds)
    if (bound.name !== 'min-contains' || isMinContainsMeant(pair))
      compareBound(pair, bound, feltAs(pair, bound.keyword, bound.measure, spot));
  compareMultipleOf(pair, feltAs(pair, 'multipleOf', 'number', spot));
  compareUniqueItems(pair, feltAs(pair, 'uniqueItems', 'array', spot));
  comparePattern(pair, feltAs(pair, 'pattern', 'string', spot));
  compareContent(pair, spot);
};
