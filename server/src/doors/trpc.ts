import type { IncomingMessage } from 'node:http';
import type { AnyProcedure, AnyRouter } from '@trpc/server';
import { incomingMessageToRequest } from '@trpc/server/adapters/node-http';
import { type HTTPBaseHandlerOptions, resolveResponse } from '@trpc/server/http';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuseUnadmitted } from '../platform/guard/guard.ts';
import { problemOf } from '../platform/guard/problem-of.ts';
import type { BodyBudget } from '../platform/request/body-budget.ts';
import { isObject, parseJson, textOf } from '../platform/request/json.ts';
import { writeJson } from '../platform/request/json-text.ts';
import { Problem } from '../platform/request/problem.ts';
import { takesKey } from '../platform/guard/context.ts';
import { type AdmittedCall, contextOf, takeJson } from './admission.ts';
import type { Callable, KeyedCalls } from './keyed-calls.ts';
import { calledOf, callOf, declaredOf, isMeta, operationsOf } from './operation.ts';
import { type AppRouter, appRouter } from './router.ts';
import { keptFields, sentOf } from './sent-json.ts';
import type { Services } from './services.ts';
import { readTrpcBody, readTrpcInput, trpcPathOf } from './trpc-input.ts';
import { addVary } from './vary.ts';
import { sendTrpcError } from './trpc-refusal.ts';

interface TrpcCall extends AdmittedCall {
  isAlone: boolean;
  isStream: boolean;
}

/** Calls in one request. */
const maxBatchSize = 10;

const callsIn = (router: AnyRouter): ReadonlyMap<string, TrpcCall> =>
  new Map(
    Object.entries<AnyProcedure>(router._def.procedures).map(([name, procedure]) => {
      const { meta, type }: { meta?: unknown; type: string } = procedure._def;
      if (!isMeta(meta)) throw new Error(`${name} does not declare its access.`);
      const isStream = type === 'subscription';
      const isAlone = isStream || Boolean(meta.isAlone ?? meta.answersText);
      return [
        name,
        {
          name,
          ...declaredOf(meta),
          isAlone,
          isStream,
          called: calledOf(meta),
        },
      ];
    }),
  );

const callsByName = callsIn(appRouter);

const keyedCalls = new Map(
  operationsOf(appRouter)
    .filter(({ meta }) => takesKey(meta))
    .map((operation) => [operation.name, { operation, call: callOf(operation) }]),
);

/** Operations whose answer is text already, which tRPC would have to parse and write again. */
const textCalls = new Map(
  operationsOf(appRouter)
    .filter(({ meta }) => meta.answersText)
    .map((operation) => [operation.name, callOf(operation)]),
);

const queryOf = ({ query }: FastifyRequest): { batch?: unknown; input?: unknown } =>
  isObject(query) ? query : {};

const isBatch = (request: FastifyRequest): boolean => queryOf(request).batch === '1';

const keyOf = ({ headers }: FastifyRequest): string | undefined => {
  const key = headers['idempotency-key'];
  return typeof key === 'string' ? key : undefined;
};

/** The names in the address, read as tRPC reads them. */
const namesOf = (request: FastifyRequest): string[] => {
  try {
    const names = decodeURIComponent(trpcPathOf(request));
    return isBatch(request) ? names.split(',') : [names];
  } catch {
    throw new Problem('request.malformed', { detail: 'The address has an invalid %-escape.' });
  }
};

const callsOf = (request: FastifyRequest): TrpcCall[] => {
  const names = namesOf(request);
  if (names.length > maxBatchSize)
    throw new Problem('request.batch_refused', {
      detail: `These are ${names.length} calls in one request. Send at most ${maxBatchSize}.`,
    });
  const calls = names.flatMap((name) => callsByName.get(name) ?? []);
  if (calls.length === 0) throw new Problem('request.not_found');
  const alone = names.length > 1 && calls.find(({ isAlone }) => isAlone);
  if (alone)
    throw new Problem('request.batch_refused', {
      detail: `Send ${alone.name} by itself, not with other calls.`,
    });
  if (names.length > 1 && request.method === 'POST' && keyOf(request) !== undefined)
    throw new Problem('request.batch_refused', {
      detail: 'An Idempotency-Key stands for one call. Send each by itself, with a key of its own.',
    });
  return calls;
};

const inputIn = (request: FastifyRequest): unknown => {
  const { input } = queryOf(request);
  return typeof input === 'string' ? parseJson(input) : undefined;
};

