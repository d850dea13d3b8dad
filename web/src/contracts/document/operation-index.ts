import {
  entriesOf,
  isJson,
  listOf,
  resolve,
  textOf,
  type Json,
} from '../../nouns/contract-schema/contract-json.ts';

/** An operation of a contract, or a webhook. */
export interface OperationEntry {
  /** Method and path, or method and name of the webhook. */
  name: string;
  tag: string;
  summary: string | undefined;
  isDeprecated: boolean;
  operation: Json;
  /** What the operation shares with the others of its path. */
  pathItem: Json;
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

/** Every operation of a contract, paths before webhooks, in the order of the document. */
export function operationsOf(document: Json): OperationEntry[] {
  const ofPaths = entriesOf(document, 'paths')
    .filter(([path]) => !path.startsWith('x-'))
    .flatMap(([path, item]) => operationsOfItem(document, path, item, tagOfPath(path)));
  const ofWebhooks = entriesOf(document, 'webhooks').flatMap(([name, item]) =>
    operationsOfItem(document, name, item, 'Webhooks'),
  );
  return [...ofPaths, ...ofWebhooks];
}

/** The operations of one path, webhook or callback. */
export function operationsOfItem(
  document: Json,
  path: string,
  item: Json,
  usualTag: string,
): OperationEntry[] {
  const pathItem = resolve(document, item).value;
  const usual = methods.flatMap((method) => {
    const operation = pathItem[method];
    return isJson(operation) ? [[method, operation] as const] : [];
  });
  return [...usual, ...entriesOf(pathItem, 'additionalOperations')].map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    tag: listOf(operation, 'tags').find((tag) => typeof tag === 'string') ?? usualTag,
    summary: textOf(operation, 'summary') ?? textOf(operation, 'operationId'),
    isDeprecated: operation['deprecated'] === true,
    operation,
    pathItem,
  }));
}

/** Operations by tag, with those only in which the words that were typed stand. */
export function byTag(
  entries: readonly OperationEntry[],
  search: string | undefined,
): { tag: string; entries: OperationEntry[] }[] {
  const wanted = search?.toLowerCase();
  const found = entries.filter(
    ({ name, tag, summary, operation }) =>
      !wanted ||
      [name, tag, summary ?? '', textOf(operation, 'operationId') ?? ''].some((text) =>
        text.toLowerCase().includes(wanted),
      ),
  );
  return [...Map.groupBy(found, ({ tag }) => tag)].map(([tag, own]) => ({ tag, entries: own }));
}

// Without tags, what a path is about is its first name that is no version.
function tagOfPath(path: string): string {
  const names = path.split('/').filter((part) => part !== '' && !part.startsWith('{'));
  return names.find((part) => !/^v\d/.test(part)) ?? names[0] ?? '/';
}
