import { ExactNumber } from '@parley/shared/words/json-number';
import { entriesOf, isJson, listOf, resolve, textOf, type Json } from './contract-json.ts';

/** A schema inside a schema, and what it is to that one: a property, an item, an alternative. */
export interface SchemaPart {
  label: string;
  schema: unknown;
  isRequired: boolean;
  /** Where a parameter stands: “in query”. */
  place?: string;
}

const bounds: readonly [keyword: string, word: string][] = [
  ['minimum', '≥'],
  ['exclusiveMinimum', '>'],
  ['maximum', '≤'],
  ['exclusiveMaximum', '<'],
  ['multipleOf', 'multiple of'],
  ['minLength', 'length ≥'],
  ['maxLength', 'length ≤'],
  ['minItems', 'items ≥'],
  ['maxItems', 'items ≤'],
  ['minProperties', 'properties ≥'],
  ['maxProperties', 'properties ≤'],
];
const marks = ['readOnly', 'writeOnly', 'deprecated', 'uniqueItems', 'nullable'];
const valuesShown = 20;

/** What a schema takes, in a few words: “string, date-time”, “list of Pet”, “one of 3”. */
export function typeWords(document: Json, schema: unknown): string {
  if (!isJson(schema)) return schema === false ? 'nothing' : 'anything';
  const { name, value } = resolve(document, schema);
  const type = [value['type']].flat().filter((one) => typeof one === 'string');
  const words = plainWords(document, value, type);
  return name && name !== words ? `${name}: ${words}` : words;
}

function plainWords(document: Json, schema: Json, type: readonly string[]): string {
  for (const [keyword, word] of [
    ['oneOf', 'one of'],
    ['anyOf', 'any of'],
    ['allOf', 'all of'],
  ] as const) {
    const amount = listOf(schema, keyword).length;
    if (amount > 0 && type.length === 0 && !isJson(schema['properties'])) return `${word} ${amount}`;
  }
  if (type.includes('array') || (type.length === 0 && schema['items'])) {
    const items = schema['items'];
    return `list of ${isJson(items) ? itemWords(document, items) : 'anything'}`;
  }
  const format = textOf(schema, 'format');
  const known = type.length > 0 ? type.join(' or ') : isJson(schema['properties']) ? 'object' : 'anything';
  return format ? `${known}, ${format}` : known;
}

// One step only: a list of lists of itself would go on for ever.
function itemWords(document: Json, items: Json): string {
  const { name, value } = resolve(document, items);
  return name ?? ([value['type']].flat().join(' or ') || 'values');
}

function isNumber(value: unknown): value is number | ExactNumber {
  return typeof value === 'number' || value instanceof ExactNumber;
}

/** What else a schema asks for, one fact each: “length ≤ 20”, “default: 1”, “read-only”. */
export function constraintWords(schema: Json): string[] {
  const values = 'const' in schema ? [schema['const']] : listOf(schema, 'enum');
  const shown = values.slice(0, valuesShown).map((value) => JSON.stringify(value));
  const more = values.length - shown.length;
  const pattern = textOf(schema, 'pattern');
  return [
    ...(shown.length > 0 ? [`${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`] : []),
    ...bounds.flatMap(([keyword, word]) =>
      isNumber(schema[keyword]) ? [`${word} ${String(schema[keyword])}`] : [],
    ),
    ...(pattern ? [`pattern ${pattern}`] : []),
    ...('default' in schema ? [`default: ${JSON.stringify(schema['default'])}`] : []),
    ...marks.filter((mark) => schema[mark] === true),
    ...(schema['additionalProperties'] === false ? ['no other properties'] : []),
  ];
}

/** The schemas directly inside a schema. They are not looked into, so a schema that holds itself does no harm. */
export function partsOf(schema: Json): SchemaPart[] {
  const required = new Set(listOf(schema, 'required'));
  const properties = isJson(schema['properties']) ? Object.entries(schema['properties']) : [];
  return [
    ...properties.map(([name, part]) => ({ label: name, schema: part, isRequired: required.has(name) })),
    ...entriesOf(schema, 'patternProperties').flatMap(([name, part]) =>
      partNamed(`names like ${name}`, part),
    ),
    ...partNamed('any other property', schema['additionalProperties']),
    ...partNamed('any other property', schema['unevaluatedProperties']),
    ...listOf(schema, 'prefixItems').flatMap((part, index) => partNamed(`item ${index + 1}`, part)),
    ...partNamed('each item', schema['items']),
    ...partNamed('some item', schema['contains']),
    ...listOf(schema, 'allOf').flatMap((part, index) => partNamed(`and ${index + 1}`, part)),
    ...listOf(schema, 'oneOf').flatMap((part, index) => partNamed(`either ${index + 1}`, part)),
    ...listOf(schema, 'anyOf').flatMap((part, index) => partNamed(`any of ${index + 1}`, part)),
    ...partNamed('not', schema['not']),
    ...partNamed('if', schema['if']),
    ...partNamed('then', schema['then']),
    ...partNamed('else', schema['else']),
  ];
}

function partNamed(label: string, part: unknown): SchemaPart[] {
  return isJson(part) ? [{ label, schema: part, isRequired: false }] : [];
}
