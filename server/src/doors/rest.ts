import { isObject } from '../platform/request/json.ts';
import { writeJson } from '../platform/request/json-text.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { contextOf } from './admission.ts';
import {
  type Answer,
  claimOf,
  type IdempotencyClaim,
  keepAnswer,
  takeClaim,
} from '../platform/idempotency/idempotency.service.ts';
import { Problem } from '../platform/request/problem.ts';
import { type Call, callOf, type Operation, operationsOf, ownApiSlug } from './operation.ts';
import { requestFieldsOf } from './request-fields.ts';
import { exactAnswer, keptFields, sentOf } from './sent-json.ts';
import { withExact } from '../platform/request/exact-json.ts';
import { appRouter } from './router.ts';
import type { Services } from './services.ts';
import type { Context, Meta } from '../platform/guard/context.ts';

type Reader = (text: string) => unknown;

const asIs: Reader = (text) => text;
const asNumber: Reader = (text) => (/^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text);
const asBoolean: Reader = (text) => (text === 'true' ? true : text === 'false' ? false : text);

const readerOf = (schema: z.core.$ZodType): Reader => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return readerOf(schema.unwrap());
  if (schema instanceof z.ZodNumber) return asNumber;
  return schema instanceof z.ZodBoolean ? asBoolean : asIs;
};

/**
 * Turns the strings of path and query into what the schema wants, beside the schema and never inside: turning on coercion
 * in a shared schema would loosen it for every other caller. What cannot be turned stays a string, and the schema says
 * what is wrong with it.
 */
const readersOf = (input: z.ZodObject): Map<string, Reader> =>
  new Map(Object.entries(input.shape).map(([name, schema]) => [name, readerOf(schema)]));

const readText = (readers: Map<string, Reader>, fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (typeof value === 'string' && value.includes('\0'))
        throw new Problem('request.malformed', { detail: `The parameter ${name} holds a NUL character.` });
      return [name, typeof value === 'string' ? (readers.get(name) ?? asIs)(value) : value];
    }),
  );

const inputOf = (
  readers: Map<string, Reader>,
  exact: Meta['exact'],
  request: FastifyRequest,
): Record<string, unknown> => {
  const path = isObject(request.params) ? request.params : {};
  const query = isObject(request.query) ? request.query : {};
  if (request.method === 'GET') return { ...readText(readers, query), ...readText(readers, path) };
  const body = request.body ?? {};
  if (!isObject(body))
    throw new Problem('request.invalid', {
      detail: 'The body has to be a JSON object.',
      errors: [{ path: '/', message: 'A JSON object.' }],
    });
  for (const name of Object.keys(path))
    if (name in body && body[name] !== path[name])
      throw new Problem('request.invalid', {
        errors: [{ path: `/${name}`, message: 'The address names it already; leave it out of the body.' }],
      });
  return { ...keptFields(body, sentOf(request), exact), ...readText(readers, path) };
};

// Not a spread: that would open the entity manager which the context opens only when it is used.
const withFields = (context: Context, fields: Partial<Context>): Context =>
  Object.create(
    context,
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value, enumerable: true }])),
  );

/** A kept answer is shown as long as the secret in it, if there is one, is one to be shown. */
const assertStillGood = async ({ meta }: Operation, context: Context, body: unknown): Promise<void> => {
  if (meta.isStillGood && !(await meta.isStillGood(context, body)))
    throw new Problem('idempotency.secret_ended');
};

const runInTransaction = async (
  { meta }: Operation,
  call: Call,
  context: Context,
  claim: IdempotencyClaim,
  input: unknown,
): Promise<Answer> => {
  const status = meta.status ?? 200;
  return context.em.transactional(async (tx) => {
    const inTransaction = context.parts.store.within(tx);
    const kept = await takeClaim(context.parts, inTransaction, claim);
    if (kept) return kept;
    const answer = { status, body: await call(withFields(context, { em: tx }), input) };
    await keepAnswer(context.parts, inTransaction, claim, answer);
    return answer;
  });
};

/** What a request asks for, whatever the way of writing it: times as instants, and every digit of what is kept as text. */
const meantBy = ({ input: schema, meta }: Operation, { sent }: Context, input: unknown): unknown => {
  const parsed = schema.safeParse(input);
  return parsed.success ? withExact(parsed.data, sent, meta.exact?.text ?? []) : input;
};
// Nothing but the database is waited for in a transaction. What is wrong is said in it, unless there is a kept answer.
const prepareFor = async ({ meta, input: schema }: Operation, context: Context, input: unknown) => {
  const parsed = meta.prepare ? schema.safeParse(input) : undefined;
  if (!parsed?.success) return;
  await meta.prepare?.(context, parsed.data).catch((error: unknown) => {
    if (!(error instanceof Problem) || error.status >= 500) throw error;
  });
};

