import { isObject, type JsonObject } from '../../platform/request/json.ts';
import {
  BaseResolver,
  type Config,
  createConfig,
  lintDocument,
  type NodeType,
  type NormalizedProblem,
  Oas3_2Types,
  ResolveError,
  type SpecVersion,
  Source,
  getTypes,
} from '@redocly/openapi-core';
import { unescapeToken } from '../../platform/request/pointer.ts';
import type { LintFinding, LintSeverity } from './lint-model.ts';

export type OpenApiVersion = '3.0' | '3.1' | '3.2';

/**
 * Rules of Redocly that are on unless an API says otherwise. Not among them: those that a house rule replaces, those
 * that impose a taste (a document is held to its own), those that run patterns of the document against its examples, and
 * those whose work grows with the square of a union or doubles with each level.
 */
export const redoclyRules: Record<string, LintSeverity> = {
  'array-parameter-serialization': 'info',
  'no-ambiguous-paths': 'warn',
  'no-duplicated-enum-values': 'warn',
  'no-duplicated-tag-names': 'warn',
  'no-empty-servers': 'info',
  'no-enum-type-mismatch': 'warn',
  'no-identical-paths': 'error',
  'no-path-trailing-slash': 'warn',
  'no-schema-type-mismatch': 'warn',
  'no-server-example.com': 'info',
  'no-server-trailing-slash': 'warn',
  'no-server-variables-empty-enum': 'error',
  'no-undefined-server-variable': 'error',
  'no-unused-components': 'info',
  'operation-2xx-response': 'warn',
  'operation-operationId': 'warn',
  'operation-operationId-unique': 'error',
  'operation-operationId-url-safe': 'warn',
  'operation-parameters-unique': 'error',
  'operation-summary': 'info',
  'operation-tag-defined': 'info',
  'path-declaration-must-exist': 'error',
  'path-not-include-query': 'error',
  'path-parameters-defined': 'error',
  'spec-components-invalid-map-name': 'error',
  'tag-description': 'info',
};

/** Nothing is read or fetched: whatever would leave the document is answered as not there. */
class OfflineResolver extends BaseResolver {
  override async loadExternalRef(): Promise<Source> {
    throw new ResolveError(new Error('Nothing is read from outside of the document.'));
  }
}

const specVersions: Record<OpenApiVersion, SpecVersion> = {
  '3.0': 'oas3_0',
  '3.1': 'oas3_1',
  '3.2': 'oas3_2',
};

/** Redocly knows some extensions and would look into them: nothing inside of one is checked. */
const withoutExtensions = (types: Record<string, NodeType>): Record<string, NodeType> =>
  Object.fromEntries(
    Object.entries(types).map(([name, type]) => [
      name,
      {
        ...type,
        properties: Object.fromEntries(
          Object.entries(type.properties).filter(([key]) => !key.startsWith('x-')),
        ),
      },
    ]),
  );

// Redocly 2.64 takes each entry of `components.mediaTypes` for a map of media types; OpenAPI 3.2.0, 4.8.7.1, has a
// Media Type Object there.
const typesOf = (openapi: OpenApiVersion) =>
  withoutExtensions(
    openapi === '3.2'
      ? { ...Oas3_2Types, NamedMediaTypes: { properties: {}, additionalProperties: 'MediaType' } }
      : getTypes(specVersions[openapi]),
  );

// Redocly compares each path with each other, and looks for the end of each brace from each brace.
const comparedPathsMax = 4000;
const serverUrlLengthMax = 4000;

const urlsIn = (node: unknown): string[] =>
  isObject(node) && Array.isArray(node.servers)
    ? node.servers.flatMap((server) =>
        isObject(server) && typeof server.url === 'string' ? [server.url] : [],
      )
    : [];

/** Rules that would take too long on this document, which no real one is like. */
const unbearable = (document: JsonObject): Set<string> => {
  const items = isObject(document.paths) ? Object.values(document.paths).filter(isObject) : [];
  const nodes = [document, ...items, ...items.flatMap((item) => Object.values(item))];
  const rules = new Set<string>();
  if (items.length > comparedPathsMax) rules.add('no-ambiguous-paths');
  if (nodes.some((node) => urlsIn(node).some((url) => url.length > serverUrlLengthMax)))
    rules.add('no-undefined-server-variable');
  return rules;
};

const configs = new Map<string, Promise<Config>>();

const configOf = (rules: readonly string[]): Promise<Config> => {
  const key = rules.join(' ');
  const known = configs.get(key);
  if (known) return known;
  const fresh = createConfig(
    { rules: Object.fromEntries(rules.map((rule) => [rule, 'error' as const])) },
    { externalRefResolver: new OfflineResolver() },
  );
  configs.set(key, fresh);
  return fresh;
};

/** The place of a problem, or of what is around it: Redocly also names fields that are missing. */
const pointerOf = ({ location }: NormalizedProblem, document: JsonObject): string => {
  let node: unknown = document;
  let pointer = '';
  for (const token of (location[0]?.pointer ?? '').split('/').slice(1)) {
    const key = unescapeToken(token);
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) break;
    node = Array.isArray(node) ? node[Number(key)] : isObject(node) ? node[key] : undefined;
    pointer += `/${token}`;
  }
  return pointer;
};

const messageOf = ({ message, suggest }: NormalizedProblem): string => {
  const [line = ''] = message.split('\n');
  return suggest[0] ? `${line} Did you mean \`${suggest[0]}\`?` : line;
};

/** What is found, with the severity `error` and no operation, for the caller to set. */
const walk = async (
  document: JsonObject,
  openapi: OpenApiVersion,
  rules: readonly string[],
): Promise<LintFinding[]> => {
  const problems = await lintDocument({
    document: { source: new Source('/contract.json', ''), parsed: document },
    externalRefResolver: new OfflineResolver(),
    config: await configOf(rules),
    customTypes: typesOf(openapi),
  });
  return problems.map((problem) => ({
    rule: problem.ruleId,
    severity: 'error',
    message: messageOf(problem),
    pointer: pointerOf(problem, document),
  }));
};

/** What is found when each rule walks alone, without those that stumble over this document. */
const walkOneByOne = async (
  document: JsonObject,
  openapi: OpenApiVersion,
  rules: readonly string[],
): Promise<LintFinding[]> => {
  const findings: LintFinding[] = [];
  for (const rule of rules)
    try {
      for (const finding of await walk(document, openapi, [rule])) findings.push(finding);
    } catch (error) {
      // The rule takes something for granted that the specification does not ask for.
      if (error instanceof RangeError) throw error;
    }
  return findings;
};

/** Runs the rules of Redocly over a regular document whose references all stay inside, those aside that stumble over it. */
export const runRedocly = async (
  document: JsonObject,
  openapi: OpenApiVersion,
  rules: readonly string[],
): Promise<LintFinding[]> => {
  const skipped = unbearable(document);
  const bearable = rules.filter((rule) => !skipped.has(rule));
  try {
    return await walk(document, openapi, bearable);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return walkOneByOne(document, openapi, bearable);
  }
};
