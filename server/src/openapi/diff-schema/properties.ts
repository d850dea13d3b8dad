import { brief, type JsonObject, objectAt, own, textsAt } from '../diff-graph/json.ts';
import type { Effect } from '../diff-graph/severity.ts';
import { type Compare, note, type Pair, type Spot, within } from '../diff-value/spot.ts';
import {
  compareAccess,
  compareLife,
  type Farewell,
  farewellOf,
  isUnsent,
  noTraits,
  traitsOf,
} from './property-traits.ts';

const isHeaderRoot = ({ role }: Spot): boolean => role.paramIn === 'header';

const idOf = (spot: Spot, before: string, after: string): string => {
  const { prefix } = spot.role.inner;
  if (!prefix.endsWith('-property')) return `${before}${prefix}${after}`;
  return `${before}${prefix.slice(0, -'-property'.length)}${after}`;
};

const isClosed = (schema: JsonObject): boolean =>
  schema.additionalProperties === false || schema.unevaluatedProperties === false;

type Property = { name: string; isRequired: boolean; traits: JsonObject };

const farewells: Record<Exclude<Farewell, 'none'>, { suffix: string; effect: Effect }> = {
  kept: { suffix: '-with-deprecation', effect: 'notes' },
  'too-soon': { suffix: '-before-sunset', effect: 'breaking' },
};

/** Removes with notice what was announced, at its time or before it. */
const noteFarewell = (spot: Spot, property: Property, id: string, words: string): boolean => {
  const { name, traits } = property;
  const farewell = farewellOf(spot, traits);
  if (farewell === 'none') return false;
  const { suffix, effect } = farewells[farewell];
  const was = farewell === 'kept' ? `the deprecated ${words}` : words === '' ? '' : `the ${words}`;
  const until = farewell === 'kept' ? '' : ` before its sunset ${brief(traits['x-sunset'])}`;
  note(spot, {
    suffix: '',
    id: `${id}${suffix}`,
    effect,
    text: `${was}%place% was removed${until}`,
    subject: name,
    path: `.${name}`,
    keys: ['properties', name],
    only: 'base',
  });
  return true;
};

const noteRemoved = (spot: Spot, pair: Pair, property: Property): void => {
  const { name, isRequired, traits } = property;
  const shared = { subject: name, path: `.${name}`, keys: ['properties', name], only: 'base' as const };
  if (spot.role.direction === 'request') {
    if (traits.readOnly === true) return;
    const id = `${spot.role.inner.prefix}-removed`;
    if (noteFarewell(spot, property, id, '')) return;
    const closed = isClosed(pair.revision) ? ', and nothing else is allowed' : '';
    const isPlain = spot.role.polarity === 'plain';
    const effect = !isPlain ? 'widens' : closed === '' ? 'risky' : 'narrows';
    note(spot, { ...shared, suffix: '', id, effect, text: `%place% was removed${closed}` });
    return;
  }
  const isWriteOnly = traits.writeOnly === true;
  const kind = `${isRequired ? 'required' : 'optional'}${isWriteOnly ? '-write-only' : ''}`;
  const id = idOf(spot, '', `-${kind}-property-removed`);
  if (!isWriteOnly && noteFarewell(spot, property, id, `${kind} `)) return;
  const effect = isWriteOnly ? 'notes' : isRequired ? 'breaking' : 'risky';
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

type Traits = { was: JsonObject; is: JsonObject };

/** The spot is that of the property. */
const compareRequired = (was: boolean, is: boolean, traits: Traits, spot: Spot, isDeclared = true): void => {
  if (was === is) return;
  const { direction, prefix } = spot.role;
  if (direction === 'request' && traits.is.readOnly === true) return;
  const isUnanswered = direction === 'response' && (isUnsent(spot, traits.was) || isUnsent(spot, traits.is));
  const start = isUnanswered ? 'response-write-only-property' : prefix;
  if (!is) {
    const effect = isUnanswered ? 'notes' : isDeclared ? 'widens' : 'risky';
    note(spot, { suffix: '', id: `${start}-became-optional`, effect, text: '%place% became optional' });
    return;
  }
  const hasDefault = direction === 'request' && traits.is.default !== undefined;
  const id = isHeaderRoot(spot)
    ? 'request-header-property-became-required'
    : `${start}-became-required${hasDefault ? '-with-default' : ''}`;
  // A name without a schema is often a slip of the pen: no one can tell what a caller would have to send.
  const effect = isDeclared ? 'narrows' : direction === 'request' ? 'risky' : 'notes';
  const words = isDeclared ? '' : ', but is not described';
  note(spot, { suffix: '', id, effect, text: `%place% became required${words}` });
};

const nothingSaid: Traits = { was: noTraits, is: noTraits };

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
  compareRequired(required[0], required[1], { was, is }, plain);
  if (hasTraits) compareAccess(was, is, required, plain);
  // Whoever did not send it, or will not, is stopped by no rule for its values.
  const inner = isUnsent(spot, was) || isUnsent(spot, is) ? { ...plain, role: plain.role.silent } : plain;
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
      compareRequired(false, true, nothingSaid, within(spot, ['required'], `.${name}`), false);
  for (const name of was)
    if (!is.has(name) && !revision?.required.has(name) && !isDeclared(name))
      compareRequired(true, false, nothingSaid, within(spot, ['required'], `.${name}`), false);
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