const runOnce = async (
  { operation, call, inFlight }: { operation: Operation; call: Call; inFlight: Set<string> },
  context: Context,
  header: string,
  input: unknown,
): Promise<Answer & { isReplay: boolean }> => {
  const { principal } = context.caller;
  const holder =
    principal.kind === 'staff' ? principal.staffId : principal.kind === 'consumer' ? principal.keyId : '';
  const claim = claimOf(header, holder, operation.name, meantBy(operation, context, input));
  if (inFlight.has(claim.id)) throw new Problem('idempotency.in_flight', { retryAfterSeconds: 1 });
  const status = operation.meta.status ?? 200;
  inFlight.add(claim.id);
  try {
    if (operation.meta.idempotency === 'door') await prepareFor(operation, context, input);
    const answer =
      operation.meta.idempotency === 'door'
        ? await runInTransaction(operation, call, context, claim, input)
        : { status, body: await call(withFields(context, { idempotency: claim }), input) };
    if (claim.isReplay) await assertStillGood(operation, context, answer.body);
    return { ...answer, isReplay: claim.isReplay };
  } finally {
    inFlight.delete(claim.id);
  }
};

const placeOf = ({ meta: { openapi } }: Operation) => ({
  api: ownApiSlug,
  operation: `${openapi.method} ${openapi.path}`,
});

const handlerOf = (operation: Operation, services: Services, inFlight: Set<string>) => {
  const readers = readersOf(operation.input);
  const call = callOf(operation);
  const status = operation.meta.status ?? 200;
  const send = (reply: FastifyReply, code: number, body: unknown) => {
    if (operation.meta.answersText && isObject(body))
      return reply.code(code).type('application/json').send(writeJson(body));
    const answer = exactAnswer(body, operation.meta.exact);
    if (typeof answer === 'string') reply.type('application/json; charset=utf-8');
    return reply.code(code).send(answer);
  };
  const answerTo = async (context: Context, request: FastifyRequest, reply: FastifyReply) => {
    const key = request.headers['idempotency-key'];
    const input = inputOf(readers, operation.meta.exact, request);
    if (typeof key !== 'string' || operation.meta.idempotency === undefined) {
      const body = await call(context, input);
      return send(reply, status, body);
    }
    const answer = await runOnce({ operation, call, inFlight }, context, key, input);
    if (answer.isReplay) context.markRepeated();
    return send(reply, answer.status, answer.body);
  };
  const fieldsOf = requestFieldsOf(operation.input);
  const place = placeOf(operation);
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const context = contextOf(request);
    let isError = true;
    try {
      const sent = await answerTo(context, request, reply);
      isError = false;
      return sent;
    } finally {
      const { principal } = context.caller;
      if (principal.kind === 'consumer')
        services.usage.recordCall(principal, { ...place, fields: fieldsOf(request), isError });
    }
  };
};

const callsOf = (operation: Operation) => {
  const { access, bodyBytesMax } = operation.meta;
  const calls = [{ name: operation.name, access, bodyBytesMax, operation: placeOf(operation) }];
  return () => calls;
};

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/**
 * Serves every procedure that has `openapi` meta as one Fastify route. The door of trpc-to-openapi is not used: it turns
 * on coercion in the shared schemas at the first call, answers 200 to everything and costs twice as much.
 */
export const registerRest = (app: FastifyInstance, services: Services): void => {
  // Claims that this process is working on: a second request with the same key is told so. Other processes are told by the
  // database.
  const inFlight = new Set<string>();
  const byUrl = Map.groupBy(operationsOf(appRouter), ({ meta }) =>
    meta.openapi.path.replaceAll(/\{(\w+)\}/g, ':$1'),
  );
  for (const [url, operations] of byUrl) {
    for (const operation of operations)
      app.route({
        method: operation.meta.openapi.method,
        url,
        config: { calls: callsOf(operation) },
        handler: handlerOf(operation, services, inFlight),
      });
    const taken: string[] = operations.map(({ meta }) => meta.openapi.method);
    const allow = taken.includes('GET') ? [...taken, 'HEAD'] : taken;
    for (const method of methods.filter((one) => !taken.includes(one)))
      app.route({
        method,
        url,
        config: { calls: 'none' },
        onRequest: async () => {
          throw new Problem('request.method_not_allowed', { headers: { allow: allow.join(', ') } });
        },
        handler: () => undefined,
      });
  }
};
