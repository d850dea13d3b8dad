// For tests: what one keyword of a schema can do, and how the check is called on each side.

/** The end of the id for requests, the end for responses, the schema before and after. */
export type KeywordCase = [request: string | null, response: string | null, base: object, revision: object];

const text = { type: 'string' };
const whole = { type: 'integer' };
const list = { type: 'array' };
const thing = { type: 'object' };
const pet = (name: string) => ({
  title: name,
  type: 'object',
  properties: { [name]: text, kind: { const: name } },
});
const union = (key: string, ...names: string[]) => ({ [key]: names.map(pet) });

const grows = (keyword: string, name: string, shape: object, isUpper: boolean): KeywordCase[] => [
  [
    `${name}-increased`,
    isUpper || /contains/.test(name) ? `${name}-increased` : null,
    { ...shape, [keyword]: 2 },
    { ...shape, [keyword]: 5 },
  ],
  [
    `${name}-decreased`,
    !isUpper || /contains/.test(name) ? `${name}-decreased` : null,
    { ...shape, [keyword]: 5 },
    { ...shape, [keyword]: 2 },
  ],
  [`${name}-set`, null, shape, { ...shape, [keyword]: 2 }],
  [null, `${name}-unset`, { ...shape, [keyword]: 2 }, shape],
];

const comesAndGoes = (
  keyword: string,
  name: string,
  value: unknown,
  shape: object = thing,
): KeywordCase[] => [
  [`${name}-added`, `${name}-added`, shape, { ...shape, [keyword]: value }],
  [`${name}-removed`, `${name}-removed`, { ...shape, [keyword]: value }, shape],
];

const bounded: KeywordCase[] = [
  ...grows('maximum', 'max', whole, true),
  ...grows('minimum', 'min', whole, false),
  ...grows('exclusiveMaximum', 'exclusive-max', whole, true),
  ...grows('exclusiveMinimum', 'exclusive-min', whole, false),
  ...grows('maxLength', 'max-length', text, true),
  ...grows('minLength', 'min-length', text, false),
  ...grows('minItems', 'min-items', list, false),
  ...grows('maxItems', 'max-items', list, true),
  ...grows('minProperties', 'min-properties', thing, false),
  ...grows('maxProperties', 'max-properties', thing, true),
  ...grows('minContains', 'min-contains', { ...list, contains: text }, false).slice(0, 2),
  ...grows('maxContains', 'max-contains', { ...list, contains: text }, true).slice(0, 2),
];

const structural: KeywordCase[] = [
  ...comesAndGoes('contains', 'contains', text, list),
  ...comesAndGoes('contentSchema', 'content-schema', thing, text),
  ...comesAndGoes('dependentRequired', 'dependent-required', { a: ['b'] }),
  [
    'dependent-required-changed',
    'dependent-required-changed',
    { dependentRequired: { a: ['b'] } },
    { dependentRequired: { a: ['c'] } },
  ],
  ...comesAndGoes('dependentSchemas', 'dependent-schema', { a: { required: ['b'] } }),
  ...comesAndGoes('if', 'if', { required: ['a'] }),
  ...comesAndGoes('then', 'then', { required: ['a'] }),
  ...comesAndGoes('else', 'else', { required: ['a'] }),
  ...comesAndGoes('not', 'not', { required: ['a'] }),
  ...comesAndGoes('patternProperties', 'pattern-property', { '^x-': text }),
  ...comesAndGoes('prefixItems', 'prefix-items', [text], list),
  ...comesAndGoes('propertyNames', 'property-names', { pattern: '^a' }),
  ...comesAndGoes('unevaluatedItems', 'unevaluated-items', text, list),
  ...comesAndGoes('unevaluatedProperties', 'unevaluated-properties', text),
  ...comesAndGoes('unevaluatedItems', 'unevaluated-items', false, list),
  ...comesAndGoes('unevaluatedProperties', 'unevaluated-properties', false),
  ...comesAndGoes('pattern', 'pattern', '^a', text),
  [
    'content-encoding-changed',
    'content-encoding-changed',
    { contentEncoding: 'base64' },
    { contentEncoding: 'base32' },
  ],
  [
    'content-media-type-changed',
    'content-media-type-changed',
    { contentMediaType: 'text/plain' },
    { contentMediaType: 'text/html' },
  ],
];

