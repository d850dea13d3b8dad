type Schema = Record<string, unknown>;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textsOf = (value: unknown): string[] =>
  value === undefined ? [] : (Array.isArray(value) ? value : [value]).map((one) => JSON.stringify(one));

const typesOf = (schema: Schema): Set<string> | null => {
  if (schema.type === undefined) return null;
  const types = new Set(textsOf(schema.type));
  // Every integer is a number.
  if (types.has('"number"')) types.add('"integer"');
  return types;
};

const bounds = [
  { keyword: 'minimum', isWider: (before: number, after: number) => after < before },
  { keyword: 'minLength', isWider: (before: number, after: number) => after < before },
  { keyword: 'minItems', isWider: (before: number, after: number) => after < before },
  { keyword: 'maximum', isWider: (before: number, after: number) => after > before },
  { keyword: 'maxLength', isWider: (before: number, after: number) => after > before },
  { keyword: 'maxItems', isWider: (before: number, after: number) => after > before },
] as const;

const widenedBounds = (before: Schema, after: Schema, path: string): string[] =>
  bounds.flatMap(({ keyword, isWider }) => {
    const [was, is] = [before[keyword], after[keyword]];
    if (typeof was !== 'number') return [];
    if (typeof is !== 'number') return [`${path} lost its ${keyword} of ${was}`];
    return isWider(was, is) ? [`${keyword} of ${path} went from ${was} to ${is}`] : [];
  });

const changedValues = (before: Schema, after: Schema, path: string): string[] => {
  const [was, is] = [typesOf(before), typesOf(after)];
  const type =
    was && (!is || [...is].some((one) => !was.has(one)))
      ? [`${path} may now be ${is ? textsOf(after.type).join(' or ') : 'of any type'}`]
      : [];
  const values = textsOf(before.enum ?? before.const);
  const now = textsOf(after.enum ?? after.const);
  if (values.length === 0) return type;
  if (now.length === 0) return [...type, `${path} may now have any value`];
  const fresh = now.filter((value) => !values.includes(value));
  return fresh.length > 0 ? [...type, `${path} may now be ${fresh.join(' or ')}`] : type;
};

const changedProperties = (before: Schema, after: Schema, path: string): string[] => {
  const [was, is] = [before.properties, after.properties];
  const requiredBefore = textsOf(before.required);
  const requiredNow = textsOf(after.required);
  const lost = requiredBefore
    .filter((name) => !requiredNow.includes(name))
    .map((name) => `${path}/${JSON.parse(name)} is no longer required`);
  if (!isSchema(was)) return lost;
  const inner = Object.entries(was).flatMap(([name, schema]) => {
    const next = isSchema(is) ? is[name] : undefined;
    if (next === undefined)
      return requiredBefore.includes(JSON.stringify(name)) ? [] : [`${path}/${name} is gone`];
    return isSchema(schema) && isSchema(next) ? breaksOf(schema, next, `${path}/${name}`) : [];
  });
  const isClosed = before.additionalProperties === false;
  const fresh =
    isClosed && isSchema(is)
      ? Object.keys(is)
          .filter((name) => !(name in was))
          .map((name) => `${path}/${name} is new, and the version before allows nothing new`)
      : [];
  return [...lost, ...inner, ...fresh];
};

const breaksOf = (before: Schema, after: Schema, path: string): string[] => [
  ...changedValues(before, after, path),
  ...widenedBounds(before, after, path),
  ...changedProperties(before, after, path),
  ...(isSchema(before.items) && isSchema(after.items)
    ? breaksOf(before.items, after.items, `${path}/*`)
    : []),
];

/**
 * What a reader of the version before can trip over, in words. An event goes out, so widening breaks: a field that may be
 * missing, a type or value that could not occur. Looks at `type`, `enum`, `const`, `required`, `properties`, `items` and
 * bounds; what is behind `$ref`, `anyOf` and the like is not compared.
 */
export const breakingChanges = (before: unknown, after: unknown): string[] =>
  isSchema(before) ? breaksOf(before, isSchema(after) ? after : {}, 'data') : [];
