import type { FastifyRequest } from 'fastify';
import { assertKept } from '../platform/request/exact-json.ts';
import { isObject, readJson } from '../platform/request/json.ts';
import type { Meta } from '../platform/guard/context.ts';
import { operationsOf } from './operation.ts';
import { appRouter } from './router.ts';
import { keepSent } from './sent-json.ts';

let exactByName: Map<string, Meta['exact']> | undefined;

const exactOf = (name: string): Meta['exact'] => {
  exactByName ??= new Map(operationsOf(appRouter).map((operation) => [operation.name, operation.meta.exact]));
  return exactByName.get(name);
};

/** What stands after `/trpc/` in the address: one name, or several with commas between. */
export const trpcPathOf = ({ params }: FastifyRequest): string =>
  isObject(params) && typeof params['*'] === 'string' ? params['*'] : '';

/**
 * Reads the body of calls over tRPC by the rules of REST. tRPC parses it once more by itself, so numbers that a double
 * changes pass only in a single call, where its procedure keeps them.
 */
export const readTrpcBody = (request: FastifyRequest, body: string): void => {
  const { query } = request;
  const isBatch = isObject(query) && 'batch' in query;
  const sent = readJson(body);
  const exact = isBatch ? undefined : exactOf(trpcPathOf(request));
  assertKept(sent, [...(exact?.text ?? []), ...(exact?.numbers ?? [])]);
  if (!isBatch) keepSent(request, sent);
};

/** Reads the input of queries over tRPC by the same rules. */
export const readTrpcInput = (input: string): void => assertKept(readJson(input), []);
