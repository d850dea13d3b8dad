import { assertReadable } from '../platform/request/entity-tag.ts';
import { isObject } from '../platform/request/json.ts';
import { writeJson } from '../platform/request/json-text.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { contextOf } from './admission.ts';
import { writeHeaders } from './answer-headers.ts';
import { Problem } from '../platform/request/problem.ts';
import { answerOf, type KeyedCalls } from './keyed-calls.ts';
import { calledOf, callOf, type Operation, operationsOf, ownApiSlug, declaredOf } from './operation.ts';
import { requestFieldsOf } from './request-fields.ts';
import { exactAnswer, keptFields, sentOf } from './sent-json.ts';
import { appRouter } from './router.ts';
import type { Services } from './services.ts';
import { type Context, type Meta, takesKey } from '../platform/guard/context.ts';

type Reader = (text: string) => unknown;

const asIs: Reader = (text) => text;
const asNumber: Reader = (text) => (/^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text);
const asBoolean: Reader = (text) => (text === 'true' ? true : text === 'false' ? false : text);

const asValues: Reader = (text) => (text.includes(',') ? text.split(',') : text);

const isList = (schema: z.core.$ZodType): boolean => schema instanceof z.ZodArray;

const readerOf = (schema: z.core.$ZodType): Reader => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return readerOf(schema.unwrap());
  if (schema instanceof z.ZodNumber) return asNumber;
  if (schema instanceof z.ZodUnion && schema.options.some(isList)) return asValues;
  return schema instanceof z.ZodBoolean ? asBoolean : asIs;
};

/**
 * Turns the strings of path and query into what the schema wants, beside the schema and never inside: turning on coercion
 * in a shared schema would loosen it for every other caller. What cannot be turned stays a string, and the schema says
 * what is wrong with it.
 */
export const readersOf = (input: z.ZodObject): Map<string, Reader> =>
  new Map(Object.entries(input.shape).map(([name, schema]) => [name, readerOf(schema)]));

export const readText = (
  readers: Map<string, Reader>,
  fields: Record<string, unknown>,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if ([value].flat().some((one) => typeof one === 'string' && one.includes('\0')))
        throw new Problem('request.malformed', { detail: `The parameter ${name} holds a NUL character.` });
      return [name, typeof value === 'string' ? (readers.get(name) ?? asIs)(value) : value];
    }),
  );

/** Whether what it asks for stands in its address. */
const isRead = ({ method }: FastifyRequest): boolean => method === 'GET' || method === 'HEAD';

const inputOf = (
  readers: Map<string, Reader>,
  exact: Meta['exact'],
  request: FastifyRequest,
): Record<string, unknown> => {
  const path = isObject(request.params) ? request.params : {};
  const query = isObject(request.query) ? request.query : {};
  if (isRead(request)) return { ...readText(readers, query), ...readText(readers, path) };
  const body = request.body === undefined ? {} : request.body;
  if (!isObject(body))
    throw new Problem('request.invalid', {
      detail: 'The body has to be a JSON object.',
      errors: [{ path: '', message: 'A JSON object.' }],
    });
  for (const name of Object.keys(path))
    if (name in body && body[name] !== path[name])
      throw new Problem('request.invalid', {
        errors: [{ path: `/${name}`, message: 'The address names it already; leave it out of the body.' }],
      });
  return { ...keptFields(body, sentOf(request), exact), ...readText(readers, path) };
};

/** Nothing is done under a condition that nobody would look at, or that cannot be read. */
const assertComparable = ({ type, meta }: Operation, { ifMatch }: Context): void => {
  if (ifMatch === null || type !== 'mutation') return;
  if (meta.takesIfMatch) assertReadable(ifMatch);
  else
    throw new Problem('request.invalid', {
      detail: 'This changes nothing that has an ETag. Leave out If-Match.',
      errors: [{ path: '/headers/if-match', message: 'Not here.' }],
    });
};

const placeOf = ({ meta: { openapi } }: Operation) => ({
  api: ownApiSlug,
  operation: `${openapi.method} ${openapi.path}`,
});

const handlerOf = (operation: Operation, services: Services, keyed: KeyedCalls) => {
  const readers = readersOf(operation.input);
  const callable = { operation, call: callOf(operation) };
  const { meta } = operation;
  const send = (reply: FastifyReply, code: number, body: unknown) => {
    if (meta.answersText && isObject(body))
      return reply.code(code).type('application/json').send(writeJson(body));
    const answer = exactAnswer(body, meta.exact);
    if (typeof answer === 'string') reply.type('application/json; charset=utf-8');
    return reply.code(code).send(answer);
  };
  const answerTo = async (context: Context, request: FastifyRequest, reply: FastifyReply) => {
    assertComparable(operation, context);
    const key = request.headers['idempotency-key'];
    const input = inputOf(readers, meta.exact, request);
    const isKeyed = typeof key === 'string' && takesKey(meta);
    const { status, body, isReplay } = isKeyed
      ? await keyed.run(callable, context, key, input)
      : await answerOf(callable, context, input);
    if (isReplay) context.markRepeated();
    const { publicUrl } = services.parts;
    const isKnown = writeHeaders(operation, { publicUrl, request, input, status, body }, reply);
    return isKnown ? reply.code(304).send() : send(reply, status, body);
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
  const { bodyBytesMax } = operation.meta;
  const called = calledOf(operation.meta);
  const calls = [
    {
      name: operation.name,
      ...declaredOf(operation.meta),
      bodyBytesMax,
      operation: placeOf(operation),
      called,
    },
  ];
  return () => calls;
};

/**
 * Serves every procedure that has `openapi` meta as one Fastify route. The door of trpc-to-openapi is not used: it turns
 * on coercion in the shared schemas at the first call, answers 200 to everything and costs twice as much.
 */
export const registerRest = (app: FastifyInstance, services: Services, keyed: KeyedCalls): void => {
  for (const operation of operationsOf(appRouter))
    app.route({
      method: operation.meta.openapi.method,
      url: operation.meta.openapi.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      config: { calls: callsOf(operation) },
      handler: handlerOf(operation, services, keyed),
    });
};
