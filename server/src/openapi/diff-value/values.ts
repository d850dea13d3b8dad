import { brief, canonical, isObject, isSame, type JsonObject } from '../diff-graph/json.ts';
import { isOfType, typesOf, valuesOf } from './implied.ts';
import { note, type Pair, type Spot } from './spot.ts';

const isNamed = (schema: JsonObject): boolean => Array.isArray(schema.enum);
const hasConst = (schema: JsonObject): boolean => Object.hasOwn(schema, 'const') && schema.const !== null;

/** Where values travel as text, 1 and "1" are one. */
const keyOf = (value: unknown, isLoose: boolean): string => {
  if (typeof value === 'string') return isLoose ? value : `"${value}"`;
  return canonical(value);
};

/** Whether the named values are all that the type has. */
const areAll = (types: ReadonlySet<string> | undefined, values: ReadonlyMap<string, unknown>): boolean =>
  types?.size === 1 && types.has('boolean') && values.size === 2;

/**
 * The values that are allowed by name, each under its canonical text; `null` is the business of nullability. What the type
 * does not allow is not there; when nothing is left out, nothing is named.
 */
const namedValues = (schema: JsonObject, { role }: Spot): Map<string, unknown> | undefined => {
  const list = valuesOf(schema);
  if (!list) return undefined;
  const types = typesOf(schema);
  const values = new Map<string, unknown>();
  for (const value of list)
    if (value !== null && isOfType(value, types)) values.set(keyOf(value, role.isLoose), value);
  // Where only null is named, that is the type.
  const isNull = values.size === 0 && list.includes(null);
  return isNull || areAll(types, values) ? undefined : values;
};

const extensible = 'x-extensible-enum';

const isHeaderProperty = ({ role }: Spot): boolean => role.paramIn === 'header' && !role.isRoot;

/**
 * Whether readers were told that more values may come: by the words of those who say so, since OpenAPI has none of its own.
 */
const isExtensible = (schema: JsonObject): boolean => {
  const values = schema['x-ms-enum'];
  return (
    schema[extensible] === true ||
    Array.isArray(schema[extensible]) ||
    schema['x-extensible'] === true ||
    schema['x-speakeasy-unknown-values'] === 'allow' ||
    (isObject(values) && values.modelAsString === true)
  );
};

/** More values stop readers who were promised that there are no others. */
const effectOfMore = ({ base }: Pair, { role }: Spot): 'notes' | 'widens' =>
  role.direction === 'response' && isExtensible(base) ? 'notes' : 'widens';

const compareEnum = (was: Map<string, unknown>, is: Map<string, unknown>, pair: Pair, spot: Spot): void => {
  const addedEffect = effectOfMore(pair, spot);
  for (const text of was.keys())
    if (!is.has(text))
      note(spot, {
        suffix: 'enum-value-removed',
        effect: 'narrows',
        text: `the value ${brief(was.get(text))} was removed from the enum of %place%`,
        subject: text,
        keys: ['enum'],
      });
  for (const text of is.keys())
    if (!was.has(text))
      note(spot, {
        suffix: 'enum-value-added',
        effect: addedEffect,
        text: `the value ${brief(is.get(text))} was added to the enum of %place%`,
        subject: text,
        keys: ['enum'],
      });
};

const noteBecameEnum = (values: Map<string, unknown>, spot: Spot): void =>
  note(spot, {
    suffix: 'became-enum',
    ...(isHeaderProperty(spot) ? { id: 'request-header-property-became-enum' } : {}),
    effect: 'narrows',
    text: `%place% was restricted to the values ${brief([...values.values()])}`,
    subject: [...values.keys()].toSorted().join(),
    keys: ['enum'],
    only: 'revision',
  });

const noteNoEnum = (values: Map<string, unknown>, pair: Pair, spot: Spot): void =>
  note(spot, {
    suffix: 'became-not-enum',
    effect: effectOfMore(pair, spot),
    text: `%place% is no longer restricted to the values ${brief([...values.values()])}`,
    subject: [...values.keys()].toSorted().join(),
    keys: ['enum'],
    only: 'base',
  });

const compareConst = ({ base, revision }: Pair, spot: Spot): void => {
  const [had, has] = [hasConst(base), hasConst(revision)];
  if ((!had && !has) || (had && has && isSame(base.const, revision.const))) return;
  const subject = `const ${brief(base.const)} ${brief(revision.const)}`;
  const keys = ['const'];
  if (!had) {
    const text = `%place% must now be ${brief(revision.const)}`;
    note(spot, { suffix: 'const-added', effect: 'narrows', text, subject, keys, only: 'revision' });
  } else if (!has) {
    const text = `%place% need no longer be ${brief(base.const)}`;
    note(spot, { suffix: 'const-removed', effect: 'widens', text, subject, keys, only: 'base' });
  } else {
    const text = `the only value of %place% changed from ${brief(base.const)} to ${brief(revision.const)}`;
    note(spot, { suffix: 'const-changed', effect: 'replaces', text, subject, keys });
  }
};

const compareExtensible = ({ base, revision }: Pair, spot: Spot): void => {
  const [was, is] = [base[extensible], revision[extensible]];
  if (!Array.isArray(was) || !Array.isArray(is)) return;
  const before = new Map(was.map((value: unknown) => [canonical(value), value]));
  const now = new Map(is.map((value: unknown) => [canonical(value), value]));
  for (const [subject, value] of before)
    if (!now.has(subject))
      note(spot, {
        suffix: 'x-extensible-enum-value-removed',
        effect: 'narrows',
        text: `the value ${brief(value)} was removed from the extensible enum of %place%`,
        subject,
        keys: [extensible],
      });
  for (const [subject, value] of now)
    if (!before.has(subject))
      note(spot, {
        suffix: 'x-extensible-enum-value-added',
        effect: 'notes',
        text: `the value ${brief(value)} was added to the extensible enum of %place%`,
        subject,
        keys: [extensible],
      });
};

const compareDefault = ({ base, revision }: Pair, spot: Spot): void => {
  const [was, is] = [base.default, revision.default];
  if (isSame(was, is)) return;
  const effect = spot.role.paramIn === undefined || !spot.role.isRoot ? 'notes' : 'risky';
  const subject = `default ${brief(was)} ${brief(is)}`;
  const keys = ['default'];
  if (was === undefined) {
    const text = `the default ${brief(is)} was added to %place%`;
    note(spot, { suffix: 'default-value-added', effect, text, subject, keys, only: 'revision' });
  } else if (is === undefined) {
    const text = `the default ${brief(was)} was removed from %place%`;
    note(spot, { suffix: 'default-value-removed', effect, text, subject, keys, only: 'base' });
  } else {
    const text = `the default of %place% changed from ${brief(was)} to ${brief(is)}`;
    note(spot, { suffix: 'default-value-changed', effect, text, subject, keys });
  }
};

/** Compares which values are allowed by name, and which one is meant when there is none. */
export const compareValues = (pair: Pair, spot: Spot): void => {
  const { base, revision } = pair;
  if (!isNamed(base) && !isNamed(revision)) compareConst(pair, spot);
  else if (!isSame(base.enum, revision.enum) || !isSame(base.const, revision.const)) {
    const [was, is] = [namedValues(base, spot), namedValues(revision, spot)];
    if (was && is) compareEnum(was, is, pair, spot);
    else if (is) noteBecameEnum(is, spot);
    else if (was) noteNoEnum(was, pair, spot);
  }
  compareExtensible(pair, spot);
  compareDefault(pair, spot);
};
