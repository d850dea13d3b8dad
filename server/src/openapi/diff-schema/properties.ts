import type { Contract } from '../diff-graph/document.ts';
import { isObject, type JsonObject, objectAt, own, textsAt } from '../diff-graph/json.ts';
import { lifeSteps, stabilityOf, stabilityStep } from '../diff-graph/lifecycle.ts';
import type { Effect } from '../diff-graph/severity.ts';
import { type Compare, note, type Pair, type Spot, within } from '../diff-value/spot.ts';

const traitKeys = ['readOnly', 'writeOnly', 'default', 'deprecated', 'x-sunset', 'x-stability-level'];
const noTraits: JsonObject = {};

/** What a property says of itself rather than of its values; beside or behind its reference. */
const traitsOf = (contract: Contract, schema: unknown): JsonObject => {
  const node = isObject(schema) ? schema : {};
  const target = contract.schemaAt(schema, '')?.node ?? {};
  const parts: JsonObject[] = [node, target];
  if (Array.isArray(target.allOf))
    for (const one of target.allOf) {
      const part = contract.schemaAt(one, '')?.node;
      if (part) parts.push(part);
    }
  let traits: Record<string, unknown> | undefined;
  for (const part of parts)
    for (const key of traitKeys)
      if (part[key] !== undefined) {
        traits ??= {};
        traits[key] ??= part[key];
      }
  return traits ?? noTraits;
};

const isSilent = ({ role }: Spot, traits: JsonObject): boolean =>
  role.direction === 'request' ? traits.readOnly === true : traits.writeOnly === true;

const isHeaderRoot = ({ role }: Spot): boolean => role.paramIn === 'header';

const idOf = (spot: Spot, before: string, after: string): string => {
  const { prefix } = spot.role.inner;
  if (!prefix.endsWith('-property')) return `${before}${prefix}${after}`;
  return `${before}${prefix.slice(0, -'-property'.length)}${after}`;
};

const isClosed = (schema: JsonObject): boolean =>
  schema.additionalProperties === false || schema.unevaluatedProperties === false;

type Property = { name: string; isRequired: boolean; traits: JsonObject };

const noteRemoved = (spot: Spot, pair: Pair, { name, isRequired, traits }: Property): void => {
  const shared = { subject: name, path: `.${name}`, keys: ['properties', name], only: 'base' as const };
  if (spot.role.direction === 'request') {
    if (traits.readOnly === true) return;
    const closed = isClosed(pair.revision) ? ', and nothing else is allowed' : '';
    const isPlain = spot.role.polarity === 'plain';
    const effect = !isPlain ? 'widens' : closed === '' ? 'risky' : 'narrows';
    const id = `${spot.role.inner.prefix}-removed`;
    note(spot, { ...shared, suffix: '', id, effect, text: `%place% was removed${closed}` });
    return;
  }
  const isWriteOnly = traits.writeOnly === true;
  const kind = `${isRequired ? 'required' : 'optional'}${isWriteOnly ? '-write-only' : ''}`;
  const effect = isWriteOnly ? 'notes' : isRequired ? 'breaking' : 'risky';
  const id = idOf(spot, '', `-${kind}-property-removed`);
  note(spot, {
    ...shared,
    suffix: '',
    id,
    effect,
    text: `the ${kind.replaceAll('-', ' ')} %place% was removed`,
  });
};

const noteAddedToRequest = (spot: Spot, { name, isRequired, traits }: Property): void => {
  if (traits.readOnly === true) return;
  const shared = { subject: name, path: `.${name}`, keys: ['properties', name], only: 'revision' as const };
  if (!isRequired) {
    const id = idOf(spot, 'new-optional-', '-property');
    note(spot, { ...shared, suffix: '', id, effect: 'notes', text: 'the optional %place% was added' });
    return;
  }
  const hasDefault = traits.default !== undefined;
  const id = isHeaderRoot(spot)
    ? 'new-required-request-header-property'
    : idOf(spot, 'new-required-', `-property${hasDefault ? '-with-default' : ''}`);
  note(spot, { ...shared, suffix: '', id, effect: 'narrows', text: 'the required %place% was added' });
};

