import { isObject } from '../../platform/request/json.ts';

/** One operation of a contract version, for lists and for what is deprecated. */
export interface ContractOperation {
  /** Method and path, such as `GET /pets`. */
  operation: string;
  operationId: string | null;
  isDeprecated: boolean;
  /** ISO 8601; from `x-sunset`. */
  sunset: string | null;
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const sunsetOf = (node: Record<string, unknown>): string | null => {
  const text = textOf(node['x-sunset']);
  const at = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
};

/** The operations of a document, in its order. */
export const listOperations = (document: Record<string, unknown>): ContractOperation[] => {
  const paths = isObject(document.paths) ? document.paths : {};
  return Object.entries(paths).flatMap(([path, item]) =>
    !isObject(item) || path.startsWith('x-')
      ? []
      : Object.entries(item).flatMap(([method, node]) =>
          !methods.includes(method) || !isObject(node)
            ? []
            : [
                {
                  operation: `${method.toUpperCase()} ${path}`,
                  operationId: textOf(node.operationId),
                  isDeprecated: node.deprecated === true,
                  sunset: sunsetOf(node),
                },
              ],
        ),
  );
};