const answerText = async (
  call: ReturnType<typeof callOf>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const sent = inputIn(request);
  const input = isBatch(request) && isObject(sent) ? sent['0'] : sent;
  const answer = await call(contextOf(request), input);
  const [before, after] = isBatch(request) ? ['[', ']'] : ['', ''];
  const json = writeJson(isObject(answer) ? answer : {}, `${before}{"result":{"data":`, `}}${after}`);
  return reply.type('application/json').send(json);
};

const bodyInput = (request: FastifyRequest): unknown => {
  if (contextOf(request).isWithoutInput) return undefined;
  const sent = typeof request.body === 'string' ? parseJson(request.body) : undefined;
  return isBatch(request) && isObject(sent) ? sent['0'] : sent;
};

/** Answers a call that came with an Idempotency-Key as tRPC would. What fails is said by the error handler. */
const answerKeyed = async (
  { keyed, callable, key }: { keyed: KeyedCalls; callable: Callable; key: string },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const context = contextOf(request);
  const sent = bodyInput(request);
  const { exact } = callable.operation.meta;
  const input = isObject(sent) ? keptFields(sent, sentOf(request), exact) : sent;
  const { body, isReplay } = await keyed.run(callable, context, key, input);
  if (isReplay) context.markRepeated();
  // JSON has no word for nothing, as which it was kept.
  const result = { result: { data: body ?? undefined } };
  return reply.send(isBatch(request) ? [result] : result);
};

const trpcOptions: HTTPBaseHandlerOptions<AppRouter, Request> = {
  router: appRouter,
  maxBatchSize,
  responseMeta: ({ errors }) => {
    const retryAfter = errors.map((error) => problemOf(error).headers['retry-after']).find(Boolean);
    return retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } };
  },
};

/** A socket of a stream whose reader takes nothing is closed after this; a ping is due four times before. */
const silentMs = 60_000;

/**
 * A stream begins with 200 whatever comes of it, because browsers read no other: its refusal is its first event. Whoever
 * does not ask for events is refused as everywhere.
 */
const openStream = (request: FastifyRequest, call: TrpcCall): void => {
  request.raw.socket.setTimeout(silentMs);
  if (request.headers.accept?.includes('text/event-stream')) return;
  const refusal = refuseUnadmitted(contextOf(request), call);
  if (refusal) throw refusal;
};

/** What tRPC's own adapter for Fastify does, but that an answer which is at hand as a whole is one text and no stream. */
const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const raw: IncomingMessage & { body?: unknown } = request.raw;
  raw.body = request.body;
  const response = await resolveResponse({
    ...trpcOptions,
    req: incomingMessageToRequest(raw, reply.raw, { maxBodySize: null }),
    path: trpcPathOf(request),
    error: null,
    createContext: async () => contextOf(request),
  });
  const isStream =
    response.headers.has('transfer-encoding') ||
    response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  reply.code(response.status);
  for (const [name, value] of response.headers)
    if (name === 'vary') addVary(reply, value);
    else reply.header(name, value);
  if (response.body === null) return reply.send();
  return reply.send(isStream ? response.body : await response.text());
};

/** The door of the console: every procedure, one or several in one request. */
export const registerTrpc = async (
  app: FastifyInstance,
  services: Services,
  { budget, keyed }: { budget: BodyBudget; keyed: KeyedCalls },
): Promise<void> => {
  app.addHook('preClose', async () => services.watch.stop());
  await app.register(async (scope) => {
    scope.setErrorHandler<FastifyError>((error, request, reply) =>
      sendTrpcError(services, error, { request, reply }),
    );
    // tRPC parses by itself. The rules for text are those of REST: what would be changed, or kept by no database, is refused
    // before it runs.
    takeJson(scope, budget, (body, request) => {
      const text = textOf(body);
      readTrpcBody(request, text);
      return text;
    });
    scope.route({
      method: ['GET', 'POST'],
      // Ten long names are longer than any other part of an address: a parameter of the router would be too short for them.
      url: '/trpc/*',
      config: { calls: callsOf },
      handler: async (request, reply) => {
        const [name = ''] = namesOf(request);
        const text = request.method === 'GET' ? textCalls.get(name) : undefined;
        if (text) return answerText(text, request, reply);
        const key = request.method === 'POST' ? keyOf(request) : undefined;
        const callable = key === undefined ? undefined : keyedCalls.get(name);
        if (key !== undefined && callable) return answerKeyed({ keyed, callable, key }, request, reply);
        const { input } = queryOf(request);
        if (typeof input === 'string') readTrpcInput(input);
        const call = callsByName.get(name);
        if (call?.isStream) openStream(request, call);
        return answer(request, reply);
      },
    });
  });
};
