import { isAnything, isNever } from '../diff-graph/document.ts';
import { isSame, type JsonObject, named, objectAt, own, step, textsAt } from '../diff-graph/json.ts';
import { type Compare, note, type Pair, type Spot, within } from '../diff-value/spot.ts';
import { isMeasured, typesOf } from '../diff-value/implied.ts';

type Keyword = {
  keyword: string;
  name: string;
  /** What the keyword asks for, in a sentence about the place. */
  words: string;
  path: string;
  isMixed?: boolean;
};

const keywords: readonly Keyword[] = [
  { keyword: 'propertyNames', name: 'property-names', words: 'a rule for the names of properties', path: '' },
  { keyword: 'contains', name: 'contains', words: 'a rule that some item must fit', path: '[]' },
  { keyword: 'if', name: 'if', words: 'a condition', path: '', isMixed: true },
  { keyword: 'then', name: 'then', words: 'a rule for when the condition holds', path: '' },
  { keyword: 'else', name: 'else', words: 'a rule for when the condition does not hold', path: '' },
  { keyword: 'contentSchema', name: 'content-schema', words: 'a schema of the content', path: '' },
  { keyword: 'unevaluatedItems', name: 'unevaluated-items', words: 'a rule for all other items', path: '[]' },
  {
    keyword: 'unevaluatedProperties',
    name: 'unevaluated-properties',
    words: 'a rule for all other properties',
    path: '.*',
  },
];

/** What a keyword asks for; nothing, of some items of which there may be none. */
const heard = (schema: JsonObject, keyword: string): unknown => {
  if (keyword === 'contains' && schema.minContains === 0 && schema.maxContains === undefined)
    return undefined;
  // Beside a rule for additional properties, none is left that no rule has seen.
  if (keyword === 'unevaluatedProperties' && schema.additionalProperties !== undefined) return undefined;
  return schema[keyword];
};

const compareKeyword = (
  pair: Pair,
  { keyword, name, words, path, isMixed }: Keyword,
  spot: Spot,
  compare: Compare,
): void => {
  const [was, is] = [heard(pair.base, keyword), heard(pair.revision, keyword)];
  if (isAnything(was) && isAnything(is)) return;
  const keys = [keyword];
  if (isAnything(was)) {
    const text = `${words} was added to %place%`;
    note(spot, {
      suffix: `${name}-added`,
      effect: 'narrows',
      text,
      subject: keyword,
      keys,
      only: 'revision',
    });
  } else if (isAnything(is)) {
    const text = `${words} was removed from %place%`;
    note(spot, { suffix: `${name}-removed`, effect: 'widens', text, subject: keyword, keys, only: 'base' });
  } else {
    const { maxContains } = pair.base;
    const { inner } = spot.role;
    const mixes =
      isMixed === true ||
      (keyword === 'contains' && (maxContains ?? pair.revision.maxContains) !== undefined);
    compare(was, is, within(spot, [keyword], path, mixes ? inner.mixed : inner));
  }
};

// What fits nothing forbids nothing.
const withoutIdleNot = (schema: JsonObject): JsonObject =>
  isNever(schema.not) ? { ...schema, not: undefined } : schema;

const compareNot = (pair: Pair, spot: Spot, compare: Compare): void => {
  const [base, revision] = [withoutIdleNot(pair.base), withoutIdleNot(pair.revision)];
  if (base.not === undefined && revision.not === undefined) return;
  const keys = ['not'];
  if (base.not === undefined) {
    const text = 'values that a schema describes are now forbidden in %place%';
    note(spot, { suffix: 'not-added', effect: 'narrows', text, keys, only: 'revision' });
  } else if (revision.not === undefined) {
    const text = 'values that a schema describes are no longer forbidden in %place%';
    note(spot, { suffix: 'not-removed', effect: 'widens', text, keys, only: 'base' });
  } else compare(base.not, revision.not, within(spot, keys, '', spot.role.inner.negated));
};

type Openness = 'open' | 'closed' | 'ruled';

const opennessOf = (schema: unknown): Openness =>
  schema === false ? 'closed' : isAnything(schema) ? 'open' : 'ruled';

