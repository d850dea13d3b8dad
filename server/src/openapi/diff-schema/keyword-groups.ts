import { isSame } from '../diff-graph/json.ts';
import type { Sameness } from '../diff-graph/sameness.ts';
import type { Pair } from '../diff-value/spot.ts';

/** What a keyword is about; a schema is compared only in what it says differently. */
export type Group =
  | 'null'
  | 'types'
  | 'unions'
  | 'values'
  | 'bounds'
  | 'properties'
  | 'items'
  | 'structure'
  | 'xml'
  | 'allOf';

const keywords: Record<string, readonly Group[]> = {
  $ref: ['null', 'types', 'allOf'],
  type: ['null', 'types', 'items', 'properties'],
  nullable: ['null', 'types'],
  format: ['types'],
  oneOf: ['null', 'types', 'unions'],
  anyOf: ['null', 'types', 'unions'],
  allOf: ['null', 'allOf'],
  discriminator: ['unions'],
  enum: ['null', 'values'],
  const: ['null', 'values'],
  default: ['values'],
  'x-extensible-enum': ['values'],
  xml: ['xml'],
  properties: ['null', 'properties'],
  required: ['properties'],
  contains: ['structure', 'bounds'],
  maxContains: ['structure', 'bounds'],
  items: ['types', 'items'],
  prefixItems: ['items'],
  additionalItems: ['items'],
};

for (const keyword of [
  'maximum',
  'minimum',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'maxLength',
  'minLength',
  'maxItems',
  'minItems',
  'maxProperties',
  'minProperties',
  'minContains',
  'multipleOf',
  'uniqueItems',
  'pattern',
  'contentMediaType',
  'contentEncoding',
])
  keywords[keyword] = ['bounds'];

for (const keyword of [
  'additionalProperties',
  'contentSchema',
  'dependentRequired',
  'dependentSchemas',
  'else',
  'if',
  'not',
  'patternProperties',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
])
  keywords[keyword] = ['structure'];

const groupsOf = new Map(Object.entries(keywords));

/** In what two schemas differ, as far as anyone compares it. */
export const changedGroups = ({ base, revision }: Pair, sameness: Sameness): ReadonlySet<Group> => {
  const changed = new Set<Group>();
  for (const key of Object.keys(base)) {
    const groups = groupsOf.get(key);
    if (!groups) continue;
    const twin = Object.hasOwn(revision, key) ? revision[key] : undefined;
    const isUnchanged = groups.includes('values')
      ? isSame(base[key], twin)
      : sameness.isUnchanged(base[key], twin);
    if (!isUnchanged) for (const group of groups) changed.add(group);
  }
  for (const key of Object.keys(revision)) {
    const groups = Object.hasOwn(base, key) ? undefined : groupsOf.get(key);
    if (groups) for (const group of groups) changed.add(group);
  }
  return changed;
};