const valued: KeywordCase[] = [
  ['became-enum', 'became-enum', text, { ...text, enum: ['a'] }],
  ['enum-value-removed', 'enum-value-removed', { ...text, enum: ['a', 'b'] }, { ...text, enum: ['a'] }],
  ['enum-value-added', 'enum-value-added', { ...text, enum: ['a'] }, { ...text, enum: ['a', 'b'] }],
  ['enum-removed', 'enum-removed', { ...text, enum: ['a'] }, text],
  ...comesAndGoes('const', 'const', 'a', text),
  ['const-changed', 'const-changed', { const: 'a' }, { const: 'b' }],
  ['default-value-added', 'default-value-added', text, { ...text, default: 'a' }],
  ['default-value-changed', 'default-value-changed', { ...text, default: 'a' }, { ...text, default: 'b' }],
  ['default-value-removed', 'default-value-removed', { ...text, default: 'a' }, text],
  [
    'x-extensible-enum-value-removed',
    null,
    { 'x-extensible-enum': ['a', 'b'] },
    { 'x-extensible-enum': ['a'] },
  ],
  ['pattern-changed', 'pattern-changed', { ...text, pattern: '^a' }, { ...text, pattern: '^b' }],
  ['pattern-generalized', 'pattern-changed', { ...text, pattern: '^a' }, { ...text, pattern: '.*' }],
  ['multiple-of-set', null, whole, { ...whole, multipleOf: 5 }],
  ['multiple-of-changed', 'multiple-of-changed', { ...whole, multipleOf: 5 }, { ...whole, multipleOf: 7 }],
  ['unique-items-set', null, list, { ...list, uniqueItems: true }],
  [null, 'unique-items-unset', { ...list, uniqueItems: true }, list],
  [
    'additional-properties-disallowed',
    'additional-properties-disallowed',
    thing,
    { ...thing, additionalProperties: false },
  ],
  [
    'additional-properties-allowed',
    'additional-properties-allowed',
    { ...thing, additionalProperties: false },
    thing,
  ],
];

const typed: KeywordCase[] = [
  ['became-nullable', 'became-nullable', text, { type: ['string', 'null'] }],
  ['became-not-nullable', 'became-not-nullable', { anyOf: [text, { type: 'null' }] }, text],
  ['became-nullable', 'became-nullable', text, { ...text, nullable: true }],
  ['type-changed', 'type-changed', whole, { type: 'boolean' }],
  ['type-changed', 'type-specialized', { type: 'number' }, whole],
  ['type-generalized', 'type-generalized', whole, { type: 'number' }],
  ['type-generalized', 'type-generalized', { ...text, format: 'uuid' }, text],
  ['type-changed', 'type-specialized', text, { ...text, format: 'uuid' }],
  ['list-of-types-widened', 'list-of-types-widened', text, { oneOf: [text, whole] }],
  ['list-of-types-narrowed', 'list-of-types-narrowed', { anyOf: [text, whole] }, text],
];

const united: KeywordCase[] = [
  ...['oneOf', 'anyOf'].flatMap((key): KeywordCase[] => {
    const name = key === 'oneOf' ? 'one-of' : 'any-of';
    return [
      [`${name}-added`, `${name}-added`, union(key, 'cat', 'dog'), union(key, 'cat', 'dog', 'cow')],
      [`${name}-removed`, `${name}-removed`, union(key, 'cat', 'dog', 'cow'), union(key, 'cat', 'dog')],
    ];
  }),
  ['wrapped-in-one-of', 'wrapped-in-one-of', pet('cat'), union('oneOf', 'cat', 'dog')],
  ['all-of-added', 'all-of-added', union('allOf', 'cat', 'dog'), union('allOf', 'cat', 'dog', 'cow')],
  ['all-of-removed', 'all-of-removed', union('allOf', 'cat', 'dog', 'cow'), union('allOf', 'cat', 'dog')],
  [
    'all-of-added-annotation-only',
    'all-of-added-annotation-only',
    thing,
    { ...thing, allOf: [{ title: 'A' }] },
  ],
  [
    'all-of-removed-annotation-only',
    'all-of-removed-annotation-only',
    { ...thing, allOf: [{ title: 'A' }] },
    thing,
  ],
  [
    'discriminator-added',
    'discriminator-added',
    thing,
    { ...thing, discriminator: { propertyName: 'kind' } },
  ],
  [
    'discriminator-removed',
    'discriminator-removed',
    { ...thing, discriminator: { propertyName: 'kind' } },
    thing,
  ],
  [
    'discriminator-property-name-changed',
    'discriminator-property-name-changed',
    { discriminator: { propertyName: 'kind' } },
    { discriminator: { propertyName: 'type' } },
  ],
  [
    'discriminator-mapping-added',
    'discriminator-mapping-added',
    { discriminator: { propertyName: 'kind' } },
    { discriminator: { propertyName: 'kind', mapping: { a: 'A' } } },
  ],
  [
    'discriminator-mapping-deleted',
    'discriminator-mapping-deleted',
    { discriminator: { propertyName: 'kind', mapping: { a: 'A' } } },
    { discriminator: { propertyName: 'kind' } },
  ],
  [
    'discriminator-mapping-changed',
    'discriminator-mapping-changed',
    { discriminator: { propertyName: 'kind', mapping: { a: 'A' } } },
    { discriminator: { propertyName: 'kind', mapping: { a: 'B' } } },
  ],
];

/** Every keyword, each way. */
export const keywordCases: readonly KeywordCase[] = [
  ...bounded,
  ...structural,
  ...valued,
  ...typed,
  ...united,
];
