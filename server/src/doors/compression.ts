import { brotliCompress, type CompressCallback, constants, gzip } from 'node:zlib';
import negotiator from '@fastify/accept-negotiator';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addVary } from './vary.ts';

/** Shorter answers are one packet either way. */
const bytesMin = 1400;
/** Longer ones are sent as they are: this is what one answer may take of a thread. */
const bytesMax = 32 * 1024 * 1024;
/** The thread pool has four threads, which files and passwords need as well. */
const atOnceMax = 2;

/** The better one first. */
const codings = ['br', 'gzip'];
const isText = /^(?:text\/(?!event-stream)|application\/(?:[\w.+-]*\+)?(?:json|yaml|xml)\b)/;

const shorten = (body: string | Buffer, coding: string, done: CompressCallback): void => {
  if (coding === 'gzip') return gzip(body, done);
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = constants;
  // As fast as gzip, and shorter. The window bounds what one answer takes of memory.
  const params = {
    [BROTLI_PARAM_QUALITY]: 4,
    [BROTLI_PARAM_LGWIN]: 19,
    [BROTLI_PARAM_SIZE_HINT]: body.length,
  };
  return brotliCompress(body, { params }, done);
};

/**
 * Whether the length of the answer may depend on what it holds. Whoever sees the lengths of somebody's encrypted answers,
 * and can make their browser ask for what they chose, learns what else is in there, letter by letter. A browser sends the
 * cookie by itself, so such an answer is compressed only for a page of our own, which the browser says; where nothing is
 * encrypted there is nothing to learn. A key is sent by nobody but its holder.
 */
const maySayLength = ({ method, headers, admitted }: FastifyRequest, isEncrypted: boolean): boolean => {
  const kind = admitted?.context.caller.principal.kind ?? 'anyone';
  if (method !== 'GET' && method !== 'HEAD') return method === 'POST' && kind === 'consumer';
  return headers.cookie === undefined || !isEncrypted || headers['sec-fetch-site'] === 'same-origin';
};

/** A strong tag names these bytes, and comes back in `If-Match`, which a changed one would never fit. */
const isBound = (reply: FastifyReply): boolean => {
  const tag = reply.getHeader('etag');
  return (typeof tag === 'string' && !tag.startsWith('W/')) || reply.hasHeader('content-encoding');
};

const isBody = (payload: unknown): payload is string | Buffer =>
  typeof payload === 'string' || Buffer.isBuffer(payload);

/**
 * Compresses texts that are at hand as a whole: documents, lists, pages. Streams, events among them, are sent as they come.
 * It is done on the thread pool, two at a time: while both are busy, answers are sent as they are, so that nobody waits.
 */
export const compressAnswers = (app: FastifyInstance, publicUrl: string): void => {
  const isEncrypted = publicUrl.startsWith('https:');
  let underway = 0;
  app.addHook('onSend', (request, reply, payload, done) => {
    const type = reply.getHeader('content-type');
    if (!isBody(payload) || typeof type !== 'string' || !isText.test(type)) return done(null, payload);
    if (isBound(reply) || reply.statusCode !== 200) return done(null, payload);
    const length = Buffer.byteLength(payload);
    if (length < bytesMin || length > bytesMax) return done(null, payload);
    addVary(reply, 'accept-encoding');
    if (underway >= atOnceMax) return done(null, payload);
    const coding = negotiator.negotiate(request.headers['accept-encoding'] ?? '', codings);
    if (coding === null || !maySayLength(request, isEncrypted)) return done(null, payload);
    underway += 1;
    shorten(payload, coding, (error, shorter) => {
      underway -= 1;
      if (error) return done(error);
      reply.header('content-encoding', coding).removeHeader('content-length');
      return done(null, shorter);
    });
  });
};
