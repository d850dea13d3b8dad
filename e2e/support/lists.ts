import { manyRows } from './many-rows.ts';

/** One way to ask a list: its operation, its path with the query, and what is asked for in a few words. */
export interface ListCall {
  operation: string;
  path: string;
  filters: string;
}

interface Schema {
  type?: string;
  enum?: unknown[];
  items?: Schema;
  anyOf?: Schema[];
  $ref?: string;
}

interface Parameter {
  name: string;
  in: string;
  schema?: Schema;
}

interface Operation {
  operationId: string;
  parameters?: Parameter[];
}

/** As much of an OpenAPI document as is read here. */
export interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** When the newest of the rows was made, and how long before it the oldest, in milliseconds. */
interface ListedRows {
  newestAt: number;
  spanMs: number;
}

const absent = 'z'.repeat(26);

/** For filters without a closed list of values: what is common, what is rare and old, what nothing has. */
const valuesOf: Record<string, string[]> = {
  consumerId: [manyRows.busyConsumer, manyRows.quietConsumer, manyRows.idleConsumer],
  endpointId: [manyRows.busyEndpoint, manyRows.quietEndpoint, `ep_${absent}`],
  eventId: ['order-2', `evt_${absent}`],
  eventType: [manyRows.commonType, manyRows.rareType, 'absent.kind'],
  type: [manyRows.commonType, manyRows.rareType, 'absent.kind'],
  subject: [manyRows.commonSubject, manyRows.rareSubject, 'absent'],
  action: ['delivery.retry', 'api_key.revoke', 'absent.action'],
  actorId: ['key_7', 'key_-1', 'absent'],
  targetId: ['target_7', 'target_-1', 'absent'],
  requestId: ['request-7', 'absent'],
  staffId: [`stf_${absent}`],
  requirementId: [`req_${absent}`],
  search: ['consumer 1', 'absent'],
  q: ['consumer 1', 'absent'],
  unusedDays: ['30'],
  api: ['absent'],
  expiresWithinDays: ['30'],
};

const times = (newestAt: number, spanMs: number): Record<string, string[]> => {
  const at = (share: number) => new Date(newestAt - spanMs * share).toISOString();
  return { since: [at(0.01), at(0.99), at(-1)], until: [at(0.01), at(0.99), at(2)] };
};

const inPath: Record<string, string> = {
  consumerId: manyRows.busyConsumer,
  slug: manyRows.api,
};

const idInPath = (path: string): string =>
  // Else an event, by the publisher's own id.
  path.includes('/requirements/') ? manyRows.requirement : 'order-2';

const settled = ({ components }: Document, schema: Schema | undefined): Schema | undefined =>
  schema?.$ref === undefined ? schema : components.schemas[schema.$ref.replace(/^.*\//, '')];

const enumOf = (document: Document, { schema }: Parameter): string[] => {
  const kinds = [schema, ...(schema?.anyOf ?? [])].map((one) => settled(document, one));
  const values = kinds.flatMap((one) => one?.enum ?? settled(document, one?.items)?.enum ?? []);
  return [...new Set(values.map(String))];
};

const takesSeveral = ({ schema }: Parameter): boolean =>
  [schema, ...(schema?.anyOf ?? [])].some((one) => one?.type === 'array');

const isList = ({ parameters = [] }: Operation): boolean => parameters.some(({ name }) => name === 'cursor');

const choicesOf = (document: Document, parameters: readonly Parameter[], { newestAt, spanMs }: ListedRows) =>
  parameters
    .filter((one) => one.in === 'query' && !['limit', 'cursor', 'order'].includes(one.name))
    .map((one) => {
      const closed = enumOf(document, one);
      const values = closed.length > 0 ? closed : (valuesOf[one.name] ?? times(newestAt, spanMs)[one.name]);
      if (!values) throw new Error(`Say in lists.ts what the filter ${one.name} may be asked for.`);
      return { name: one.name, values, isSeveral: takesSeveral(one) };
    });

/** Lists that no key reads: their rows are the company's, or a person's. */
export const listsOfStaff = ['listStaff', 'listIssuers', 'listIdentityProviders', 'listPersonalTokens'];

/**
 * Every list of the API with nothing asked for, with each value of each filter, and with `pairs` with each two filters; the
 * rows are those of `many-rows.ts`. A list or filter that is new joins by itself, or fails here until somebody says what to ask.
 */
export const listCalls = (document: Document, rows: ListedRows, isWithPairs = false): ListCall[] =>
  Object.entries(document.paths).flatMap(([path, operations]) => {
    const operation = operations.get;
    // What a change reaches is in one comparison, and no list of rows.
    if (!operation || !isList(operation) || path.includes('{fingerprint}')) return [];
    const { operationId, parameters = [] } = operation;
    const filled = path.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
      name === 'id' ? idInPath(path) : (inPath[name] ?? whole),
    );
    // Beside an id it says whose it is, and filters nothing.
    const asked = parameters.filter(({ name }) => !(name === 'consumerId' && path.includes('{id}')));
    const choices = choicesOf(document, asked, rows);
    const singles = choices.flatMap(({ name, values }) => values.map((value) => ({ [name]: value })));
    const pairs = choices.flatMap((one, index) =>
      choices
        .slice(index + 1)
        .flatMap((other) =>
          one.values.flatMap((a) => other.values.map((b) => ({ [one.name]: a, [other.name]: b }))),
        ),
    );
    // Of what may have several values, the first two at once.
    const several = choices.flatMap(({ name, values: [a, b], isSeveral }) =>
      isSeveral && a !== undefined && b !== undefined ? [{ [name]: `${a},${b}` }] : [],
    );
    const oneWay = [{}, ...singles, ...several, ...(isWithPairs ? pairs : [])];
    // From the other end each filter goes the same way with any value.
    const firsts = choices.flatMap(({ name, values: [a] }) => (a === undefined ? [] : [{ [name]: a }]));
    const otherWay = [{}, ...firsts, ...several].map((query) => ({ ...query, order: 'asc' }));
    return [...oneWay, ...otherWay].map((query) => {
      const filters = new URLSearchParams(query).toString();
      return { operation: operationId, path: filters ? `${filled}?${filters}` : filled, filters };
    });
  });