const compareAdditional = ({ base, revision }: Pair, spot: Spot, compare: Compare): void => {
  const [left, right] = [base.additionalProperties, revision.additionalProperties];
  const [was, is] = [opennessOf(left), opennessOf(right)];
  const keys = ['additionalProperties'];
  if (was === is) {
    if (was === 'ruled') compare(left, right, within(spot, keys, '.*'));
    return;
  }
  const subject = `${was} ${is}`;
  if (is === 'closed') {
    const text = '%place% no longer allows additional properties';
    note(spot, { suffix: 'additional-properties-disallowed', effect: 'narrows', text, subject, keys });
  } else if (was === 'closed') {
    const effect = spot.role.direction === 'response' ? 'risky' : 'widens';
    const text = '%place% now allows additional properties';
    note(spot, { suffix: 'additional-properties-allowed', effect, text, subject, keys });
  } else if (is === 'ruled') {
    const text = 'a rule for additional properties was added to %place%';
    note(spot, { suffix: 'additional-properties-schema-added', effect: 'narrows', text, subject, keys });
  } else {
    const text = 'the rule for additional properties was removed from %place%';
    note(spot, { suffix: 'additional-properties-schema-removed', effect: 'widens', text, subject, keys });
  }
};

type Entries = { keyword: string; name: string; words: string; path: string };

const entries: readonly Entries[] = [
  {
    keyword: 'patternProperties',
    name: 'pattern-property',
    words: 'a rule for properties named like',
    path: '.*',
  },
  {
    keyword: 'dependentSchemas',
    name: 'dependent-schema',
    words: 'a rule for when there is the property',
    path: '',
  },
];

const compareEntries = (
  pair: Pair,
  { keyword, name, words, path }: Entries,
  spot: Spot,
  compare: Compare,
): void => {
  if (pair.base[keyword] === undefined && pair.revision[keyword] === undefined) return;
  const [was, is] = [objectAt(pair.base, keyword), objectAt(pair.revision, keyword)];
  for (const key of Object.keys(was)) {
    const keys = [keyword, key];
    const twin = own(is, key);
    if (twin !== undefined) {
      compare(was[key], twin, { ...within(spot, keys, path), trail: `${spot.trail}/${keyword} ${key}` });
      continue;
    }
    const text = `${words} ${named(key)} was removed from %place%`;
    note(spot, { suffix: `${name}-removed`, effect: 'widens', text, subject: key, keys, only: 'base' });
  }
  for (const key of Object.keys(is)) {
    if (own(was, key) !== undefined) continue;
    const text = `${words} ${named(key)} was added to %place%`;
    note(spot, {
      suffix: `${name}-added`,
      effect: 'narrows',
      text,
      subject: key,
      keys: [keyword, key],
      only: 'revision',
    });
  }
};

const compareDependentRequired = ({ base, revision }: Pair, spot: Spot): void => {
  const keyword = 'dependentRequired';
  if (isSame(base[keyword], revision[keyword])) return;
  const [was, is] = [objectAt(base, keyword), objectAt(revision, keyword)];
  for (const name of new Set([...Object.keys(was), ...Object.keys(is)])) {
    const [before, now] = [textsAt(was, name).toSorted(), textsAt(is, name).toSorted()];
    if (isSame(before, now)) continue;
    const keys = [keyword, name];
    const subject = `${name} ${before.join()} ${now.join()}`;
    const list = now.slice(0, 10).map(named).join(', ');
    if (before.length === 0) {
      const text = `%place% must now have ${list} when it has ${named(name)}`;
      note(spot, {
        suffix: 'dependent-required-added',
        effect: 'narrows',
        text,
        subject,
        keys,
        only: 'revision',
      });
    } else if (now.length === 0) {
      const text = `%place% need no longer have more when it has ${named(name)}`;
      note(spot, {
        suffix: 'dependent-required-removed',
        effect: 'widens',
        text,
        subject,
        keys,
        only: 'base',
      });
    } else {
      const text = `what %place% must have when it has ${named(name)} changed to ${list}`;
      note(spot, { suffix: 'dependent-required-changed', effect: 'replaces', text, subject, keys });
    }
  }
};

