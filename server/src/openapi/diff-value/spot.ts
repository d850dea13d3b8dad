import { type Frame, sentenceOf } from '../diff-graph/frame.ts';
import type { DiffGraph } from '../diff-graph/graph.ts';
import { isObject, type JsonObject, named, own, step } from '../diff-graph/json.ts';
import type { SchemaRole } from '../diff-graph/schema-role.ts';
import { type Effect, gradeAs, type Severity } from '../diff-graph/severity.ts';

/** What the surrounding `allOf` says of the properties of a part: each name with its schema, and who is required. */
export type Inherited = {
  base: { properties: JsonObject; required: ReadonlySet<string> };
  revision: { properties: JsonObject; required: ReadonlySet<string> };
};

/** A part of a schema that was put together, where it stands in its document. */
export type Part = { node: JsonObject; pointer: string };

/** Where a comparison stands: in which frame and role, how deep in the fields, where in both documents. */
export type Spot = {
  graph: DiffGraph;
  frame: Frame;
  role: SchemaRole;
  /** The fields from the frame to here: `.customer.addresses[]`. */
  path: string;
  /** The same with the alternatives of unions, for the fingerprint. */
  trail: string;
  basePointer: string;
  pointer: string;
  depth: number;
  /** That the caller has compared whether `null` is allowed. */
  isNullKnown?: boolean;
  inherited?: Inherited;
  /** The parts of which the schemas were put together, so that each word is found where it was written. */
  parts?: { base: readonly Part[]; revision: readonly Part[] };
  /** That the schemas are several parts in one, so that a type need not stand beside what it is about. */
  isTogether?: boolean;
  /** That what is noted here binds no value. */
  isIdle?: boolean;
};

/** A pair of schemas, references followed. */
export type Pair = { base: JsonObject; revision: JsonObject };

/** How two schemas are compared; handed down so that rules can go deeper. */
export type Compare = (base: unknown, revision: unknown, spot: Spot) => void;

const holds = ({ node }: Part, keys: readonly (string | number)[]): boolean => {
  const [first, second] = keys;
  const inner = own(node, String(first));
  if (first !== 'properties' || second === undefined) return inner !== undefined;
  return isObject(inner) && Object.hasOwn(inner, String(second));
};

/** The pointer of some keys below a place, or below the part of it that has them. */
const below = (
  start: string,
  parts: readonly Part[] | undefined,
  keys: readonly (string | number)[],
): string => {
  let pointer = keys.length > 0 ? (parts?.find((part) => holds(part, keys))?.pointer ?? start) : start;
  for (const key of keys) pointer = step(pointer, key);
  return pointer;
};

/** One step further, in both documents alike. */
export const within = (
  spot: Spot,
  keys: readonly (string | number)[],
  path = '',
  role: SchemaRole = spot.role.inner,
): Spot => {
  const basePointer = below(spot.basePointer, spot.parts?.base, keys);
  const pointer = below(spot.pointer, spot.parts?.revision, keys);
  const trail = path === '' ? `${spot.trail}/${keys[0] ?? ''}` : spot.trail + path;
  const { graph, frame, depth } = spot;
  return { graph, frame, role, path: spot.path + path, trail, basePointer, pointer, depth: depth + 1 };
};

const readOnlyIds = new Set([
  'enum-value-removed',
  'exclusive-max-decreased',
  'exclusive-min-increased',
  'max-decreased',
  'max-items-decreased',
  'max-length-decreased',
  'max-properties-decreased',
  'min-increased',
]);

// Below a parameter only these have ids of their own; the other ids are those of the parameter.
const parameterPropertyIds = /^(type|list-of-types|enum-value|became-(not-)?nullable)/;

const prefixOf = ({ role, path }: Spot, suffix: string, effect: Effect): string => {
  const { prefix, isRoot } = role;
  if (isRoot && prefix === 'response-body' && /^(enum-value|became-(not-)?enum)/.test(suffix))
    return 'response-mediatype';
  if (prefix === 'request-parameter-property' && /^(\[\])+$/.test(path) && !parameterPropertyIds.test(suffix))
    return 'request-parameter';
  if (!role.isSilent && !role.isMuted) return prefix;
  if (prefix === 'request-property' && effect === 'narrows' && readOnlyIds.has(suffix))
    return 'request-read-only-property';
  if (prefix === 'response-property' && suffix === 'enum-value-added') return 'response-write-only-property';
  return prefix;
};

/** What nobody sends stops nobody. */
const gradeOf = ({ role, isIdle }: Spot, id: string, effect: Effect): Severity =>
  isIdle === true || id.startsWith('response-write-only-') ? 'compatible' : gradeAs(role, effect);

const innerNoun = (role: SchemaRole): string =>
  role.noun.endsWith('parameter') || role.noun.endsWith('header') ? 'property' : `${role.noun} property`;

/** How a sentence calls the place: `request property x of POST /pets`. */
export const phraseOf = (spot: Spot, path = ''): string => {
  const whole = spot.path + path;
  const { label } = spot.frame;
  if (whole === '') return label.self;
  return `${innerNoun(spot.role)} ${named(whole.startsWith('.') ? whole.slice(1) : whole)} of ${label.owner}`;
};

type Note = {
  /** What follows the place in the id: `max-length-decreased`. */
  suffix: string;
  effect: Effect;
  /** The sentence; `%place%` is the place. */
  text: string;
  /** Names and values, for the fingerprint. */
  subject?: string;
  /** The whole id, where the place's prefix is not how it begins. */
  id?: string;
  /** A step further into the fields. */
  path?: string;
  /** A step further in the documents. */
  keys?: readonly (string | number)[];
  only?: 'base' | 'revision';
};

/** Records a difference at a place. */
export const note = (
  spot: Spot,
  { suffix, effect, text, subject = '', id, path = '', keys = [], only }: Note,
): void => {
  const basePointer = below(spot.basePointer, spot.parts?.base, keys);
  const pointer = below(spot.pointer, spot.parts?.revision, keys);
  const whole = id ?? `${prefixOf(spot, suffix, effect)}-${suffix}`;
  spot.frame.findings.push({
    id: whole,
    severity: gradeOf(spot, whole, effect),
    direction: spot.role.direction,
    text: sentenceOf(text, phraseOf(spot, path)),
    subject: `${spot.trail}${path} ${subject}`,
    basePointer: only === 'revision' ? undefined : basePointer,
    pointer: only === 'base' ? undefined : pointer,
    path: spot.path + path,
    field: undefined,
    isOfDocument: false,
  });
};