const noteAdded = (spot: Spot, pair: Pair, property: Property): void => {
  if (spot.role.direction === 'request') {
    noteAddedToRequest(spot, property);
    return;
  }
  const { name, isRequired, traits } = property;
  const isWriteOnly = traits.writeOnly === true;
  const kind = `${isRequired ? 'required' : 'optional'}${isWriteOnly ? '-write-only' : ''}`;
  const effect: Effect = isClosed(pair.base) && !isWriteOnly ? 'risky' : 'notes';
  const id = idOf(spot, '', `-${kind}-property-added`);
  const text = `the ${kind.replaceAll('-', ' ')} %place% was added`;
  note(spot, {
    suffix: '',
    id,
    effect,
    text,
    subject: name,
    path: `.${name}`,
    keys: ['properties', name],
    only: 'revision',
  });
};

/** The spot is that of the property. */
const compareRequired = (
  was: boolean,
  is: boolean,
  traits: JsonObject,
  spot: Spot,
  isDeclared = true,
): void => {
  if (was === is) return;
  const { direction, prefix } = spot.role;
  if (direction === 'request' && traits.readOnly === true) return;
  const isWriteOnly = direction === 'response' && traits.writeOnly === true;
  const start = isWriteOnly ? 'response-write-only-property' : prefix;
  if (!is) {
    const effect = isWriteOnly ? 'notes' : isDeclared ? 'widens' : 'risky';
    note(spot, { suffix: '', id: `${start}-became-optional`, effect, text: '%place% became optional' });
    return;
  }
  const hasDefault = direction === 'request' && traits.default !== undefined;
  const id = isHeaderRoot(spot)
    ? 'request-header-property-became-required'
    : `${start}-became-required${hasDefault ? '-with-default' : ''}`;
  // A name without a schema is often a slip of the pen: no one can tell what a caller would have to send.
  const effect = isDeclared ? 'narrows' : direction === 'request' ? 'risky' : 'notes';
  const words = isDeclared ? '' : ', but is not described';
  note(spot, { suffix: '', id, effect, text: `%place% became required${words}` });
};

const accessEffect = (spot: Spot, key: string, is: boolean, isRequired: boolean): Effect => {
  const isRequest = spot.role.direction === 'request';
  // A required property that callers did not send, or that they read, is one that they now must send, or miss.
  if (isRequest && key === 'readOnly' && !is && isRequired) return 'narrows';
  if (!isRequest && key === 'writeOnly' && isRequired) return 'risky';
  return 'notes';
};

const compareAccess = (was: JsonObject, is: JsonObject, isRequired: boolean, spot: Spot): void => {
  for (const [key, name] of [
    ['readOnly', 'read-only'],
    ['writeOnly', 'write-only'],
  ] as const) {
    if ((was[key] === true) === (is[key] === true)) continue;
    const start = spot.role.prefix.replace(/-property$/, '');
    const not = is[key] === true ? '' : 'not-';
    const plain = { ...spot, role: spot.role };
    note(plain, {
      suffix: '',
      id: `${start}-${isRequired ? 'required' : 'optional'}-property-became-${not}${name}`,
      effect: accessEffect(spot, key, is[key] === true, isRequired),
      text: `%place% ${is[key] === true ? 'became' : 'is no longer'} ${name}`,
      keys: [key],
    });
  }
};

const lifeIds: Record<string, { suffix: string; effect: Effect }> = {
  deprecated: { suffix: 'deprecated', effect: 'notes' },
  'deprecated-with-sunset': { suffix: 'deprecated-with-sunset', effect: 'notes' },
  'deprecated-sunset-missing': { suffix: 'deprecated-sunset-missing', effect: 'breaking' },
  'deprecated-sunset-invalid': { suffix: 'deprecated-sunset-invalid', effect: 'breaking' },
  'sunset-too-small': { suffix: 'sunset-date-too-small', effect: 'breaking' },
  reactivated: { suffix: 'reactivated', effect: 'notes' },
  'sunset-deleted': { suffix: 'sunset-deleted', effect: 'breaking' },
  'sunset-invalid': { suffix: 'sunset-parse', effect: 'breaking' },
  'sunset-earlier': { suffix: 'sunset-date-changed-too-small', effect: 'breaking' },
  'sunset-later': { suffix: 'sunset-postponed', effect: 'notes' },
  'sunset-set': { suffix: 'sunset-set', effect: 'notes' },
};

