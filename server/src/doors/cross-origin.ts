import type { FastifyInstance, FastifyReply } from 'fastify';
import { addVary } from './vary.ts';

/** Doors that pages of others may call. The console, its files and the docs are for their own origin. */
const doors = /^\/(?:v1|trpc)(?:[/?]|$)/;

/** What a browser keeps of a preflight, in seconds: the longest that browsers take. */
const preflightSeconds = 7200;

const methods = 'GET, HEAD, POST, PUT, PATCH, DELETE';
const requestHeaders = [
  'authorization',
  'content-type',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'last-event-id',
  'trpc-accept',
  'x-request-id',
].join(', ');
const answerHeaders = [
  'deprecation',
  'etag',
  'idempotent-replayed',
  'link',
  'location',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'sunset',
  'www-authenticate',
  'x-request-id',
].join(', ');

const answerPreflight = (reply: FastifyReply): FastifyReply =>
  reply
    .code(204)
    .headers({
      'access-control-allow-methods': methods,
      'access-control-allow-headers': requestHeaders,
      'access-control-max-age': String(preflightSeconds),
    })
    .send();

/**
 * Lets pages of these origins call REST and tRPC, each with an API key in a header. Never with a cookie: sessions are the
 * console's, and no answer says that credentials are allowed. A preflight is answered before anything is looked at, whatever
 * its address is; that of an origin which is not allowed goes its way as any request, and says nothing of this.
 */
export const allowOrigins = (app: FastifyInstance, origins: ReadonlySet<string>): void => {
  if (origins.size === 0) return;
  app.addHook('onRequest', (request, reply, done) => {
    if (!doors.test(request.url)) return done();
    // What this answer holds depends on the origin, whichever it is: a cache must not give one the answer of another.
    addVary(reply, 'origin');
    const { origin } = request.headers;
    if (origin === undefined || !origins.has(origin)) return done();
    reply.header('access-control-allow-origin', origin);
    reply.header('access-control-expose-headers', answerHeaders);
    const isPreflight =
      request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
    if (!isPreflight) return done();
    return void answerPreflight(reply);
  });
};
