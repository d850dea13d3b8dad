import type { Contract } from '../diff-graph/document.ts';
import { brief, isSame, type JsonObject } from '../diff-graph/json.ts';
import { isNullSchema } from './null.ts';
import { isAmount, typesOf, wholeTypesOf } from './implied.ts';
import { note, type Pair, type Spot } from './spot.ts';

type Types = ReadonlySet<string>;
type Relation = 'same' | 'wider' | 'narrower' | 'different';

const plain = new Set([
  'type',
  'title',
  'description',
  'nullable',
  'example',
  'examples',
  '$comment',
  'deprecated',
]);

/** The types of a union whose alternatives say nothing but their type. */
const listedTypes = (contract: Contract, schema: JsonObject): Types | undefined => {
  const list = schema.oneOf ?? schema.anyOf;
  if (!Array.isArray(list) || schema.type !== undefined || (schema.oneOf && schema.anyOf)) return undefined;
  const types = new Set<string>();
  for (const one of list) {
    const node = contract.schemaAt(one, '')?.node;
    if (!node) return undefined;
    if (isNullSchema(contract, node)) continue;
    const inner = typesOf(node);
    if (!inner || Object.keys(node).some((key) => !plain.has(key))) return undefined;
    for (const type of inner) types.add(type);
  }
  return types.size > 0 ? types : undefined;
};

const covers = (types: Types, type: string): boolean =>
  types.has(type) || (type === 'integer' && types.has('number'));

const relate = (was: Types | undefined, is: Types | undefined): Relation => {
  if (!was || !is) return was === is ? 'same' : is ? 'narrower' : 'wider';
  const isWider = [...was].every((type) => covers(is, type));
  const isNarrower = [...is].every((type) => covers(was, type));
  if (isWider && isNarrower) return 'same';
  return isWider ? 'wider' : isNarrower ? 'narrower' : 'different';
};

const widerFormats: Record<string, readonly string[]> = {
  int32: ['int64', 'float', 'double', 'decimal'],
  int64: ['decimal'],
  float: ['double', 'decimal'],
  double: ['decimal'],
};

const isWiderFormat = (was: string, is: string): boolean => widerFormats[was]?.includes(is) ?? false;

const relateFormats = ({ base, revision }: Pair): Relation => {
  const [was, is] = [base.format, revision.format];
  if (isSame(was, is)) return 'same';
  if (typeof is !== 'string') return 'wider';
  if (typeof was !== 'string') return 'narrower';
  if (isWiderFormat(was, is)) return 'wider';
  return isWiderFormat(is, was) ? 'narrower' : 'different';
};

// That a number has 64 bits was hardly ever in doubt.
const isBroad = (was: unknown, is: unknown): boolean =>
  was === undefined && (is === 'int64' || is === 'double');

const isFormality = ({ base, revision }: Pair): boolean =>
  relate(typesOf(base), typesOf(revision)) === 'same' &&
  (isBroad(base.format, revision.format) || isBroad(revision.format, base.format));

const relatePair = (pair: Pair): Relation => {
  const isSameWhole = relate(wholeTypesOf(pair.base), wholeTypesOf(pair.revision)) === 'same';
  const types = isSameWhole ? 'same' : relate(typesOf(pair.base), typesOf(pair.revision));
  const formats = relateFormats(pair);
  if (types === 'same') return formats;
  if (types === 'different' || formats === 'same' || formats === types) return types;
  // A format that is gone with its type, or came with it, is no word of its own.
  const { base, revision } = pair;
  if (types === 'narrower' && typeof base.format !== 'string') return types;
  if (types === 'wider' && typeof revision.format !== 'string') return types;
  return 'different';
};

const wordsOf = (schema: JsonObject): string => {
  const type = schema.type === undefined ? 'any type' : brief(schema.type);
  return typeof schema.format === 'string' ? `${type} (${schema.format})` : type;
};

const isText = (schema: JsonObject): boolean => {
  const types = typesOf(schema);
  return types !== undefined && types.has('string') && schema.format === undefined;
};

/** Where values travel as text, a string takes any scalar; lists and objects only where they are one text too. */
const takesAsText = (text: JsonObject, other: JsonObject, { role }: Spot): boolean => {
  const types = typesOf(other);
  if (!isText(text) || !types) return false;
  const isLone = isAmount(other.maxItems) && Number(other.maxItems) <= 1;
  return role.isOneText || [...types].every((type) => (type !== 'array' || isLone) && type !== 'object');
};

/** Whether nobody notices on the wire: callers still send what is taken, readers still get what they read as text. */
const isWireSafe = ({ base, revision }: Pair, spot: Spot): boolean => {
  if (!spot.role.isLoose) return false;
  return spot.role.direction === 'request'
    ? takesAsText(revision, base, spot)
    : takesAsText(base, revision, spot);
};

type TypeChange = { suffix: string; effect: 'narrows' | 'widens' | 'replaces' | 'risky' | 'notes' };

const changeOnWire = ({ role }: Spot): TypeChange => {
  if (role.paramIn === undefined) return { suffix: 'type-compatible', effect: 'notes' };
  return role.isRoot
    ? { suffix: 'type-generalized', effect: 'widens' }
    : { suffix: 'type-changed', effect: 'risky' };
};

