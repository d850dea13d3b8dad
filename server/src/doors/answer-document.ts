import { isObject, type JsonObject } from '../platform/request/json.ts';
import { ifMatchPattern } from '../platform/request/entity-tag.ts';
import type { Operation } from './operation.ts';

const textHeader = (description: string, example: string): JsonObject => ({
  description,
  schema: { type: 'string' },
  example,
});

const entityTag = {
  ETag: textHeader(
    'Tells the state of what was answered: send it as `If-Match` with a change.',
    '"Zb1oOkIU4nQ5Wq0m2v9y0A"',
  ),
};
const location = {
  Location: textHeader('Where what was created is read.', 'https://api.example/v1/consumers/con_01m3k7q2x8'),
};
const link = {
  Link: textHeader(
    'The first page, and those beside this one, as RFC 8288 writes them.',
    '<https://api.example/v1/events?cursor=bi4wYTFi>; rel="next"',
  ),
};

const condition = (name: string, description: string, limits: JsonObject = {}): JsonObject => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string', ...limits },
  example: '"Zb1oOkIU4nQ5Wq0m2v9y0A"',
});

const ifMatch = condition(
  'If-Match',
  'The `ETag` of an earlier answer, or `*`. When it was changed since, nothing is done and the answer is 412.',
  { pattern: ifMatchPattern },
);
const ifNoneMatch = condition(
  'If-None-Match',
  'The `ETag` of an earlier answer. When nothing is different the answer is 304, without a body.',
);

const headersOf = ({ meta, input }: Operation, status: string): JsonObject => ({
  ...(meta.tag ? entityTag : {}),
  ...(meta.location !== undefined && status === '201' ? location : {}),
  ...('cursor' in input.shape ? link : {}),
});

const parametersOf = ({ type, meta }: Operation): JsonObject[] => [
  ...(meta.takesIfMatch ? [ifMatch] : []),
  ...(meta.tag && type === 'query' ? [ifNoneMatch] : []),
];

/**
 * Writes into an operation of the document what `answer-headers.ts` and the conditions of a request make of its answers: the
 * headers, 304, and 200 where what was to be created may be there already.
 */
export const documentAnswers = (node: JsonObject, operation: Operation): void => {
  const { meta, type } = operation;
  const status = String(meta.status ?? 200);
  const responses = isObject(node.responses) ? node.responses : {};
  const success = isObject(responses[status]) ? responses[status] : {};
  const before = isObject(success.headers) ? success.headers : {};
  const existing = {
    ...success,
    description: 'It was there already.',
    headers: { ...before, ...headersOf(operation, '200') },
  };
  node.responses = {
    ...(meta.mayExist ? { '200': existing } : {}),
    ...responses,
    [status]: { ...success, headers: { ...before, ...headersOf(operation, status) } },
    ...(meta.tag && type === 'query'
      ? { '304': { description: 'It is as you know it.', headers: { ...before, ...entityTag } } }
      : {}),
  };
  const parameters = Array.isArray(node.parameters) ? node.parameters : [];
  const more = parametersOf(operation);
  if (more.length > 0) node.parameters = [...parameters, ...more];
};
