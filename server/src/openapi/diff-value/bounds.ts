import { compareNumbers, ExactNumber, isSameScalar } from '@parley/shared/words/json-number';
import { brief, isSame, type JsonObject } from '../diff-graph/json.ts';
import { note, type Pair, type Spot } from './spot.ts';

type Bound = { keyword: string; name: string; words: string; isUpper: boolean; neutral?: number };

const bounds: readonly Bound[] = [
  { keyword: 'maximum', name: 'max', words: 'maximum', isUpper: true },
  { keyword: 'minimum', name: 'min', words: 'minimum', isUpper: false },
  { keyword: 'exclusiveMaximum', name: 'exclusive-max', words: 'exclusive maximum', isUpper: true },
  { keyword: 'exclusiveMinimum', name: 'exclusive-min', words: 'exclusive minimum', isUpper: false },
  { keyword: 'maxLength', name: 'max-length', words: 'maximum length', isUpper: true },
  { keyword: 'minLength', name: 'min-length', words: 'minimum length', isUpper: false, neutral: 0 },
  { keyword: 'maxItems', name: 'max-items', words: 'maximum number of items', isUpper: true },
  { keyword: 'minItems', name: 'min-items', words: 'minimum number of items', isUpper: false, neutral: 0 },
  { keyword: 'maxProperties', name: 'max-properties', words: 'maximum number of properties', isUpper: true },
  {
    keyword: 'minProperties',
    name: 'min-properties',
    words: 'minimum number of properties',
    isUpper: false,
    neutral: 0,
  },
  { keyword: 'maxContains', name: 'max-contains', words: 'maximum number of matching items', isUpper: true },
  {
    keyword: 'minContains',
    name: 'min-contains',
    words: 'minimum number of matching items',
    isUpper: false,
  },
];

/** A number, to the last digit of what was written. */
type Amount = number | ExactNumber;

const isAmount = (value: unknown): value is Amount =>
  typeof value === 'number' || value instanceof ExactNumber;

/**
 * Whether two bounds are one. A document that was kept before numbers were exact holds 9223372036854776000 where its author
 * wrote 9223372036854775807: a double and a number that is rounded to it are no change.
 */
const isSameBound = (left: Amount | undefined, right: Amount | undefined): boolean =>
  isSameScalar(left, right) || (typeof left !== typeof right && Number(left) === Number(right));

/** Below 0 when `left` is less than `right`. */
const order = (left: Amount, right: Amount): number =>
  typeof left === 'number' && typeof right === 'number'
    ? left - right
    : compareNumbers(String(left), String(right));

/** The bound in force. OpenAPI 3.0 says with a boolean that `maximum` is exclusive. */
const valueOf = (schema: JsonObject, { keyword, neutral }: Bound): Amount | undefined => {
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
  return isAmount(value) ? value : neutral;
};

/** Whether a bound that came is no tighter than its inclusive or exclusive twin that went. */
const isTakenOver = (pair: Pair, bound: Bound, isSet: boolean): boolean => {
  const twins: Record<string, string> = {
    max: 'exclusive-max',
    min: 'exclusive-min',
    'exclusive-max': 'max',
    'exclusive-min': 'min',
  };
  const twin = bounds.find(({ name }) => name === twins[bound.name]);
  if (!twin) return false;
  const [mine, other] = isSet ? [pair.revision, pair.base] : [pair.base, pair.revision];
  const value = valueOf(mine, bound);
  const before = valueOf(other, twin);
  if (value === undefined || before === undefined) return false;
  const isExclusive = bound.name.startsWith('exclusive');
  const slack = bound.isUpper ? order(value, before) : order(before, value);
  return slack > 0 || (slack === 0 && !isExclusive);
};