const changeInAnswer = (relation: Relation, { base, revision }: Pair): TypeChange => {
  if (relation === 'narrower') return { suffix: 'type-specialized', effect: 'narrows' };
  const isNamed = relate(typesOf(base), typesOf(revision)) === 'wider' && typesOf(revision) !== undefined;
  if (relation === 'wider')
    return { suffix: isNamed ? 'type-generalized' : 'type-changed', effect: 'widens' };
  return { suffix: 'type-changed', effect: 'replaces' };
};

const changeOf = (relation: Relation, pair: Pair, spot: Spot): TypeChange => {
  const { role } = spot;
  if (role.direction === 'response')
    return relation !== 'narrower' && isWireSafe(pair, spot)
      ? changeOnWire(spot)
      : changeInAnswer(relation, pair);
  if (relation === 'wider') return { suffix: 'type-generalized', effect: 'widens' };
  if (isWireSafe(pair, spot)) return changeOnWire(spot);
  const isNested = role.paramIn !== undefined && !role.isRoot;
  if (isNested && (relation === 'narrower' || isText(pair.base)))
    return { suffix: 'type-specialized', effect: 'narrows' };
  return { suffix: 'type-changed', effect: relation === 'narrower' ? 'narrows' : 'replaces' };
};

const limits = [
  'pattern',
  'enum',
  'const',
  'format',
  'maximum',
  'minimum',
  'maxLength',
  'minLength',
  'multipleOf',
];

/** Whether one value of the base is a list of one that the revision takes: `?id=1` for a list of ids. */
const isListOfBase = ({ base, revision }: Pair, { role, graph }: Spot): boolean => {
  if (!role.isExploded || !role.isRoot) return false;
  const [was, is] = [typesOf(base), typesOf(revision)];
  if (!was || !is?.has('array')) return false;
  if (was.has('array') || was.has('object')) return false;
  const items = graph.revision.schemaAt(revision.items, '')?.node;
  if (!items) return revision.items === undefined;
  const inner = typesOf(items);
  const takes = !inner || inner.has('string') || [...was].every((type) => covers(inner, type));
  const isTight = typeof revision.minItems === 'number' && revision.minItems > 1;
  return (
    takes && !isTight && limits.every((key) => items[key] === undefined || isSame(items[key], base[key]))
  );
};

/** Whether values of these types are texts that are taken anyway. */
const areTexts = (types: Types, list: readonly string[], { role }: Spot): boolean =>
  role.isLoose &&
  (role.paramIn === undefined || role.isRoot) &&
  types.has('string') &&
  list.every((type) => type !== 'array' && type !== 'object');

const compareLists = (was: Types, is: Types, spot: Spot): void => {
  const lost = [...was].filter((type) => !covers(is, type));
  const gained = [...is].filter((type) => !covers(was, type));
  const isRequest = spot.role.direction === 'request';
  const subject = `${[...was].toSorted().join('|')} ${[...is].toSorted().join('|')}`;
  if (lost.length > 0)
    note(spot, {
      suffix: 'list-of-types-narrowed',
      effect: isRequest && areTexts(is, lost, spot) ? 'notes' : 'narrows',
      text: `%place% can no longer be of type ${lost.join(' or ')}`,
      subject,
    });
  if (gained.length > 0)
    note(spot, {
      suffix: 'list-of-types-widened',
      effect: !isRequest && areTexts(was, gained, spot) ? 'notes' : 'widens',
      text: `%place% can now also be of type ${gained.join(' or ')}`,
      subject,
    });
};

const isUnion = (schema: JsonObject): boolean => schema.oneOf !== undefined || schema.anyOf !== undefined;

/**
 * Compares types and formats. Answers what is done with them: `union` when `oneOf` or `anyOf` only listed types, `items`
 * when a value became a list of such values.
 */
export const compareTypes = (pair: Pair, spot: Spot): 'union' | 'items' | undefined => {
  const { base, revision } = pair;
  if (isUnion(base) || isUnion(revision)) {
    const listed = {
      base: listedTypes(spot.graph.base, base),
      revision: listedTypes(spot.graph.revision, revision),
    };
    const was = listed.base ?? (isUnion(base) ? undefined : typesOf(base));
    const is = listed.revision ?? (isUnion(revision) ? undefined : typesOf(revision));
    if (was && is && (listed.base || listed.revision)) {
      compareLists(was, is, spot);
      return 'union';
    }
    if (isUnion(base) !== isUnion(revision)) return undefined;
  }
  const isList = isListOfBase(pair, spot);
  const relation = isList ? 'wider' : relatePair(pair);
  if (relation === 'same') return undefined;
  const text = `the type of %place% changed from ${wordsOf(base)} to ${wordsOf(revision)}`;
  const subject = `type ${wordsOf(base)} ${wordsOf(revision)}`;
  const change = changeOf(relation, pair, spot);
  const effect = isFormality(pair) && change.effect !== 'notes' ? 'risky' : change.effect;
  note(spot, { ...change, effect, text, subject, keys: ['type'] });
  return isList ? 'items' : undefined;
};