const listOf = (schema: JsonObject): readonly unknown[] =>
  Array.isArray(schema.prefixItems) ? schema.prefixItems : Array.isArray(schema.items) ? schema.items : [];

const restOf = (schema: JsonObject): unknown =>
  Array.isArray(schema.items) ? schema.additionalItems : schema.items;

/** What is said of all other items, when it says anything about the values of one. */
const knownRest = (schema: JsonObject): unknown => {
  const rest = restOf(schema);
  return isAnything(rest) || isNever(rest) ? undefined : rest;
};

const comparePrefix = (pair: Pair, spot: Spot, compare: Compare): void => {
  const [was, is] = [listOf(pair.base), listOf(pair.revision)];
  for (const [index, schema] of was.entries()) {
    const keys = ['prefixItems', index];
    const twin = index < is.length ? is[index] : knownRest(pair.revision);
    if (twin !== undefined) {
      const at = within(spot, keys, '[]');
      const pointer = index < is.length ? at.pointer : step(spot.pointer, 'items');
      compare(schema, twin, { ...at, pointer, trail: `${spot.trail}[${index}]` });
      continue;
    }
    if (isAnything(schema) && !isNever(restOf(pair.revision))) continue;
    const effect = restOf(pair.revision) === false ? 'narrows' : 'widens';
    const text = `the schema of item ${index + 1} was removed from %place%`;
    note(spot, {
      suffix: 'prefix-items-removed',
      effect,
      text,
      subject: `${index}`,
      keys,
      path: '[]',
      only: 'base',
    });
  }
  for (let index = was.length; index < is.length; index += 1) {
    const keys = ['prefixItems', index];
    const rest = knownRest(pair.base);
    if (rest !== undefined) {
      const basePointer = step(spot.basePointer, 'items');
      compare(rest, is[index], {
        ...within(spot, keys, '[]'),
        basePointer,
        trail: `${spot.trail}[${index}]`,
      });
      continue;
    }
    if (isAnything(is[index]) && !isNever(restOf(pair.base))) continue;
    const effect = restOf(pair.base) === false ? 'widens' : 'narrows';
    const text = `a schema of item ${index + 1} was added to %place%`;
    note(spot, {
      suffix: 'prefix-items-added',
      effect,
      text,
      subject: `${index}`,
      keys,
      path: '[]',
      only: 'revision',
    });
  }
};

const allowsLists = (schema: JsonObject): boolean => typesOf(schema)?.has('array') ?? true;

/** Compares what a list says of its items. */
export const compareItems = (pair: Pair, spot: Spot, compare: Compare): void => {
  const { base, revision } = pair;
  if (base.prefixItems ?? revision.prefixItems ?? base.additionalItems ?? revision.additionalItems)
    comparePrefix(pair, spot, compare);
  const [was, is] = [restOf(base), restOf(revision)];
  if (isAnything(was) && isAnything(is)) return;
  const keys = ['items'];
  const isKnown = (!isAnything(was) && !isAnything(is)) || isNever(was) || isNever(is);
  if (isKnown) compare(was ?? true, is ?? true, within(spot, keys, '[]'));
  else if (!allowsLists(base) || !allowsLists(revision)) return;
  else if (isAnything(was)) {
    const text = 'a schema of the items was added to %place%';
    note(spot, { suffix: 'items-added', effect: 'narrows', text, keys, only: 'revision' });
  } else {
    const text = 'the schema of the items was removed from %place%';
    note(spot, { suffix: 'items-removed', effect: 'widens', text, keys, only: 'base' });
  }
};

/** Compares the keywords that hold further schemas, but for properties, items and unions. */
export const compareStructure = (pair: Pair, spot: Spot, compare: Compare): void => {
  for (const keyword of keywords) compareKeyword(pair, keyword, spot, compare);
  for (const entry of entries) compareEntries(pair, entry, spot, compare);
  compareNot(pair, spot, compare);
  if (!isMeasured(pair.base, 'object') && !isMeasured(pair.revision, 'object')) return;
  compareAdditional(pair, spot, compare);
  compareDependentRequired(pair, spot);
};
