import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Meta } from '../platform/guard/context.ts';
import { namesTag } from '../platform/request/entity-tag.ts';
import { isObject, type JsonObject } from '../platform/request/json.ts';
import type { Operation } from './operation.ts';

const valueAt = (from: unknown, path: string): unknown =>
  path.split('.').reduce((value, name) => (isObject(value) ? value[name] : undefined), from);

/** Where what was created is read: `/v1/things/{id}` with the fields of the answer, or else of the request. */
const locationOf = (template: string, answer: unknown, input: unknown): string =>
  template.replaceAll(/\{([\w.]+)\}/g, (_whole, name: string) =>
    encodeURIComponent(String(valueAt(answer, name) ?? valueAt(input, name))),
  );

const pageRelations = { nextCursor: 'next', previousCursor: 'prev' } as const;

const addressOf = (publicUrl: string, request: FastifyRequest, cursor: string | null): string => {
  const [path = '', query = ''] = request.url.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.delete('cursor');
  if (cursor !== null) parameters.set('cursor', cursor);
  const text = parameters.toString();
  return `${publicUrl}${path}${text === '' ? '' : `?${text}`}`;
};

/** The pages beside this one, as RFC 8288 writes them. */
const linksOf = (publicUrl: string, request: FastifyRequest, page: JsonObject): string => {
  const beside = Object.entries(pageRelations).flatMap(([field, relation]) => {
    const cursor = page[field];
    return typeof cursor === 'string' ? [[relation, cursor] as const] : [];
  });
  return [['first', null] as const, ...beside]
    .map(([relation, cursor]) => `<${addressOf(publicUrl, request, cursor)}>; rel="${relation}"`)
    .join(', ');
};

const isPage = (body: unknown): body is JsonObject =>
  isObject(body) && Array.isArray(body.items) && 'nextCursor' in body;

/** What is answered, and to what. */
interface Answered {
  publicUrl: string;
  request: FastifyRequest;
  input: unknown;
  status: number;
  body: unknown;
}

const isUnchanged = (meta: Meta, { request, body }: Answered, reply: FastifyReply): boolean => {
  const tag = meta.tag?.of(body);
  if (typeof tag !== 'string') return false;
  reply.header('etag', tag);
  const known = request.headers['if-none-match'];
  return (
    (request.method === 'GET' || request.method === 'HEAD') && known !== undefined && namesTag(known, tag)
  );
};

/**
 * Writes the headers that follow from an answer: `ETag`, `Location` of what was created, `Link` to the pages beside it. Answers
 * whether the caller has it already: then it is 304, without a body.
 */
export const writeHeaders = ({ meta }: Operation, answered: Answered, reply: FastifyReply): boolean => {
  const { publicUrl, request, body, input } = answered;
  if (answered.status === 201 && meta.location !== undefined)
    reply.header('location', `${publicUrl}${locationOf(meta.location, body, input)}`);
  if (isPage(body)) reply.header('link', linksOf(publicUrl, request, body));
  return isUnchanged(meta, answered, reply);
};
