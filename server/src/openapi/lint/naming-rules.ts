import { type HouseRule, isParameter, join, type LintModel, normOf, said, type Stray } from './lint-model.ts';

const casings: [string, RegExp][] = [
  ['camelCase', /^[a-z][a-z0-9]*(?:[A-Z][a-z0-9]*)+$/],
  ['snake_case', /^[a-z0-9]+(?:_[a-z0-9]+)+$/],
  ['kebab-case', /^[a-z0-9]+(?:-[a-z0-9]+)+$/],
  ['PascalCase', /^(?:[A-Z][a-z0-9]+){2,}$|^[A-Z][a-z0-9]+$/],
  ['UPPER_CASE', /^[A-Z0-9]+(?:[_-][A-Z0-9]+)+$/],
  ['Header-Case', /^[A-Z][A-Za-z0-9]*(?:-[A-Z][A-Za-z0-9]*)+$/],
];

/** A single word in one case is at home in every style and has none. */
const casingOf = (name: string): string | undefined => {
  if (name.length > 200 || /^(?:[a-z0-9]+|[A-Z0-9]+)$/.test(name)) return undefined;
  return (
    casings.find(([, pattern]) => pattern.test(name))?.[0] ?? (/^[\w-]+$/.test(name) ? 'mixed' : undefined)
  );
};

interface NamedSite {
  name: string;
  pointer: string;
  operation?: string;
}

const strayCasings = (sites: readonly NamedSite[], what: string): Stray[] => {
  const norm = normOf(sites, ({ name }) => casingOf(name));
  if (!norm) return [];
  return norm.strays.map(({ name, pointer, operation }) => ({
    message: `\`${name}\` is ${casingOf(name)}; ${said(norm)} ${what} here are ${norm.value}. Name it the same way.`,
    pointer,
    ...(operation ? { operation } : {}),
  }));
};

const segmentSites = ({ operations }: LintModel): NamedSite[] => {
  const sites = new Map<string, NamedSite>();
  for (const { path, segments } of operations)
    for (const segment of segments)
      if (!isParameter(segment) && !sites.has(segment))
        sites.set(segment, { name: segment.replace(/\.\w+$/, ''), pointer: join('/paths', path) });
  return [...sites.values()];
};

// Nouns that count for several without an s, and words that end in one without counting.
const pluralWords = /(?:s|people|children|data|media|criteria|feedback|metadata|staff|inventory|history)$/i;
const singularWords = /(?:ss|us|is|news|status)$/i;
const isPlural = (segment: string): boolean => pluralWords.test(segment) && !singularWords.test(segment);

/** Segments that are followed by a parameter: `/users/{id}`. */
const collectionSites = ({ operations }: LintModel): NamedSite[] => {
  const sites = new Map<string, NamedSite>();
  for (const { path, segments } of operations)
    for (const [index, segment] of segments.entries()) {
      const next = segments[index + 1];
      if (!isParameter(segment) && /^\{[^{}]*\}$/.test(next ?? '') && /^[A-Za-z][\w-]*$/.test(segment))
        if (!/^v\d+$/.test(segment) && !sites.has(segment))
          sites.set(segment, { name: segment, pointer: join('/paths', path) });
    }
  return [...sites.values()];
};

const strayPlurals = (model: LintModel): Stray[] => {
  const norm = normOf(collectionSites(model), ({ name }) => (isPlural(name) ? 'plural' : 'singular'));
  if (!norm) return [];
  const other = norm.value === 'plural' ? 'singular' : 'plural';
  return norm.strays.map(({ name, pointer }) => ({
    message: `The collection \`${name}\` is ${other}; ${said(norm)} collections here are ${norm.value}.`,
    pointer,
  }));
};

const verb =
  /^(?:get|list|fetch|create|add|insert|update|edit|modify|delete|remove|destroy)(?:$|[-_]|(?=[A-Z]))/;

const verbsInPaths = ({ operations }: LintModel): Stray[] =>
  operations.flatMap(({ id, path, segments }) => {
    const segment = segments.find((word) => !isParameter(word) && verb.test(word));
    if (!segment) return [];
    const message = `\`${segment}\` says with a verb what the method says already. Name the thing, and let the method act.`;
    return [{ message, pointer: join('/paths', path), operation: id }];
  });

/** Parameters at the same place of the same path are the same thing, and should have one name. */
const strayPathParameters = ({ operations }: LintModel): Stray[] => {
  const places = new Map<string, Map<string, NamedSite>>();
  for (const { path, segments } of operations)
    for (const [index, segment] of segments.entries()) {
      const name = /^\{([^{}]+)\}$/.exec(segment)?.[1];
      if (name === undefined) continue;
      const resource = segments.slice(0, index).map((word) => (isParameter(word) ? '{}' : word));
      const place = `/${resource.join('/')}`;
      const sites = places.get(place) ?? new Map<string, NamedSite>();
      places.set(place, sites.set(path, { name, pointer: join('/paths', path) }));
    }
  return [...places].flatMap(([place, sites]) => {
    const norm = normOf([...sites.values()], ({ name }) => name, { share: 0.5, atLeast: 2 });
    return (norm?.strays ?? []).map(({ name, pointer }) => ({
      message: `The parameter after \`${place}\` is \`{${name}}\` here and \`{${norm?.value}}\` in ${norm ? said(norm) : ''} paths. Use one name.`,
      pointer,
    }));
  });
};

const operationIdSites = ({ operations }: LintModel): NamedSite[] =>
  operations.flatMap(({ id, node, pointer }) =>
    typeof node.operationId === 'string'
      ? [{ name: node.operationId, pointer: join(pointer, 'operationId'), operation: id }]
      : [],
  );

export const namingRules: HouseRule[] = [
  {
    id: 'house/path-casing',
    severity: 'warn',
    says: 'Words of paths are joined in one way: kebab-case, snake_case or camelCase.',
    check: (model) => strayCasings(segmentSites(model), 'path segments of several words'),
  },
  {
    id: 'house/parameter-casing',
    severity: 'warn',
    says: 'Query and path parameters are named in one style.',
    check: (model) => strayCasings(model.parametersIn('query', 'path'), 'parameters of several words'),
  },
  {
    id: 'house/property-casing',
    severity: 'warn',
    says: 'Properties of bodies are named in one style.',
    check: (model) => strayCasings(model.properties, 'properties of several words'),
  },
  {
    id: 'house/operation-id-style',
    severity: 'info',
    says: 'Every `operationId` is written in one style: generated clients take their names from it.',
    check: (model) => strayCasings(operationIdSites(model), 'operation ids'),
  },
  {
    id: 'house/collection-number',
    severity: 'warn',
    says: 'Collections are either all plural or all singular.',
    check: strayPlurals,
  },
  {
    id: 'house/verb-in-path',
    severity: 'info',
    says: 'Paths name things; the method is the verb.',
    check: verbsInPaths,
  },
  {
    id: 'house/path-parameter-name',
    severity: 'warn',
    says: 'The id of one resource has one name in every path.',
    check: strayPathParameters,
  },
];