const compareBound = (pair: Pair, bound: Bound, spot: Spot): void => {
  if (isSameBound(valueOf(pair.base, bound), valueOf(pair.revision, bound))) return;
  const { name, words, isUpper, keyword } = bound;
  const [was, is] = [pair.base, pair.revision].map((side) =>
    side[keyword] === undefined && keyword !== 'minContains' ? undefined : valueOf(side, bound),
  );
  const subject = `${keyword} ${String(was)} ${String(is)}`;
  const keys = [keyword];
  if (was === undefined) {
    const effect = isTakenOver(pair, bound, true) ? 'widens' : 'narrows';
    const text = `a ${words} of ${String(is)} was set on %place%`;
    note(spot, { suffix: `${name}-set`, effect, text, subject, keys, only: 'revision' });
  } else if (is === undefined) {
    const effect = isTakenOver(pair, bound, false) ? 'narrows' : 'widens';
    const text = `the ${words} of ${String(was)} was removed from %place%`;
    note(spot, { suffix: `${name}-unset`, effect, text, subject, keys, only: 'base' });
  } else {
    const isMore = order(is, was) > 0;
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

const compareMultipleOf = ({ base, revision }: Pair, spot: Spot): void => {
  const [was, is] = [base.multipleOf, revision.multipleOf];
  if (isSameScalar(was, is)) return;
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

const compareUniqueItems = ({ base, revision }: Pair, spot: Spot): void => {
  const [was, is] = [base.uniqueItems === true, revision.uniqueItems === true];
  if (was === is) return;
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

const everything = /^\^?(\.\*|\[\\s\\S\]\*|\(\.\*\))\$?$/;

const comparePattern = ({ base, revision }: Pair, spot: Spot): void => {
  const [was, is] = [base.pattern, revision.pattern];
  if (was === is) return;
  const subject = `pattern ${brief(was)} ${brief(is)}`;
  const keys = ['pattern'];
  if (typeof was !== 'string' && typeof is === 'string') {
    const text = `the pattern ${brief(is)} was set on %place%`;
    note(spot, { suffix: 'pattern-added', effect: 'narrows', text, subject, keys, only: 'revision' });
  } else if (typeof is !== 'string' && typeof was === 'string') {
    const text = `the pattern ${brief(was)} was removed from %place%`;
    note(spot, { suffix: 'pattern-removed', effect: 'widens', text, subject, keys, only: 'base' });
  } else if (typeof was === 'string' && typeof is === 'string') {
    const isGeneral = spot.role.direction === 'request' && everything.test(is);
    const text = `the pattern of %place% changed from ${brief(was)} to ${brief(is)}`;
    if (isGeneral) note(spot, { suffix: 'pattern-generalized', effect: 'widens', text, subject, keys });
    else note(spot, { suffix: 'pattern-changed', effect: 'shifts', text, subject, keys });
  }
};

const content = [
  { keyword: 'contentMediaType', name: 'content-media-type', words: 'media type of the content' },
  { keyword: 'contentEncoding', name: 'content-encoding', words: 'encoding of the content' },
];

const compareContent = ({ base, revision }: Pair, spot: Spot): void => {
  for (const { keyword, name, words } of content) {
    const [was, is] = [base[keyword], revision[keyword]];
    if (isSame(was, is)) continue;
    note(spot, {
      suffix: `${name}-changed`,
      effect: 'replaces',
      text: `the ${words} of %place% changed from ${brief(was ?? 'none')} to ${brief(is ?? 'none')}`,
      subject: `${keyword} ${brief(was)} ${brief(is)}`,
      keys: [keyword],
    });
  }
};

/** Without a rule for some items it is idle; with a new one only what it says itself counts. */
const isMinContainsMeant = ({ base, revision }: Pair): boolean =>
  (base.contains !== undefined && revision.contains !== undefined) ||
  (base.minContains === undefined) !== (revision.minContains === undefined);

/** Compares what a schema says of one value by itself: bounds, lengths, counts, pattern, multiples, encoding. */
export const compareBounds = (pair: Pair, spot: Spot): void => {
  for (const bound of bounds)
    if (bound.name !== 'min-contains' || isMinContainsMeant(pair)) compareBound(pair, bound, spot);
  compareMultipleOf(pair, spot);
  compareUniqueItems(pair, spot);
  comparePattern(pair, spot);
  compareContent(pair, spot);
};
