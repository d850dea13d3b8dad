import type { FastifyRequest } from 'fastify';
import { assertKept, withExact } from '../platform/request/exact-json.ts';
import { isObject, type JsonObject, type ParsedJson } from '../platform/request/json.ts';
import type { Meta } from '../platform/guard/context.ts';

const bodies = new WeakMap<FastifyRequest, ParsedJson>();

/** Keeps the text of a body beside its value, for what must not be changed by having been parsed. */
export const keepSent = (request: FastifyRequest, parsed: ParsedJson): void => {
  bodies.set(request, parsed);
};

/** The body of a request as it was sent; `null` without one. */
export const sentOf = (request: FastifyRequest): ParsedJson | null => bodies.get(request) ?? null;

/**
 * The fields of a body as its procedure takes them: what it keeps exactly comes with every digit, and a number that would
 * be changed anywhere else is refused.
 */
export const keptFields = (fields: JsonObject, sent: ParsedJson | null, exact: Meta['exact']): JsonObject => {
  if (!sent || sent.findings.rounded.length === 0) return fields;
  assertKept(sent, [...(exact?.text ?? []), ...(exact?.numbers ?? [])]);
  return withExact(fields, sent, exact?.numbers ?? []);
};

/** The answer as the door sends it: as text, where a member has a text that has to stay as it is. */
export const exactAnswer = (body: unknown, exact: Meta['exact']): unknown => {
  if (!exact?.answer || !isObject(body)) return body;
  const { [exact.answer.member]: _member, ...others } = body;
  const text = body[exact.answer.text];
  const name = JSON.stringify(exact.answer.member);
  return typeof text === 'string' ? `{${name}:${text},${JSON.stringify(others).slice(1)}` : body;
};