const compareLife = (was: JsonObject, is: JsonObject, spot: Spot): void => {
  for (const { kind, text } of lifeSteps(was, is, spot.graph.clock))
    note(spot, {
      suffix: '',
      ...lifeIds[kind],
      effect: lifeIds[kind]?.effect ?? 'notes',
      text,
      keys: ['deprecated'],
    });
  const [from, to] = [stabilityOf(was), stabilityOf(is)];
  if (from === to || from === 'invalid' || to === 'invalid') return;
  const isMore = stabilityStep(from, to) > 0;
  note(spot, {
    suffix: `stability-${isMore ? 'increased' : 'decreased'}`,
    effect: isMore ? 'notes' : 'breaking',
    text: `the stability of %place% changed from ${from} to ${to}`,
    subject: `${from} ${to}`,
    keys: ['x-stability-level'],
  });
};

const compareProperty = (
  name: string,
  schemas: [unknown, unknown],
  required: [boolean, boolean],
  spot: Spot,
  compare: Compare,
): void => {
  const { graph } = spot;
  if (required[0] === required[1] && graph.sameness.isUnchanged(schemas[0], schemas[1])) return;
  const was = traitsOf(graph.base, schemas[0]);
  const is = traitsOf(graph.revision, schemas[1]);
  const hasTraits = was !== noTraits || is !== noTraits;
  const plain = within(spot, ['properties', name], `.${name}`);
  compareRequired(required[0], required[1], is, plain);
  if (hasTraits) compareAccess(was, is, required[1], plain);
  const inner = isSilent(spot, is) ? { ...plain, role: plain.role.silent } : plain;
  if (hasTraits) compareLife(was, is, inner);
  compare(schemas[0], schemas[1], inner);
};

/** Names that are required without a word on their values. */
const compareUndeclared = (pair: Pair, required: [Set<string>, Set<string>], spot: Spot): void => {
  const { base, revision } = spot.inherited ?? {};
  const isDeclared = (name: string): boolean =>
    name === '' ||
    [pair.base, pair.revision].some((side) => own(objectAt(side, 'properties'), name) !== undefined) ||
    [base, revision].some((side) => side && own(side.properties, name) !== undefined);
  const [was, is] = required;
  for (const name of is)
    if (!was.has(name) && !base?.required.has(name) && !isDeclared(name))
      compareRequired(false, true, {}, within(spot, ['required'], `.${name}`), false);
  for (const name of was)
    if (!is.has(name) && !revision?.required.has(name) && !isDeclared(name))
      compareRequired(true, false, {}, within(spot, ['required'], `.${name}`), false);
};

/** Compares the properties of two objects: who came, who went, who must be there, and what each allows. */
export const compareProperties = (pair: Pair, spot: Spot, compare: Compare): void => {
  const { base, revision } = pair;
  if (!base.properties && !revision.properties && !base.required && !revision.required) return;
  const { graph, inherited } = spot;
  const was = objectAt(base, 'properties');
  const is = objectAt(revision, 'properties');
  const required: [Set<string>, Set<string>] = [
    new Set(textsAt(base, 'required')),
    new Set(textsAt(revision, 'required')),
  ];
  const wasRequired = (name: string): boolean =>
    required[0].has(name) || (inherited?.base.required.has(name) ?? false);
  const isRequired = (name: string): boolean =>
    required[1].has(name) || (inherited?.revision.required.has(name) ?? false);
  for (const name of Object.keys(was)) {
    const schema = was[name];
    const twin = own(is, name) ?? (inherited && own(inherited.revision.properties, name));
    if (twin !== undefined)
      compareProperty(name, [schema, twin], [wasRequired(name), isRequired(name)], spot, compare);
    else
      noteRemoved(spot, pair, {
        name,
        isRequired: wasRequired(name),
        traits: traitsOf(graph.base, schema),
      });
  }
  for (const name of Object.keys(is)) {
    if (own(was, name) !== undefined) continue;
    const schema = is[name];
    const twin = inherited && own(inherited.base.properties, name);
    if (twin !== undefined)
      compareProperty(name, [twin, schema], [wasRequired(name), isRequired(name)], spot, compare);
    else
      noteAdded(spot, pair, {
        name,
        isRequired: isRequired(name),
        traits: traitsOf(graph.revision, schema),
      });
  }
  compareUndeclared(pair, required, spot);
};
