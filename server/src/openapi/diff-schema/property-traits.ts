import type { Contract } from '../diff-graph/document.ts';
import { brief, isObject, type JsonObject } from '../diff-graph/json.ts';
import { lifeSteps, stabilityOf, stabilityStep, sunsetOf } from '../diff-graph/lifecycle.ts';
import type { Effect } from '../diff-graph/severity.ts';
import { note, type Spot } from '../diff-value/spot.ts';

const traitKeys = ['readOnly', 'writeOnly', 'default', 'deprecated', 'x-sunset', 'x-stability-level'];

/** The traits of a property that says nothing of itself. */
export const noTraits: JsonObject = {};

/** What a property says of itself rather than of its values; beside or behind its reference. */
export const traitsOf = (contract: Contract, schema: unknown): JsonObject => {
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

/** Whether nobody sends the property in this direction: read-only in a request, write-only in a response. */
export const isUnsent = ({ role }: Spot, traits: JsonObject): boolean =>
  role.direction === 'request' ? traits.readOnly === true : traits.writeOnly === true;

/**
 * What it means that a property is no longer sent in this direction, or is again: it was removed, or added. The other
 * direction does not feel it.
 */
const accessEffect = (
  spot: Spot,
  key: string,
  is: boolean,
  required: readonly [boolean, boolean],
): Effect => {
  const isRequest = spot.role.direction === 'request';
  if (isRequest !== (key === 'readOnly')) return 'notes';
  if (isRequest) return is ? 'risky' : required[1] ? 'narrows' : 'notes';
  if (!is) return 'notes';
  return required[0] ? 'breaking' : 'risky';
};

/** Compares whether a property may be sent, and whether it is answered. */
export const compareAccess = (
  was: JsonObject,
  is: JsonObject,
  required: readonly [boolean, boolean],
  spot: Spot,
): void => {
  for (const [key, name] of [
    ['readOnly', 'read-only'],
    ['writeOnly', 'write-only'],
  ] as const) {
    if ((was[key] === true) === (is[key] === true)) continue;
    const start = spot.role.prefix.replace(/-property$/, '');
    const not = is[key] === true ? '' : 'not-';
    note(spot, {
      suffix: '',
      id: `${start}-${required[1] ? 'required' : 'optional'}-property-became-${not}${name}`,
      effect: accessEffect(spot, key, is[key] === true, required),
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

const compareStability = (was: JsonObject, is: JsonObject, spot: Spot): void => {
  const [from, to] = [stabilityOf(was), stabilityOf(is)];
  const keys = ['x-stability-level'];
  if (from === 'invalid' || to === 'invalid') {
    const level = (from === 'invalid' ? was : is)['x-stability-level'];
    note(spot, {
      suffix: '',
      id: 'api-invalid-stability-level',
      effect: 'breaking',
      text: `%place% has the stability level ${brief(level)}, which is none of draft, alpha, beta and stable`,
      subject: brief(level),
      keys,
    });
    return;
  }
  if (from === to) return;
  const isMore = stabilityStep(from, to) > 0;
  note(spot, {
    suffix: `stability-${isMore ? 'increased' : 'decreased'}`,
    effect: isMore ? 'notes' : 'breaking',
    text: `the stability of %place% changed from ${from} to ${to}`,
    subject: `${from} ${to}`,
    keys,
  });
};

/** Compares what is announced of a property: deprecation, sunset, stability. */
export const compareLife = (was: JsonObject, is: JsonObject, spot: Spot): void => {
  for (const { kind, text } of lifeSteps(was, is, spot.graph.clock))
    note(spot, {
      suffix: '',
      ...lifeIds[kind],
      effect: lifeIds[kind]?.effect ?? 'notes',
      text,
      keys: ['deprecated'],
    });
  compareStability(was, is, spot);
};

/** How a removal was announced: not at all, with its time over, or with time left. */
export type Farewell = 'none' | 'kept' | 'too-soon';

/** How the removal of a property was announced by `deprecated` and `x-sunset`. */
export const farewellOf = ({ graph }: Spot, traits: JsonObject): Farewell => {
  if (traits.deprecated !== true) return 'none';
  const sunset = sunsetOf(traits);
  if (sunset === 'missing') return 'kept';
  if (sunset === 'invalid') return 'none';
  const { now } = graph.clock;
  return now === undefined || now < sunset ? 'too-soon' : 'kept';
};
