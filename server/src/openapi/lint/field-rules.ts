import { isObject, type JsonObject } from '../../platform/request/json.ts';
import {
  type HouseRule,
  join,
  type LintModel,
  normOf,
  type PropertySite,
  said,
  type Stray,
} from './lint-model.ts';

/** The one type of a schema besides null; undefined for unions and for anything goes. */
const typeOf = ({ type }: JsonObject): string | undefined => {
  const types = (Array.isArray(type) ? type : [type]).filter(
    (one) => typeof one === 'string' && one !== 'null',
  );
  const [first] = types;
  if (types.length !== 1 || typeof first !== 'string') return undefined;
  return first === 'integer' ? 'number' : first;
};

const idWord = /(?:^id$|_id$|[a-z0-9]Id$|ID$|-id$)/;
const isId = (name: string): boolean => name.length < 100 && idWord.test(name);

/** Type and format, as far as they tell ids apart. */
const idTypeOf = (schema: JsonObject): string | undefined => {
  const type = typeOf(schema);
  if (type === undefined || type === 'object' || type === 'array' || type === 'boolean') return undefined;
  return schema.format === 'uuid' ? 'string (uuid)' : type;
};

const strayIds = (model: LintModel): Stray[] => {
  const parameters = model.parametersIn('path', 'query').map(({ name, node, pointer, operation }) => ({
    name,
    schema: model.schemaOf(node.schema),
    pointer,
    operation,
  }));
  const sites: (Omit<PropertySite, 'written'> & { operation?: string })[] = [
    ...model.properties,
    ...parameters,
  ];
  const norm = normOf(
    sites.filter(({ name }) => isId(name)),
    ({ schema }) => idTypeOf(schema),
  );
  if (!norm) return [];
  return norm.strays.map(({ name, schema, pointer, operation }) => ({
    message: `The id \`${name}\` is a ${idTypeOf(schema)}; ${said(norm)} ids here are ${norm.value}.`,
    pointer,
    ...(operation ? { operation } : {}),
  }));
};

const timeWord =
  /(?:_at|[a-z]At|_on|_time|[a-z]Time|_date|[a-z]Date|timestamp|^date|^created|^updated|^expires)$/;

const timeFormOf = (schema: JsonObject): string | undefined => {
  const type = typeOf(schema);
  if (type === 'number') return 'a number';
  if (type !== 'string' || schema.enum !== undefined) return undefined;
  if (schema.format === 'date') return undefined;
  return typeof schema.format === 'string'
    ? `a string in the format ${schema.format}`
    : 'a string without a format';
};

const strayTimes = (model: LintModel): Stray[] => {
  const sites = model.properties.filter(({ name }) => name.length < 100 && timeWord.test(name));
  const norm = normOf(sites, ({ schema }) => timeFormOf(schema), { share: 0.5 });
  if (!norm) return [];
  return norm.strays.map(({ name, schema, pointer }) => ({
    message: `The time \`${name}\` is ${timeFormOf(schema)}; ${said(norm)} times here are ${norm.value}.`,
    pointer,
  }));
};

const askingWord = /^(?:is|has|can|should|was|are|allow|allows|needs)(?:[A-Z_-]|$)/;

const strayBooleans = (model: LintModel): Stray[] => {
  const sites = model.properties.filter(({ schema }) => typeOf(schema) === 'boolean');
  const norm = normOf(sites, ({ name }) => (askingWord.test(name) ? 'asked' : 'plain'), {
    share: 0.8,
    atLeast: 5,
  });
  if (!norm) return [];
  const words = { asked: 'begin with a word such as `is` or `has`', plain: 'have no such prefix' };
  return norm.strays.map(({ name, pointer }) => ({
    message: `The boolean \`${name}\` is named otherwise: ${said(norm)} booleans here ${norm.value === 'asked' ? words.asked : words.plain}.`,
    pointer,
  }));
};

const strayTypes = (model: LintModel): Stray[] => {
  const groups = new Map<string, PropertySite[]>();
  for (const site of model.properties) {
    const group = groups.get(site.name);
    if (group) group.push(site);
    else groups.set(site.name, [site]);
  }
  return [...groups].flatMap(([name, sites]) => {
    if (sites.length < 4) return [];
    const norm = normOf(sites, ({ schema }) => typeOf(schema), { share: 0.75 });
    return (norm?.strays ?? []).map(({ schema, pointer }) => ({
      message: `\`${name}\` is of type ${typeOf(schema)} here and ${norm?.value} in ${norm ? said(norm) : ''} other places. Give one name one type.`,
      pointer,
    }));
  });
};

const partsMax = 1000;

const partsOf = ({ allOf, anyOf, oneOf }: JsonObject): unknown[] =>
  [allOf, anyOf, oneOf].flatMap((list) => (Array.isArray(list) ? list : []));

/** Whether a schema, or one that it is composed of, says anything about a property. */
const declares = (model: LintModel, schema: JsonObject, name: string): boolean => {
  const parts = new Set([schema]);
  for (const part of parts) {
    const { properties, patternProperties } = part;
    if (isObject(properties) && Object.hasOwn(properties, name)) return true;
    if (patternProperties !== undefined || parts.size > partsMax) return true;
    for (const inner of [...partsOf(part), ...(part.$ref === undefined ? [] : [part])])
      parts.add(model.schemaOf(inner));
  }
  return false;
};

const undeclaredRequired = (model: LintModel): Stray[] => {
  // What is part of another schema may well require what the other declares.
  const components = new Set(
    model.schemas.flatMap(({ schema }) => partsOf(schema).map((part) => model.schemaOf(part))),
  );
  return model.schemas.flatMap(({ schema, pointer }) => {
    const { required } = schema;
    if (!Array.isArray(required) || components.has(schema)) return [];
    return required.slice(0, partsMax).flatMap((name, index) =>
      typeof name !== 'string' || declares(model, schema, name)
        ? []
        : [
            {
              message: `\`${name}\` is required, but nothing says what it is. Declare it, or leave it out of \`required\`.`,
              pointer: join(pointer(), 'required', index),
            },
          ],
    );
  });
};

export const fieldRules: HouseRule[] = [
  {
    id: 'house/id-type',
    severity: 'warn',
    says: 'Ids have one type and format.',
    check: strayIds,
  },
  {
    id: 'house/time-format',
    severity: 'warn',
    says: 'Points in time are written in one form.',
    check: strayTimes,
  },
  {
    id: 'house/boolean-name',
    severity: 'info',
    says: 'Booleans are named in one way: all ask (`isActive`), or none does (`active`).',
    check: strayBooleans,
  },
  {
    id: 'house/required-declared',
    severity: 'warn',
    says: 'What is required is declared.',
    check: undeclaredRequired,
  },
  {
    id: 'house/property-type',
    severity: 'info',
    says: 'A property of one name has one type everywhere.',
    check: strayTypes,
  },
];
